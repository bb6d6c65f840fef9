"""Recorded sessions to be graded: a scenario taken by its solution, with right answers or with others."""

from __future__ import annotations

import hashlib
import hmac
import json
from functools import cache
from typing import Any, Final

from app.bench.sessions import extras_of
from app.data import data_folder
from app.grading.assignment import Assignment
from app.grading.compile import assignment_of
from app.grading.judge import Grader
from app.grading.results import Result
from app.lessons import Catalogue, Scenario, load
from app.lessons.question import Question
from app.lessons.trial import Chooser, right, solve
from raft_core.trace.record import Header, encode, write_trace

KEY: Final = bytes(range(32))
HANDED_IN: Final = 1_763_473_920
"""18 November 2025, 13:52 UTC."""
LESSON: Final = "the-raft-algorithm"
FIRST: Final = "an-election"


@cache
def course() -> Catalogue:
    return load(data_folder("lessons"))


@cache
def assignment(lesson: str = LESSON) -> Assignment:
    return assignment_of(course().lesson(lesson))


def grader(lesson: str = LESSON, key: bytes | None = KEY, **more: Any) -> Grader:  # noqa: ANN401
    return Grader({lesson: assignment(lesson)}, key, **more)


def wrong(question: Question) -> str | None:
    """An answer that its author holds to be wrong; the right one where there is no other by name."""
    legal = question.legal(()).split(", ")
    return next((choice for choice in legal if choice not in question.answer.split(",")), question.right_choice)


@cache
def session(
    lesson: str = LESSON,
    scenario: str = FIRST,
    participant: str = "Ada",
    choose: Chooser = right,
    created: int = HANDED_IN,
) -> str:
    """The trace of a scenario that was taken, not signed."""
    trial = solve(the_scenario(lesson, scenario), choose)
    header = Header(f"{lesson}/{scenario}", participant, "room", created)
    return write_trace(trial.session, trial.branch, header, extras_of(trial))


def the_scenario(lesson: str, scenario: str) -> Scenario:
    return course().lesson(lesson).scenario(scenario)


def signed(text: str, key: bytes = KEY) -> bytes:
    """A trace as the server hands it out."""
    value = hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
    return (
        text + json.dumps({"type": "signature", "value": value}, sort_keys=True, separators=(",", ":")) + "\n"
    ).encode()


def changed(text: str, kind: str, number: int = 0, **fields: object) -> str:
    """A trace with other fields in the nth line of a kind."""
    lines = text.split("\n")
    at = [place for place, line in enumerate(lines) if f'"type":"{kind}"' in line][number]
    lines[at] = encode({**json.loads(lines[at]), **fields})
    return "\n".join(lines)


def graded(content: bytes | str, **more: Any) -> Result:  # noqa: ANN401
    return grader(**more).grade("x.trace.jsonl", content.encode() if isinstance(content, str) else content)
