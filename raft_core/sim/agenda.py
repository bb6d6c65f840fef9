"""What is to happen on a branch by plan: interventions that come in their time, without anybody's hand.

A lesson plans the fault that a design has to stand. What is planned is done like any other intervention and recorded
like one, so that a trace needs no plan to be executed again.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from raft_core.sim.intervention import Intervention


@dataclass(slots=True, frozen=True)
class Planned:
    """An intervention and its time. `done_at` is the position it became, or at which it was refused."""

    time_us: int
    intervention: Intervention
    done_at: int | None = None


@dataclass(slots=True, frozen=True)
class Plan:
    """Interventions in order of time, planned at position `since` by `who`."""

    since: int
    who: str
    items: tuple[Planned, ...]


class Agenda:
    """The plans of one branch. Only the newest counts; older ones are kept for branches that leave before it."""

    def __init__(self, plans: Sequence[Plan] = ()) -> None:
        self._plans = list(plans)

    def plan(self, plan: Plan) -> None:
        """Plan anew from a position on."""
        self._plans = [*[known for known in self._plans if known.since < plan.since], plan]

    @property
    def who(self) -> str:
        """Who made the newest plan."""
        return self._plans[-1].who if self._plans else ""

    @property
    def left(self) -> tuple[Planned, ...]:
        """What is still to come."""
        return tuple(item for item in self._plans[-1].items if item.done_at is None) if self._plans else ()

    @property
    def next(self) -> Planned | None:
        """What comes first."""
        left = self.left
        return left[0] if left else None

    def done(self, planned: Planned, position: int) -> None:
        """It happened, or was refused, at a position."""
        newest = self._plans[-1]
        items = tuple(replace(item, done_at=position) if item is planned else item for item in newest.items)
        self._plans[-1] = replace(newest, items=items)

    def at(self, position: int) -> "Agenda":
        """The plans as they stood at a position."""
        return Agenda([_as_of(plan, position) for plan in self._plans if plan.since <= position])


def _as_of(plan: Plan, position: int) -> Plan:
    items = tuple(
        item if item.done_at is None or item.done_at <= position else replace(item, done_at=None) for item in plan.items
    )
    return replace(plan, items=items)
