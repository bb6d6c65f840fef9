"""Running a script: its directives one after the other, watched by its monitors, told in a transcript."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from raft_core.ids import NOBODY
from raft_core.role import NEVER
from raft_core.script.directive import (
    Directive,
    Expect,
    RunFor,
    RunUntil,
    Script,
    Settle,
    Show,
    StepOn,
    Watch,
)
from raft_core.script.error import Place
from raft_core.script.predicate import View, operands
from raft_core.script.show import show_cluster, show_server
from raft_core.script.telling import Moment, clock, told_briefly, told_fully, told_with_cause
from raft_core.session import Session
from raft_core.sim.intervention import Intervention, Refusal
from raft_core.sim.step import Step
from raft_core.sim.timeline import Branch
from raft_core.units import format_duration

Teller: TypeAlias = Callable[[Moment], str]
Observer: TypeAlias = Callable[[Session, str], None]
"""Sees the run at every position; for a refusal also the rule that refused, else "". It may act on the session too."""


@dataclass(slots=True, frozen=True)
class Failure:
    """What did not hold: the directive that was being carried out, and the monitor that broke if it was one."""

    place: Place
    directive: str
    says: str
    position: int
    time_us: int
    monitor: Place | None = None


@dataclass(slots=True, frozen=True)
class Refused:
    """An intervention that was refused; the script went on."""

    place: Place
    directive: str
    refusal: Refusal
    position: int
    time_us: int


@dataclass(slots=True)
class Outcome:
    """How a script ended. `held` counts the expectations that held: expect, run until, and the unbroken monitors."""

    session: Session
    transcript: list[str] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    failure: Failure | None = None
    held: int = 0

    @property
    def branch(self) -> Branch:
        """The history that the script made."""
        return self.session.main

    @property
    def passed(self) -> bool:
        """Whether every expectation held."""
        return self.failure is None


class _Failed(Exception):  # noqa: N818 - not an error but the end of a run
    """Ends a run at the first expectation that does not hold."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.says)
        self.failure = failure


def with_seed(script: Script, seed: int) -> Script:
    """The same script under another seed."""
    scenario = script.scenario
    return replace(script, scenario=replace(scenario, settings=replace(scenario.settings, seed=seed)))


def run(script: Script, tell: Callable[[str], None] | None = None, observe: Observer | None = None) -> Outcome:
    """Run a script to its end, or to the first expectation that fails. `tell` hears each transcript line at once."""
    return _Run(script, tell, observe).to_the_end()


