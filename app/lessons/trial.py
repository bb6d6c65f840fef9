"""A scenario taken by nobody or by its solution, to see what its goals and questions make of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from app.lessons.designing import put_into_force
from app.lessons.error import Place, ScriptError
from app.lessons.judging import Moment
from app.lessons.model import Scenario
from app.lessons.progress import Progress
from app.lessons.question import Design, Question
from raft_core.script import Outcome, Script, View, parse, run
from raft_core.session import Session
from raft_core.sim.step import Step
from raft_core.sim.timeline import Branch

IDLE_US: Final = 120_000_000
"""How long nothing is done, to see that nothing is reached by it."""

Chooser = Callable[[Question], str | None]


def right(question: Question) -> str:
    """Answers as the author does."""
    return question.right_choice


def skip(question: Question) -> None:
    """Answers nothing."""


@dataclass(slots=True)
class Asked:
    """A question that was asked: what could be seen already at that moment, and what when it was decided."""

    question: Question
    position: int
    held_when_asked: list[str]
    held_when_decided: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Trial:
    """A run with the progress it made. `began` maps each step that began to the position at which it did."""

    session: Session
    branch: Branch
    progress: Progress
    outcome: Outcome | None = None
    asked: dict[str, Asked] = field(default_factory=dict)
    began: dict[int, int] = field(default_factory=lambda: {0: 0})

    def observe(self, refused_by: str, choose: Chooser) -> None:
        """Let the lesson see the edge, and answer what it asks; a design is put into force at once."""
        view = View(self.session.world(self.branch), self.session.checks(self.branch), refused_by)
        position, time_us = self.branch.last_position, view.world.time_us
        step = self.session.timeline.step(self.branch, position)
        changes = self.progress.observe(view, position, time_us, step)
        moment = Moment(view, position, time_us, step)
        for question in changes.questions:
            known = self.asked.get(question.id)
            showing = self.progress.showing(question, moment)
            if known is None:
                self.asked[question.id] = Asked(question, position, showing)
            else:
                known.held_when_decided = showing
        for began in changes.began:
            self.began[began] = position
        if self.progress.held is not None:
            self.answer(self.progress.held, choose(self.progress.held), choose)

    def answer(self, question: Question, choice: str | None, choose: Chooser) -> None:
        """Answer a question that was asked on this branch."""
        answer = self.progress.answer(question.id, choice)
        asked = self.progress.asked(question.id)
        if isinstance(question, Design) and asked is not None:
            for _ in put_into_force(self.session, self.branch, question, asked.values, answer.choice):
                self.observe("", choose)


def solve(scenario: Scenario, choose: Chooser = right) -> Trial:
    """Take a scenario by its solution. Raises ScriptError for a solution that is no script."""
    trials: list[Trial] = []

    def observe(session: Session, refused_by: str) -> None:
        if not trials:
            trials.append(Trial(session, session.main, Progress(scenario)))
        trials[0].observe(refused_by, choose)

    outcome = run(solution_script(scenario), observe=observe)
    trials[0].outcome = outcome
    return trials[0]


def do_nothing(scenario: Scenario, since: Trial | None = None, position: int = 0) -> Trial:
    """Let time pass in a scenario from its beginning, or from a position of a trial on, and do nothing."""
    if since is None:
        session = Session(setup_script(scenario).scenario)
        trial = Trial(session, session.main, Progress(scenario))
    else:
        trial = fork(since, position)
        for question in scenario.questions:
            asked = trial.progress.asked(question.id)
            if isinstance(question, Design) and asked is not None and asked.position == position:
                trial.answer(question, None, skip)
    trial.observe("", skip)
    _go_on(trial, trial.branch.now_us + IDLE_US, lambda _: False)
    return trial


def try_design(trial: Trial, question: Design, choice: str) -> Trial:
    """Choose a design where a trial was asked for one, and let it meet its fault; nothing else is done."""
    known = trial.progress.asked(question.id)
    if known is None:
        raise ValueError(f"question {question.id} was not asked")
    twig = fork(trial, known.position)
    twig.answer(question, choice, skip)

    def decided(_: Step) -> bool:
        answer = twig.progress.answer_to(question.id)
        return answer is not None and answer.came_true is not None

    _go_on(twig, twig.branch.now_us + 2 * IDLE_US, decided)
    return twig


def fork(trial: Trial, position: int) -> Trial:
    """A trial that leaves another one at a position."""
    return Trial(trial.session, trial.session.fork(trial.branch, position), trial.progress.fork(position))


def _go_on(trial: Trial, until_us: int, stop: Callable[[Step], bool]) -> None:
    while (step := trial.session.advance(trial.branch, until_us)) is not None:
        trial.observe("", skip)
        if stop(step):
            return


def setup_script(scenario: Scenario) -> Script:
    """The set-up of a scenario. Raises ScriptError."""
    return parse(scenario.setup, "setup.raft")


def solution_script(scenario: Scenario) -> Script:
    """The set-up and the solution as one script. Raises ScriptError with the line of solution.raft."""
    try:
        return parse(f"{scenario.setup}\n{scenario.solution}", "solution.raft")
    except ScriptError as error:
        raise type(error)(solution_place(scenario, error.place), error.found, error.legal, error.problem) from None


def solution_place(scenario: Scenario, place: Place) -> Place:
    """A place in set-up and solution as one script, told as one of the solution."""
    return Place("solution.raft", place.line - scenario.setup.count("\n") - 1, place.column)
