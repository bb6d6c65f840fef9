"""Proof that a question is a good one: it is asked, nobody can read off the answer, and the run decides it as said."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from app.lessons.document import feedback
from app.lessons.error import ScriptError
from app.lessons.progress import Answer
from app.lessons.question import FALLS, NOBODY, STANDS, Design, Number, Order, Pick, Prediction, Question
from app.lessons.trial import Asked, Trial, try_design

MOST_CANDIDATES: Final = 60

Proof = tuple[str, str]
"""What is wrong, as the end of a sentence that begins with the question; and what was proved when nothing is."""


def prove(question: Question, trial: Trial) -> Proof:
    """Find out about a question on the way of the solution."""
    asked, answer = trial.asked.get(question.id), trial.progress.answer_to(question.id)
    if asked is None:
        return " is never asked on the way of the solution", ""
    problem = _is_on_show(question, asked)
    if not problem and (answer is None or answer.came_true is None):
        problem = f" is asked at event {asked.position} and never decided"
    if problem or answer is None or answer.came_true is None:
        return problem, ""
    problem = _WRONG[type(question)](question, asked, answer, trial)
    if not problem and feedback(answer) is None:
        problem = " is decided without a reason"
    when = f"asked at event {asked.position}, decided at event {answer.decided_at}"
    return problem, f": {_told(question, answer.came_true)}, {when}"


def _is_on_show(question: Question, asked: Asked) -> str:
    """Something that can be seen when it is asked, and should not be."""
    showing = ", ".join(asked.held_when_asked)
    if not showing or (isinstance(question, Pick) and question.until is not None):
        return ""
    if isinstance(question, Design):
        return ": falls holds already when it is asked"
    if isinstance(question, Number):
        return f": when holds already when it is asked, and {showing} can be read off"
    what = "option" if isinstance(question, Prediction) else "item" if isinstance(question, Order) else "pick"
    return f": {what} {showing} holds already when it is asked: the answer is on show"


def _prediction(question: Prediction, asked: Asked, answer: Answer, trial: Trial) -> str:
    if len(asked.held_when_decided) > 1:
        says = " and ".join(asked.held_when_decided)
        return f": options {says} come true at the same moment, event {answer.decided_at}"
    return _differs(question.answer, answer)


def _pick(question: Pick, asked: Asked, answer: Answer, trial: Trial) -> str:
    known = trial.progress.asked(question.id)
    candidates = known.candidates if known is not None else ()
    right = set((answer.came_true or "").split(","))
    if right == {NOBODY}:
        return f": nothing comes true at event {answer.decided_at}"
    if right != set(question.answer.split(",")):
        return _differs(question.answer, answer)
    if right >= set(candidates):
        return ": whatever is picked is right"
    if len(candidates) > MOST_CANDIDATES:
        return f": there are {len(candidates)} entries to pick from; at most {MOST_CANDIDATES} are looked through"
    return ""


def _order(question: Order, asked: Asked, answer: Answer, trial: Trial) -> str:
    for group in (answer.came_true or "").split(","):
        if "=" in group:
            return f": items {group.replace('=', ' and ')} come true at the same moment"
    return _differs(question.answer, answer)


def _number(question: Number, asked: Asked, answer: Answer, trial: Trial) -> str:
    return "" if question.is_right(question.answer, answer.came_true or "0") else _differs(question.answer, answer)


def _design(question: Design, asked: Asked, answer: Answer, trial: Trial) -> str:
    """Every design is tried: those that are given as right stand, the others fall."""
    right = question.answer.split(",")
    if len(right) == len(question.options):
        return ": every design stands, so there is nothing to choose"
    for option in question.options:
        try:
            found = try_design(trial, question, option.id).progress.answer_to(question.id)
        except ScriptError as error:
            return f": design {option.id} cannot be tried: {error}"
        came_true = found.came_true if found is not None else None
        if came_true is None:
            return f": design {option.id} neither stands nor falls"
        if (came_true == STANDS) != (option.id in right):
            meant = STANDS if option.id in right else FALLS
            return f": design {option.id} is given as one that {meant}, but it {came_true}"
    return ""


def _differs(meant: str, answer: Answer) -> str:
    if answer.came_true == meant:
        return ""
    return f": {meant} is given as the right answer, but {answer.came_true} comes true at event {answer.decided_at}"


def _told(question: Question, came_true: str) -> str:
    if isinstance(question, Design):
        return f"{question.answer} {came_true}, every other design {FALLS}"
    return f"it is {came_true}" if isinstance(question, Number) else f"{came_true} comes true"


_WRONG: Final[Mapping[type[Question], Callable[..., str]]] = {
    Prediction: _prediction,
    Pick: _pick,
    Order: _order,
    Number: _number,
    Design: _design,
}
