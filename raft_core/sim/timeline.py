"""The history of a simulation, with every branch that was ever taken.

A recording is a scenario, the interventions with their positions, and a length; everything else follows from it. The
timeline keeps the worlds it passed, so that looking back costs nothing; over a cap it thins them and runs again from
the nearest one kept.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final

from raft_core.explain import Verdict
from raft_core.role import NEVER
from raft_core.sim.intervention import Intervention, Refusal, carry_out
from raft_core.sim.settings import Scenario
from raft_core.sim.setup import initial_world
from raft_core.sim.step import Step, advance, happen, settle_one
from raft_core.sim.world import RulesFor, World

MAIN: Final = "main"
KEEP: Final = 4_096
KEEP_EVERY: Final = 64
LONGEST_SETTLE: Final = 10_000


@dataclass(slots=True, frozen=True)
class Recorded:
    """An intervention as it is recorded: the position it became, the time, and who did it.

    A `settle` takes as many positions as it takes; `position` is its first, and `intervention` is None. `count` says
    how many it took when it was left before all came to rest.
    """

    position: int
    time_us: int
    intervention: Intervention | None
    who: str = ""
    count: int | None = None

    @property
    def directive(self) -> str:
        """Its line of Raft script."""
        if self.intervention is not None:
            return self.intervention.directive
        return "settle" if self.count is None else f"settle {self.count}"


@dataclass(slots=True, eq=False)
class Branch:
    """One line of history: shared with `parent` up to `fork_position`, its own afterwards.

    `steps[i]` is the step of position fork_position + 1 + i. `now_us` is the time reached, which may be later than the
    last step's.
    """

    id: str
    name: str
    parent: "Branch | None"
    fork_position: int
    now_us: int
    steps: list[Step] = field(default_factory=list)
    worlds: dict[int, World] = field(default_factory=dict)
    recorded: dict[int, Recorded] = field(default_factory=dict)

    @property
    def last_position(self) -> int:
        """The position of the newest step."""
        return self.fork_position + len(self.steps)


class Timeline:
    """Branches of worlds. A branch keeps its newest `keep` / 2 worlds at least, and some of the older ones."""

    def __init__(self, scenario: Scenario, rules_for: RulesFor, keep: int = KEEP) -> None:
        self.scenario = scenario
        self._keep = keep
        self.start = initial_world(scenario, rules_for)
        trunk = Branch(MAIN, MAIN, None, 0, 0)
        trunk.worlds[0] = self.start
        self.branches: dict[str, Branch] = {MAIN: trunk}

    # Going forward.

    def advance(self, branch: Branch, until_us: int) -> Step | None:
        """The next step that is due at or before a time; None when there is none, and then that time is reached."""
        edge = branch.worlds[branch.last_position]
        due = edge.next_us()
        if due == NEVER or due > until_us:
            branch.now_us = max(branch.now_us, until_us)
            return None
        return self._extend(branch, edge, happen)

    def next_due_us(self, branch: Branch) -> int:
        """When the next step is due, or NEVER."""
        return branch.worlds[branch.last_position].next_us()

    def intervene(self, branch: Branch, intervention: Intervention, who: str = "") -> Step | Refusal:
        """Carry out an intervention at the branch's edge, now; a refused one leaves no trace."""
        edge = branch.worlds[branch.last_position]
        refusal = intervention.refusal(edge)
        if refusal is not None:
            return refusal
        step = self._extend(branch, edge, partial(carry_out, intervention=intervention, time_us=branch.now_us, who=who))
        branch.recorded[step.position] = Recorded(step.position, step.time_us, intervention, who)
        return step

    def settle(self, branch: Branch, count: int | None = None) -> Iterator[Step]:
        """With all timers frozen, deliver and persist until nothing is in flight, or so many times.

        Raises RuntimeError when it does not come to rest.
        """
        if self.edge(branch).is_settled():
            return
        record = Recorded(branch.last_position + 1, branch.now_us, None)
        for taken in range(1, (LONGEST_SETTLE if count is None else count) + 1):
            step = self._extend(branch, self.edge(branch), partial(settle_one, now_us=branch.now_us))
            is_settled = self.edge(branch).is_settled()
            # Noted with every step, since whoever asked for it may break it off after any.
            branch.recorded[record.position] = record if is_settled else replace(record, count=taken)
            yield step
            if is_settled:
                return
        if count is None:
            raise RuntimeError(f"settle did not come to rest within {LONGEST_SETTLE} steps")

    def fork(self, branch: Branch, position: int) -> Branch:
        """A new branch that shares history up to a position. Raises IndexError for a position that is not there."""
        if not 0 <= position <= branch.last_position:
            raise IndexError(f"branch {branch.id} has positions 0 to {branch.last_position}, not {position}")
        origin = branch
        while position < origin.fork_position and origin.parent is not None:
            origin = origin.parent
        world = self.world(origin, position)
        identity = _letter(len(self.branches) - 1)
        twig = Branch(identity, identity, origin, position, world.time_us)
        twig.worlds[position] = world
        self.branches[identity] = twig
        return twig

    # Looking back.

    def step(self, branch: Branch, position: int) -> Step | None:
        """The step that led to a position; None for position 0."""
        while position <= branch.fork_position and branch.parent is not None:
            branch = branch.parent
        return branch.steps[position - branch.fork_position - 1] if position > branch.fork_position else None

    def steps(self, branch: Branch) -> list[Step]:
        """Every step of a branch from position 1 on, inherited ones included."""
        own = branch.steps
        until = branch.fork_position
        while branch.parent is not None:
            branch = branch.parent
            own = [*branch.steps[: until - branch.fork_position], *own]
            until = branch.fork_position
        return own

    def recorded(self, branch: Branch) -> list[Recorded]:
        """Every intervention of a branch, inherited ones included."""
        own, until = list(branch.recorded.values()), branch.fork_position
        while branch.parent is not None:
            branch = branch.parent
            own = [*self._recorded_until(branch, until), *own]
            until = min(until, branch.fork_position)
        return own

    @staticmethod
    def _recorded_until(branch: Branch, position: int) -> list[Recorded]:
        """The branch's own, for who leaves it at a position: that may be in the middle of a settle."""
        found = [record for record in branch.recorded.values() if record.position <= position]
        following = branch.steps[position - branch.fork_position : position - branch.fork_position + 1]
        if found and position + 1 not in branch.recorded and any(step.is_settling for step in following):
            found[-1] = replace(found[-1], count=position + 1 - found[-1].position)
        return found

    def world(self, branch: Branch, position: int) -> World:
        """The world at a position, which must not be changed. Raises IndexError for one that is not there."""
        if not 0 <= position <= branch.last_position:
            raise IndexError(f"branch {branch.id} has positions 0 to {branch.last_position}, not {position}")
        while position < branch.fork_position and branch.parent is not None:
            branch = branch.parent
        kept = branch.worlds.get(position)
        return kept if kept is not None else self._run_again(branch, position)

    def explain(self, branch: Branch, position: int) -> list[Verdict]:
        """Every decision of a step with its reasons, by taking the step again and listening. Empty at position 0."""
        step = self.step(branch, position)
        if step is None:
            return []
        world = self.world(branch, position - 1).copy()
        world.verdicts = []
        self._take_again(branch, world, step)
        return world.verdicts

    def edge(self, branch: Branch) -> World:
        """The newest world of a branch."""
        return branch.worlds[branch.last_position]

    def _run_again(self, branch: Branch, position: int) -> World:
        """Reach a position whose world was thinned out, from the nearest one kept before it."""
        nearest = max(kept for kept in branch.worlds if kept <= position)
        world = branch.worlds[nearest].copy()
        while world.position < position:
            self._take_again(branch, world, branch.steps[world.position - branch.fork_position])
        return world

    def _take_again(self, branch: Branch, world: World, step: Step) -> Step:
        """Take a known step in place, on a copy of the world before it."""
        while step.position <= branch.fork_position and branch.parent is not None:
            branch = branch.parent
        record = branch.recorded.get(step.position)
        if record is not None and record.intervention is not None:
            return carry_out(world, record.intervention, record.time_us, record.who)
        settled_from_us = step.cause.settled_from_us
        return advance(world) if settled_from_us == NEVER else settle_one(world, settled_from_us)

    def _extend(self, branch: Branch, edge: World, proceed: Callable[[World], Step]) -> Step:
        world = edge.copy()
        step = proceed(world)
        branch.steps.append(step)
        branch.worlds[step.position] = world
        branch.now_us = max(branch.now_us, step.time_us)
        if step.position % self._keep == 0:
            self._thin(branch)
        return step

    def _thin(self, branch: Branch) -> None:
        """Keep the newest worlds, and one in KEEP_EVERY of the older ones."""
        dense = branch.last_position - self._keep // 2
        branch.worlds = {
            position: world
            for position, world in branch.worlds.items()
            if position > dense or position % KEEP_EVERY == 0 or position == branch.fork_position
        }


def _letter(number: int) -> str:
    """A, B, ... Z, AA, AB, ..."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
