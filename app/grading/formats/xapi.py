"""Grades as statements of the Experience API (xAPI 1.0.3), one JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

from app.grading.formats.telling import number
from app.grading.naming import Naming
from app.grading.results import Result
from app.grading.sheet import Book, Sheet
from app.lessons.model import Scenario

VERBS: Final = {
    "completed": "http://adlnet.gov/expapi/verbs/completed",
    "passed": "http://adlnet.gov/expapi/verbs/passed",
    "failed": "http://adlnet.gov/expapi/verbs/failed",
    "answered": "http://adlnet.gov/expapi/verbs/answered",
    "scored": "http://adlnet.gov/expapi/verbs/scored",
}
TYPES: Final = "http://adlnet.gov/expapi/activities/"
HOME: Final = "urn:orbital-raft"
"""What activities and accounts are named under; it leads nowhere, as the program has no home on the net."""


def statements(book: Book, naming: Naming) -> str:
    """Every goal, every answer, and what each student's lesson comes to; what is not verified says nothing."""
    lines = [line for sheet in book.sheets for line in _of_sheet(sheet, naming)]
    return "".join(json.dumps(line, sort_keys=True, ensure_ascii=False) + "\n" for line in lines)


def _of_sheet(sheet: Sheet, naming: Naming) -> Iterator[dict[str, Any]]:
    actor = {"objectType": "Agent", "account": {"homePage": HOME, "name": naming.shown(sheet.student)}}
    lesson = sheet.assignment.lesson
    for scenario, result in sheet.scenarios:
        if result is None or not result.verified:
            continue
        yield from _of_trace(actor, f"{lesson}/{scenario.id}", scenario, result)
    possible = number(sheet.possible)
    score = {"raw": number(sheet.score), "min": 0, "max": possible, "scaled": _scaled(sheet.score, sheet.possible)}
    yield _statement(actor, "scored", lesson, (sheet.assignment.title, "course"), {"score": score}, sheet.created)


def _of_trace(actor: dict[str, Any], path: str, scenario: Scenario, result: Result) -> Iterator[dict[str, Any]]:
    at = result.created
    for goal in result.goals:
        if goal.given:
            continue
        score = {"raw": number(goal.earned), "min": 0, "max": number(goal.worth)}
        found = {"success": goal.met, **({"score": score} if goal.worth else {})}
        verb = "passed" if goal.met else "failed"
        yield _statement(actor, verb, f"{path}/{goal.id}", (goal.title, "objective"), found, at)
    for answer in result.answers:
        if answer.state not in ("right", "wrong"):
            continue
        found = {"success": answer.state == "right", "response": answer.choice}
        yield _statement(actor, "answered", f"{path}/{answer.id}", (answer.prompt, "question"), found, at)
    done = all(goal.met for goal in result.goals if goal.required)
    score = {
        "raw": number(result.score),
        "min": 0,
        "max": number(result.possible),
        "scaled": _scaled(result.score, result.possible),
    }
    yield _statement(actor, "completed", path, (scenario.title, "lesson"), {"completion": done, "score": score}, at)


def _statement(
    actor: dict[str, Any], verb: str, path: str, what: tuple[str, str], result: dict[str, Any], at: int
) -> dict[str, Any]:
    """One statement. The same grade makes the same id, so that a record store takes it once."""
    name, kind = what
    body = {
        "actor": actor,
        "verb": {"id": VERBS[verb], "display": {"en": verb}},
        "object": {
            "objectType": "Activity",
            "id": f"{HOME}:{path}",
            "definition": {"name": {"en": name}, "type": f"{TYPES}{kind}"},
        },
        "result": result,
        **({"timestamp": datetime.fromtimestamp(at, UTC).isoformat().replace("+00:00", "Z")} if at > 0 else {}),
    }
    return {"id": str(uuid5(NAMESPACE_URL, json.dumps(body, sort_keys=True))), **body}


def _scaled(score: float, possible: float) -> float:
    return round(min(1.0, score / possible), 4) if possible else 0
