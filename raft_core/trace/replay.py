"""Doing again what was recorded, in a session: its worlds, its checkers, and every branch that may follow."""

from collections.abc import Iterable, Iterator
from contextlib import suppress

from raft_core.session import Session
from raft_core.sim.intervention import Refusal
from raft_core.sim.step import Step
from raft_core.sim.timeline import Branch, Recorded


class ReplayError(ValueError):
    """A recording that cannot be done again: the position at which the run goes another way, and how."""

    def __init__(self, position: int, says: str) -> None:
        super().__init__(f"position {position}: {says}")
        self.position = position
        self.says = says


def replay(
    session: Session, branch: Branch, records: Iterable[Recorded], position: int, time_us: int
) -> Iterator[Step]:
    """Take the steps of a recording at the edge of a branch, up to a position and a time. Raises ReplayError.

    `records` are those after the edge, by position; those beyond the end are left out. Whether the steps are those
    that were recorded is for `verify` to say.
    """
    for record in records:
        if record.position > position:
            break
        yield from _advance(session, branch, record.position - 1, record.time_us)
        if record.intervention is None:
            yield from _settle(session, branch, position, record.count)
            continue
        done = session.intervene(branch, record.intervention, record.who)
        if isinstance(done, Refusal):
            raise ReplayError(record.position, f"{record.directive!r} is refused: {done.says}")
        yield done
    yield from _advance(session, branch, position, time_us)


def _advance(session: Session, branch: Branch, position: int, time_us: int) -> Iterator[Step]:
    """So many steps, then the rest of the time: more may be due at that instant, and came later."""
    while branch.last_position < position:
        step = session.advance(branch, time_us)
        if step is None:
            raise ReplayError(branch.last_position + 1, f"nothing more happens by {time_us} us")
        yield step
    branch.now_us = max(branch.now_us, time_us)


def _settle(session: Session, branch: Branch, position: int, count: int | None) -> Iterator[Step]:
    left = position - branch.last_position
    if left <= 0:
        return
    # where it did not come to rest the first time, the run went on from there
    with suppress(RuntimeError):
        yield from session.settle(branch, left if count is None else min(count, left))
