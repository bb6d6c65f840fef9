"""A scenario taken by nobody or by its solution, to see what its goals and questions make of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from app.lessons.error import Place, ScriptError
from app.lessons.model import Question, Scenario
from app.lessons.progress import Progress
from raft_core.check import Checks
from raft_core.script import Outcome, Refused, Script, View, parse, run
from raft_core.session import Session
from raft_core.sim.timeline import Branch

IDLE_US: Final = 120_000_000
"""How long nothing is done, to see that nothing is reached by it."""

Chooser = Callable[[Question], str | None]


def right(question: Question) -> str:
    """Answers as the author does."""
    return question.answer


def skip(question: Question) -> None:
    """Answers nothing."""


@dataclass(slots=True)
class Asked:
    """A question that was asked: what held already at that moment, and what did when it was decided."""

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


def solve(scenario: Scenario, choose: Chooser = right) -> Trial:
    """Take a scenario by its solution. Raises ScriptError for a solution that is no script."""
    outcome = run(solution_script(scenario))
    session, branch = outcome.session, outcome.branch
    trial = Trial(session, branch, Progress(scenario), outcome)
    refused: dict[int, list[Refused]] = {}
    for refusal in outcome.refused:
        refused.setdefault(refusal.position, []).append(refusal)
    checks = Checks(session.timeline.start)
    for position in range(branch.last_position + 1):
        world, step = session.timeline.world(branch, position), session.timeline.step(branch, position)
        if step is not None:
            checks.fold(world, step)
        rules = ["", *[refusal.refusal.rule for refusal in refused.get(position, ())]]
        for rule in rules:
            _observe(trial, View(world, checks, rule), position, world.time_us, choose)
    return trial


def do_nothing(scenario: Scenario, since: Trial | None = None, position: int = 0) -> Trial:
    """Let time pass in a scenario from its beginning, or from a position of a trial on, and do nothing."""
    if since is None:
        session = Session(setup_script(scenario).scenario)
        branch, progress = session.main, Progress(scenario)
    else:
        session = since.session
        branch, progress = session.fork(since.branch, position), since.progress.fork(position)
    trial = Trial(session, branch, progress)
    until_us = branch.now_us + IDLE_US
    view = View(session.world(branch), session.checks(branch))
    _observe(trial, view, branch.last_position, branch.now_us, skip)
    while (step := session.advance(branch, until_us)) is not None:
        view = View(session.world(branch), session.checks(branch))
        _observe(trial, view, step.position, step.time_us, skip)
    return trial


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


def _observe(trial: Trial, view: View, position: int, time_us: int, choose: Chooser) -> None:
    progress = trial.progress
    changes = progress.observe(view, position, time_us)
    for question in changes.questions:
        known = trial.asked.get(question.id)
        if known is None:
            trial.asked[question.id] = Asked(question, position, progress.true_options(question, view))
        else:
            known.held_when_decided = progress.true_options(question, view)
    for step in changes.began:
        trial.began[step] = position
    if progress.held is not None:
        progress.answer(progress.held.id, choose(progress.held))
