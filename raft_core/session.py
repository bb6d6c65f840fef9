"""A timeline under watch: every step of every branch passes the checkers."""

from collections.abc import Iterator

from raft_core.check import Checks, Finding
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
        step = self.timeline.advance(branch, until_us)
        if step is not None:
            self._fold(branch, step)
        return step

    def intervene(self, branch: Branch, intervention: Intervention, who: str = "") -> Step | Refusal:
        """Carry out an intervention at the edge of a branch; a refused one changes nothing."""
        done = self.timeline.intervene(branch, intervention, who)
        if isinstance(done, Step):
            self._fold(branch, done)
        return done

    def settle(self, branch: Branch) -> Iterator[Step]:
        """With timers frozen, deliver and persist until nothing is in flight."""
        for step in self.timeline.settle(branch):
            self._fold(branch, step)
            yield step

    def fork(self, branch: Branch, position: int) -> Branch:
        """A new branch from a position. Raises IndexError for a position that is not there."""
        twig = self.timeline.fork(branch, position)
        checks = self.checks_at(branch, position)
        self._checks[twig.id] = checks
        self._checkpoints[twig.id] = {position: checks.copy()}
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

    def _fold(self, branch: Branch, step: Step) -> None:
        checks = self._checks[branch.id]
        checks.fold(self.timeline.edge(branch), step)
        if step.position % CHECKPOINT_EVERY == 0:
            self._checkpoints[branch.id][step.position] = checks.copy()
