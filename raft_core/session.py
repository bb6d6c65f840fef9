"""A timeline under watch: every step of every branch passes the checkers, and what is planned comes in its time."""

from collections.abc import Iterator, Sequence

from raft_core.check import Checks, Finding
from raft_core.role import NEVER
from raft_core.sim.agenda import Agenda, Plan, Planned
from raft_core.sim.intervention import Intervention, Refusal
from raft_core.sim.settings import Scenario
from raft_core.sim.step import Step
from raft_core.sim.timeline import KEEP, MAIN, Branch, Timeline
from raft_core.sim.world import World
from raft_core.variant import rules_for

CHECKPOINT_EVERY = 1_024
"""Positions between two kept states of the checkers; a fork folds at most so many steps again."""


class Session:
    """A timeline, and for each branch the checkers that have seen all of its steps.

    Raises ValueError when the scenario names an unknown variant.
    """

    def __init__(self, scenario: Scenario, keep: int = KEEP) -> None:
        self.timeline = Timeline(scenario, rules_for, keep)
        checks = Checks(self.timeline.start)
        self._checks = {MAIN: checks}
        self._checkpoints = {MAIN: {0: checks.copy()}}
        self._agendas = {MAIN: Agenda()}

    @property
    def main(self) -> Branch:
        """The branch that everything began with."""
        return self.timeline.branches[MAIN]

    def world(self, branch: Branch) -> World:
        """The newest world of a branch."""
        return self.timeline.edge(branch)

    def checks(self, branch: Branch) -> Checks:
        """The checkers at the edge of a branch."""
        return self._checks[branch.id]

    def findings(self, branch: Branch, position: int) -> list[Finding]:
        """What was found up to a position."""
        return [finding for finding in self._checks[branch.id].findings if finding.position <= position]

    def advance(self, branch: Branch, until_us: int) -> Step | None:
        """The next step due at or before a time; None when there is none, and then that time is reached."""
        while (planned := self._agendas[branch.id].next) is not None and planned.time_us <= until_us:
            before = self._advance(branch, planned.time_us) if planned.time_us > branch.now_us else None
            done = before if before is not None else next(self.catch_up(branch), None)
            if done is not None:
                return done
        return self._advance(branch, until_us)

    def next_due_us(self, branch: Branch) -> int:
        """When the next thing happens by itself or by plan, or NEVER."""
        planned = self._agendas[branch.id].next
        due_us = self.timeline.next_due_us(branch)
        if planned is None:
            return due_us
        planned_us = max(planned.time_us, branch.now_us)
        return planned_us if due_us == NEVER else min(due_us, planned_us)

    def plan(self, branch: Branch, plan: Sequence[tuple[int, Intervention]], who: str) -> None:
        """Let interventions come by themselves, each in its time. What was planned before is given up."""
        items = tuple(Planned(time_us, intervention) for time_us, intervention in plan)
        self._agendas[branch.id].plan(Plan(branch.last_position, who, items))

    def catch_up(self, branch: Branch) -> Iterator[Step]:
        """Carry out what is planned for now or earlier, before anything else happens."""
        while (planned := self._agendas[branch.id].next) is not None and planned.time_us <= branch.now_us:
            step = self._carry_out(branch, planned)
            if step is not None:
                yield step

    def planned(self, branch: Branch) -> tuple[Planned, ...]:
        """What is planned and still to come."""
        return self._agendas[branch.id].left

    def intervene(self, branch: Branch, intervention: Intervention, who: str = "") -> Step | Refusal:
        """Carry out an intervention at the edge of a branch; a refused one changes nothing."""
        done = self.timeline.intervene(branch, intervention, who)
        if isinstance(done, Step):
            self._fold(branch, done)
        return done

    def settle(self, branch: Branch, count: int | None = None) -> Iterator[Step]:
        """With timers frozen, deliver and persist until nothing is in flight, or so many times."""
        for step in self.timeline.settle(branch, count):
            self._fold(branch, step)
            yield step

    def fork(self, branch: Branch, position: int) -> Branch:
        """A new branch from a position. Raises IndexError for a position that is not there."""
        twig = self.timeline.fork(branch, position)
        checks = self.checks_at(branch, position)
        self._checks[twig.id] = checks
        self._checkpoints[twig.id] = {position: checks.copy()}
        self._agendas[twig.id] = self._agendas[branch.id].at(position)
        return twig

    def checks_at(self, branch: Branch, position: int) -> Checks:
        """The checkers as they stood at a position."""
        if position == branch.last_position:
            return self._checks[branch.id].copy()
        origin = branch
        while position < origin.fork_position and origin.parent is not None:
            origin = origin.parent
        kept = self._checkpoints[origin.id]
        nearest = max(checkpoint for checkpoint in kept if checkpoint <= position)
        checks = kept[nearest].copy()
        for later in range(nearest + 1, position + 1):
            step = self.timeline.step(origin, later)
            if step is not None:
                checks.fold(self.timeline.world(origin, later), step)
        return checks

    def _advance(self, branch: Branch, until_us: int) -> Step | None:
        step = self.timeline.advance(branch, until_us)
        if step is not None:
            self._fold(branch, step)
        return step

    def _carry_out(self, branch: Branch, planned: Planned) -> Step | None:
        """Do what is planned; None when it is refused."""
        agenda = self._agendas[branch.id]
        done = self.intervene(branch, planned.intervention, agenda.who)
        agenda.done(planned, branch.last_position)
        return done if isinstance(done, Step) else None

    def _fold(self, branch: Branch, step: Step) -> None:
        checks = self._checks[branch.id]
        checks.fold(self.timeline.edge(branch), step)
        if step.position % CHECKPOINT_EVERY == 0:
            self._checkpoints[branch.id][step.position] = checks.copy()
