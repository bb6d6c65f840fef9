"""What a scenario's solution does, line by line, and what the lesson is to make of it: found without a browser.

The room on the page computes the very same run, so every question and every step comes at the position found here.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from app.lessons import Progress, Question, Scenario
from app.lessons.trial import Chooser, Trial, solution_script
from raft_core.script import Expect, RunFor, RunUntil, run
from raft_core.script.directive import Action
from raft_core.session import Session
from raft_core.units import format_duration


@dataclass(frozen=True)
class Moment:
    """At a position a question was asked, or a step began (or, with the number of steps, all were done)."""

    position: int
    question: Question | None = None
    step: int = 0


@dataclass
class Line:
    """One line of the solution, what came of it, and where it ended."""

    action: Action
    moments: deque[Moment] = field(default_factory=deque)
    position: int = 0
    time_us: int = 0
    refused: bool = False


@dataclass
class Course:
    """A scenario with its solution carried out."""

    scenario: Scenario
    trial: Trial
    begins: Line
    lines: list[Line]
    broken: frozenset[int]

    def holds_at(self, position: int) -> bool:
        """Whether the run stops by itself there: a property broke."""
        return position in self.broken

    def batches(self) -> Iterator[list[Line]]:
        """The lines in such parts as can be typed at once: nothing stops before the last one, and nothing is shown."""
        batch: list[Line] = []
        before = 0
        for line in self.lines:
            # what the author expects has been checked without the page
            if not isinstance(line.action, Expect):
                batch.append(line)
            holds = any(self.holds_at(position) for position in range(before + 1, line.position + 1))
            before = line.position
            if batch and (line.moments or line.refused or holds):
                yield batch
                batch = []
        if batch:
            yield batch

    def rest(self, line: Line, position: int) -> str | None:
        """What is left of a line when the run stands at a position; None when nothing is."""
        match line.action:
            case RunFor():
                step = self.trial.session.timeline.step(self.trial.branch, position)
                left_us = line.time_us - (step.time_us if step is not None else 0)
                return f"run {format_duration(left_us)}" if left_us > 0 else None
            case RunUntil():
                return line.action.directive if position < line.position else None
        return None

    def decided_by(self, question: Question, position: int) -> bool:
        """Whether the run has judged a question when it stands there."""
        answer = self.trial.progress.answer_to(question.id)
        return answer is not None and answer.decided_at is not None and answer.decided_at <= position


def course_of(scenario: Scenario, choose: Chooser) -> Course:
    """Carry out the solution, and answer everything."""
    lines = [Line(directive.action) for directive in solution_script(scenario).directives]
    begins, waiting = Line(RunFor(0)), deque(lines)
    trials: list[Trial] = []
    current = begins

    def observe(session: Session, refused_by: str) -> None:
        if not trials:
            trials.append(Trial(session, session.main, Progress(scenario)))
        current.refused = bool(refused_by)
        current.moments.extend(_observed(trials[0], refused_by, choose))

    def tell(said: str) -> None:
        nonlocal current
        # each line is told before it is carried out, and the end of the script is told in the same way
        if said.startswith("["):
            current.position, current.time_us = trials[0].branch.last_position, trials[0].branch.now_us
            current = waiting.popleft() if waiting else current

    trial_outcome = run(solution_script(scenario), tell, observe)
    trials[0].outcome = trial_outcome
    assert trial_outcome.passed
    broken = frozenset(finding.position for finding in trials[0].session.checks(trials[0].branch).findings)
    return Course(scenario, trials[0], begins, lines, broken)


def _observed(trial: Trial, refused_by: str, choose: Chooser) -> Iterator[Moment]:
    step, known = trial.progress.step, set(trial.asked)
    trial.observe(refused_by, choose)
    position = trial.branch.last_position
    for at in range(step + 1, trial.progress.step + 1):
        yield Moment(position, step=at)
    for asked in trial.asked.values():
        if asked.question.id not in known:
            yield Moment(asked.position, question=asked.question)
