"""The running digest of every branch of a room, brought up to date when it is asked for."""

from __future__ import annotations

from raft_core.sim.step import Step
from raft_core.sim.timeline import Branch
from raft_core.trace.digest import Digest


class Digests:
    """A digest for each branch, of all of its steps from the first on."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[int, Digest]] = {}

    def at_the_edge(self, branch: Branch) -> str:
        """The digest of a branch as it is now, as a trace notes it beside an intervention."""
        known = self._known.get(branch.id)
        position, digest = known if known is not None else (0, Digest())
        for step in branch.steps[position - branch.fork_position :] if known is not None else _lineage(branch):
            digest.update(step)
        self._known[branch.id] = branch.last_position, digest
        return digest.short()


def _lineage(branch: Branch) -> list[Step]:
    steps, until = branch.steps[:], branch.fork_position
    while branch.parent is not None:
        branch = branch.parent
        steps[:0] = branch.steps[: until - branch.fork_position]
        until = branch.fork_position
    return steps
