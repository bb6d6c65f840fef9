"""Lessons as JSON documents: for the catalogue page, for the lesson panel, and for the frames of a room."""

from __future__ import annotations

from typing import Any, Final

from app.lessons.answers import Answer
from app.lessons.conditions import filled
from app.lessons.model import BrokenLesson, Catalogue, Goal, Lesson, Question, Scenario, Step
from app.lessons.progress import Progress
from app.lessons.render import plain

_REASONS_SHOWN: Final = 3


def catalogue_document(catalogue: Catalogue) -> list[dict[str, Any]]:
    """The catalogue: every lesson by number; `broken` is null, or says what is wrong."""
    return [_entry(lesson) for lesson in catalogue.lessons]


def _entry(lesson: Lesson | BrokenLesson) -> dict[str, Any]:
    if isinstance(lesson, BrokenLesson):
        return {
            "id": lesson.id,
            "number": lesson.number,
            "title": lesson.title,
            "summary": "",
            "minutes": 0,
            "broken": "\n".join(lesson.reasons[:_REASONS_SHOWN]),
            "scenarios": [],
        }
    return {
        "id": lesson.id,
        "number": lesson.number,
        "title": lesson.title,
        "summary": lesson.summary,
        "minutes": lesson.minutes,
        "broken": None,
        "scenarios": [
            {
                "id": scenario.id,
                "title": scenario.title,
                "summary": scenario.summary,
                "minutes": scenario.minutes,
                "goals": len(scenario.goals),
                "questions": len(scenario.questions),
            }
            for scenario in lesson.scenarios
        ],
    }


def lesson_document(lesson: Lesson, scenario: Scenario) -> dict[str, Any]:
    """What the lesson panel shows of one scenario: `lesson` of the welcome frame."""
    return {
        "id": lesson.id,
        "title": lesson.title,
        "scenario": {
            "id": scenario.id,
            "title": scenario.title,
            "number": scenario.number,
            "of": len(lesson.scenarios),
            "steps": [_step(step) for step in scenario.steps],
        },
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "id": step.id,
        "title": step.title,
        "html": step.html,
        "sources": list(step.sources),
        "goals": [goal.id for goal in step.goals],
        "question": step.question.id if step.question is not None else None,
        "hints": list(step.hints),
        "reveal": step.reveal,
    }


def goals_document(progress: Progress) -> list[dict[str, Any]]:
    """The goals of all steps: `goals` of the goals frame."""
    return [_goal(goal, progress) for goal in progress.scenario.goals]


def _goal(goal: Goal, progress: Progress) -> dict[str, Any]:
    mark = progress.mark(goal.id)
    counts = len(goal.parts) > 1 and mark.values is not None and not mark.met
    return {
        "id": goal.id,
        "title": goal.title,
        "met": mark.met,
        "partial": f"{mark.holding} of {len(goal.parts)}" if counts else None,
        "met_at_position": mark.met_at,
        "met_at_us": mark.met_at_us,
        "lost": mark.lost_at is not None,
    }


def question_document(question: Question, progress: Progress) -> dict[str, Any]:
    """A question that was asked: the question frame without its type.

    A skipped question that the run has decided is `wrong` with no choice: it is told like any other, and marks nothing.
    """
    values = progress.answers.values.get(question.id, {})
    answer = progress.answers.given.get(question.id)
    return {
        "id": question.id,
        "stage": question.step,
        "prompt": filled(question.prompt, values),
        "options": [{"id": option.id, "says": filled(option.says, values)} for option in question.options],
        "state": _state(answer),
        "chosen": answer.choice if answer is not None else None,
        "feedback": feedback(answer, progress) if answer is not None else None,
        "position": answer.decided_at if answer is not None else None,
    }


def asked_questions(progress: Progress) -> list[Question]:
    """Every question that was asked so far, in order: what somebody who joins has to be told."""
    known = progress.answers.values
    return [question for question in progress.scenario.questions if question.id in known]


def _state(answer: Answer | None) -> str:
    if answer is None:
        return "open"
    if answer.came_true is None:
        return "locked"
    return "right" if answer.correct else "wrong"


def feedback(answer: Answer, progress: Progress) -> str | None:
    """Why it went as it did, after what a wrong choice overlooked; None while nobody knows."""
    if answer.came_true is None:
        return None
    told: list[str] = []
    if answer.choice is not None and not answer.correct:
        told.append(answer.question.option(answer.choice).instead)
    told.append(answer.question.option(answer.came_true).because)
    text = " ".join(part for part in told if part)
    return filled(plain(text), progress.answers.values[answer.question.id]) or None
