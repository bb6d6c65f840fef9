"""Grades as one JSON document, and as what Gradescope reads."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Final

from app.grading.formats.telling import answer_says, goal_says, number, result_says
from app.grading.naming import Naming
from app.grading.results import AnswerResult, GoalResult, Result
from app.grading.sheet import Book, Sheet
from app.lessons.model import Scenario

FORMAT: Final = "orbital-raft-grades"
VERSION: Final = 1
VISIBLE: Final = "visible"


def grades_document(book: Book, naming: Naming) -> dict[str, Any]:
    """Everything that grading found, for programs."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "students": [_sheet(sheet, naming) for sheet in book.sheets],
        "same_runs": [[naming.shown(student) for student in students] for students in book.twins],
        "left_out": [_result(result, naming) for _, result in book.loose],
    }


def _sheet(sheet: Sheet, naming: Naming) -> dict[str, Any]:
    return {
        "student": naming.shown(sheet.student),
        "lesson": sheet.assignment.lesson,
        "score": number(sheet.score),
        "possible": number(sheet.possible),
        "days_late": sheet.days_late,
        "scenarios": [
            {"scenario": scenario.id, "title": scenario.title, **_counted(sheet, scenario, result, naming)}
            for scenario, result in sheet.scenarios
        ],
        "uncounted": [_result(result, naming) for result in sheet.uncounted],
    }


def _counted(sheet: Sheet, scenario: Scenario, result: Result | None, naming: Naming) -> dict[str, Any]:
    possible = number(sheet.assignment.possible(scenario))
    if result is None:
        return {"score": 0, "possible": possible, "trace": None}
    return {"score": number(result.score), "possible": possible, "trace": _result(result, naming)}


def _result(result: Result, naming: Naming) -> dict[str, Any]:
    return {
        "file": naming.file(result.file),
        "status": result.status,
        "reason": result.reason,
        "position": result.position,
        "lesson": result.lesson,
        "scenario": result.scenario,
        "signature": result.signature,
        "created": result.created,
        "steps": result.steps,
        "digest": result.digest,
        "unverified_score": None if result.verified else number(result.would_score),
        "claims": list(result.claims),
        "goals": [{**asdict(goal), "worth": number(goal.worth)} for goal in result.goals],
        "answers": [
            {**asdict(answer), "worth": number(answer.worth), "earned": number(answer.earned)}
            for answer in result.answers
        ],
    }


def gradescope_document(sheet: Sheet) -> dict[str, Any]:
    """`results.json` of Gradescope: a test for each goal and each question."""
    tests = [test for scenario, result in sheet.scenarios for test in _tests(sheet, scenario, result)]
    return {
        "score": number(sheet.score),
        "output": "\n".join(_summary(sheet)),
        "visibility": VISIBLE,
        "tests": tests,
    }


def _summary(sheet: Sheet) -> list[str]:
    lines = [f"{sheet.assignment.title}: {number(sheet.score)} of {number(sheet.possible)} points."]
    for scenario, result in sheet.scenarios:
        lines.append(f"{scenario.title}: {result_says(result) if result is not None else 'no trace was handed in.'}")
        lines += [f"  {claim}" for claim in (result.claims if result is not None else ())]
    for result in sheet.uncounted:
        lines.append(f"{result.file} does not count. {result_says(result)}")
    if sheet.days_late:
        lines.append(f"Late by {sheet.days_late} {'day' if sheet.days_late == 1 else 'days'} that have begun.")
    return lines


def _tests(sheet: Sheet, scenario: Scenario, result: Result | None) -> list[dict[str, Any]]:
    if result is None or not (result.goals or result.answers):
        says = result_says(result) if result is not None else "No trace of this scenario was handed in."
        worth = sheet.assignment.possible(scenario) * sheet.scale
        return [_test(scenario.title, 0, worth, says)]
    goals = [_goal(scenario, goal, result, sheet.scale) for goal in result.goals]
    return goals + [_answer(scenario, answer, result, sheet.scale) for answer in result.answers]


def _goal(scenario: Scenario, goal: GoalResult, result: Result, scale: float) -> dict[str, Any]:
    score = goal.earned * scale if result.verified else 0
    return _test(f"{scenario.title}: {goal.title}", score, goal.worth * scale, _unless(result, goal_says(goal)))


def _answer(scenario: Scenario, answer: AnswerResult, result: Result, scale: float) -> dict[str, Any]:
    score = answer.earned * scale if result.verified else 0
    says = _unless(result, answer_says(answer))
    return _test(f"{scenario.title}, question: {answer.prompt}", score, answer.worth * scale, says)


def _unless(result: Result, says: str) -> str:
    return says if result.verified else f"Not verified, so this counts nothing. {says}"


def _test(name: str, score: float, worth: float, says: str) -> dict[str, Any]:
    return {
        "name": name,
        "score": number(score),
        "max_score": number(worth),
        "output": says,
        "visibility": VISIBLE,
    }
