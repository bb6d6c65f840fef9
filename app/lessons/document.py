"""Lessons as JSON documents: for the catalogue page, for the lesson panel, and for the frames of a room."""

from __future__ import annotations

from hashlib import sha256
from typing import Any, Final

from app.lessons.answers import Answer
from app.lessons.conditions import filled
from app.lessons.judging import Asked
from app.lessons.model import BrokenLesson, Catalogue, Goal, Lesson, Scenario, Step
from app.lessons.progress import Progress
from app.lessons.question import Design, Number, Order, Pick, Prediction, Question
from app.lessons.render import plain

_REASONS_SHOWN: Final = 10


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
            "broken": list(lesson.reasons[:_REASONS_SHOWN]),
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
        "languages": list(lesson.languages),
        "scenario": {
            "id": scenario.id,
            "title": scenario.title,
            "number": scenario.number,
            "of": len(lesson.scenarios),
            "next": _next(lesson, scenario),
            "steps": [_step(step) for step in scenario.steps],
        },
    }


def _next(lesson: Lesson, scenario: Scenario) -> dict[str, str] | None:
    """The scenario that comes after one in its lesson."""
    after = lesson.scenarios[scenario.number :]
    return {"id": after[0].id, "title": after[0].title} if after else None


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
        "required": goal.required,
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
    asked = progress.asked(question.id) or progress.answers.asked.get(question.id)
    values = asked.values if asked is not None else {}
    answer = progress.answer_to(question.id)
    return {
        "id": question.id,
        "kind": question.kind,
        "stage": question.step,
        "prompt": filled(question.prompt, values),
        "options": [{"id": id_, "says": filled(says, values)} for id_, says in question_options(question)],
        "picks": question.of if isinstance(question, Pick) else None,
        "candidates": _candidates(question, asked),
        "unit": question.unit if isinstance(question, Number) else "",
        "tolerance": _tolerance(question) if isinstance(question, Number) else "",
        "state": _state(answer),
        "chosen": answer.choice if answer is not None else None,
        "came_true": answer.came_true if answer is not None else None,
        "feedback": feedback(answer) if answer is not None else None,
        "position": answer.decided_at if answer is not None else None,
        "again": isinstance(question, Design) and answer is not None and progress.asked(question.id) is not None,
    }


def question_options(question: Question) -> list[tuple[str, str]]:
    """What is put before the learner, with what it says; what is to be ordered, out of order."""
    if isinstance(question, Prediction | Design):
        return [(option.id, option.says) for option in question.options]
    if not isinstance(question, Order):
        return []
    mixed = sorted(question.items, key=lambda item: sha256(f"{question.id} {item.id}".encode()).digest())
    if [item.id for item in mixed] == question.answer.split(","):
        mixed.reverse()
    return [(item.id, item.says) for item in mixed]


def _candidates(question: Question, asked: Asked | None) -> list[str]:
    """What may be picked."""
    return list(asked.candidates) if isinstance(question, Pick) and asked is not None else []


def _tolerance(question: Number) -> str:
    return f"{question.tolerance}{'%' if question.is_percent else ''}" if question.tolerance else ""


def asked_questions(progress: Progress) -> list[Question]:
    """Every question that was asked so far, in order: what somebody who joins has to be told."""
    known = progress.answers.asked
    return [question for question in progress.scenario.questions if question.id in known]


def _state(answer: Answer | None) -> str:
    if answer is None:
        return "open"
    if answer.came_true is None:
        return "locked"
    return "right" if answer.correct else "wrong"


def feedback(answer: Answer) -> str | None:
    """Why it went as it did, after what a wrong choice overlooked; None while nobody knows, or nobody has words."""
    if answer.came_true is None:
        return None
    question, told = answer.question, []
    if answer.choice is not None and not answer.correct:
        told.append(question.instead(answer.choice))
    told.append(question.because(answer.choice, answer.came_true))
    return filled(plain(" ".join(part for part in told if part)), answer.told) or None
