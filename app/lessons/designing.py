"""A design that was chosen is put into force: what it changes at once, and what it will have to stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from app.lessons.conditions import filled
from app.lessons.question import Design
from raft_core.script import RunFor, parse_directive
from raft_core.session import Session
from raft_core.sim.intervention import Intervention
from raft_core.sim.step import Step
from raft_core.sim.timeline import Branch

WHO: Final = "lesson"
"""Who does what a design and its fault ask for, as the trace names it."""

Plan = list[tuple[int, Intervention]]


def put_into_force(
    session: Session, branch: Branch, design: Design, values: Mapping[str, str], choice: str | None
) -> Iterator[Step]:
    """Plan a design and its fault from now on; the steps are what is changed at once. Skipped, only the fault comes."""
    session.plan(branch, plan_of(design, values, choice, branch.now_us), WHO)
    yield from session.catch_up(branch)


def plan_of(design: Design, values: Mapping[str, str], choice: str | None, now_us: int) -> Plan:
    """What a design does at once, and then its fault in its time."""
    do = design.option(choice).do if choice is not None else ()
    return list(_timed([*do, *design.then], values, now_us))


def rest_of(plan: Plan, done: Sequence[str]) -> Plan:
    """What is left of a plan after these lines of it were carried out; one that is missing was refused."""
    left = plan
    for line in done:
        at = next((place for place, (_, action) in enumerate(left) if action.directive == line), None)
        left = left[at + 1 :] if at is not None else left
    return left


def _timed(lines: Sequence[str], values: Mapping[str, str], now_us: int) -> Iterator[tuple[int, Intervention]]:
    for line in lines:
        action = parse_directive(filled(line, values))
        if isinstance(action, RunFor):
            now_us += action.duration_us
        elif isinstance(action, Intervention):
            yield now_us, action