class _Run:
    """One run of a script, while it lasts."""

    def __init__(self, script: Script, tell: Callable[[str], None] | None, observe: Observer | None) -> None:
        self.script = script
        self.session = Session(script.scenario)
        self.branch = self.session.main
        self.outcome = Outcome(self.session)
        self.monitors: list[tuple[Watch, Place]] = []
        self.refused_by = ""
        self._tell = tell
        self._observe = observe
        self._directive: Directive | None = None

    def to_the_end(self) -> Outcome:
        """Carry out every directive, then say how it went."""
        try:
            self._notice()
            for directive in self.script.directives:
                self._directive = directive
                self._say(f"[{self.branch.last_position}  {clock(self.branch.now_us)}] {directive.action.directive}")
                self._carry_out(directive)
        except _Failed as failed:
            self.outcome.failure = failed.failure
        else:
            self.outcome.held += len(self.monitors)
        self._summarize()
        return self.outcome

    def _carry_out(self, directive: Directive) -> None:
        action = directive.action
        if isinstance(action, Intervention):
            self._intervene(directive, action)
        elif isinstance(action, StepOn):
            self._step(action.count)
        elif isinstance(action, RunFor):
            until_us = self.branch.now_us + action.duration_us
            while (step := self.session.advance(self.branch, until_us)) is not None:
                self._after(step, told_briefly)
        elif isinstance(action, RunUntil):
            self._run_until(action)
        elif isinstance(action, Settle):
            self._settle(action.count)
        elif isinstance(action, Expect):
            self._expect(action)
        elif isinstance(action, Watch):
            self.monitors.append((action, directive.place))
            self._watch(self.monitors[-1:])
        elif isinstance(action, Show):
            self._show(action)

    def _intervene(self, directive: Directive, intervention: Intervention) -> None:
        done = self.session.intervene(self.branch, intervention)
        if isinstance(done, Refusal):
            self.refused_by = done.rule
            position, time_us = self.branch.last_position, self.branch.now_us
            self.outcome.refused.append(Refused(directive.place, intervention.directive, done, position, time_us))
            source = f", {done.citation}" if done.citation else ""
            self._say(f"    refused ({done.rule}{source}): {done.says}.")
            self._watch(self.monitors)
            self._notice(done.rule)
        else:
            self.refused_by = ""
            self._after(done, told_fully)

    def _step(self, count: int) -> None:
        for done in range(count):
            due_us = self.session.next_due_us(self.branch)
            step = self.session.advance(self.branch, due_us) if due_us != NEVER else None
            if step is None:
                self._say(f"    nothing is due; {done} of {count} steps were taken.")
                return
            self._after(step, told_with_cause)

    def _run_until(self, action: RunUntil) -> None:
        until_us = self.branch.now_us + action.within_us
        while not action.predicate.holds(self._view()):
            step = self.session.advance(self.branch, until_us)
            if step is None:
                within = format_duration(action.within_us)
                self._fail(f"was not reached within {within}: {operands(action.predicate, self._view())}")
                return
            self._after(step, told_briefly)
        self.outcome.held += 1

    def _settle(self, count: int | None) -> None:
        try:
            for step in self.session.settle(self.branch, count):
                self._after(step, told_briefly)
        except RuntimeError as error:
            self._fail(f"did not end: {error}")

    def _expect(self, action: Expect) -> None:
        if not action.predicate.holds(self._view()):
            self._fail(f"does not hold: {operands(action.predicate, self._view())}")
        self.outcome.held += 1

    def _show(self, action: Show) -> None:
        world = self.session.world(self.branch)
        lines = show_cluster(world) if action.server == NOBODY else show_server(world, action.server)
        for line in lines:
            self._say(f"    {line}")

    def _after(self, step: Step, teller: Teller) -> None:
        """Tell a step, and let the monitors look at where it led."""
        timeline, branch = self.session.timeline, self.branch
        told = teller(Moment(step, timeline.edge(branch), lambda: timeline.explain(branch, step.position)))
        if told:
            self._say(f"{step.position:>8}  {clock(step.time_us)}  {told}")
        self._watch(self.monitors)
        self._notice()

    def _notice(self, refused_by: str = "") -> None:
        """Let the observer see the moment; what it did is watched as well."""
        if self._observe is None:
            return
        position = self.branch.last_position
        self._observe(self.session, refused_by)
        if self.branch.last_position > position:
            self._watch(self.monitors)

    def _watch(self, monitors: list[tuple[Watch, Place]]) -> None:
        if not monitors:
            return
        view = self._view()
        for watch, place in monitors:
            if watch.predicate.holds(view) == watch.is_forbidden:
                self._break(watch, place, view)

    def _break(self, watch: Watch, place: Place, view: View) -> None:
        says = f"broke '{watch.directive}' of line {place.line}: {operands(watch.predicate, view)}"
        self._fail(says, place)

    def _fail(self, says: str, monitor: Place | None = None) -> None:
        directive = self._directive
        if directive is None:
            raise AssertionError("nothing fails before the first directive")
        position, time_us = self.branch.last_position, self.branch.now_us
        raise _Failed(Failure(directive.place, directive.action.directive, says, position, time_us, monitor))

    def _view(self) -> View:
        return View(self.session.world(self.branch), self.session.checks(self.branch), self.refused_by)

    def _summarize(self) -> None:
        failure, findings = self.outcome.failure, self.session.checks(self.branch).findings
        if failure is not None:
            self._say(f"FAILED {failure.place}: '{failure.directive}' {failure.says}.")
        for finding in findings:
            when = f"position {finding.position}, {clock(finding.time_us)}"
            self._say(f"violation of {finding.property} at {when}: {finding.says}")
        held = f"{self.outcome.held} expectation{'' if self.outcome.held == 1 else 's'} held"
        found = f"{len(findings)} violation{'' if len(findings) == 1 else 's'} found"
        end = f"[{self.branch.last_position}  {clock(self.branch.now_us)}] "
        self._say(f"{end}{'passed' if failure is None else 'failed'}: {held}, {found}.")

    def _say(self, line: str) -> None:
        self.outcome.transcript.append(line)
        if self._tell is not None:
            self._tell(line)
