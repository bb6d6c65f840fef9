"""Assignments of the lessons that are there: what grading needs of them, and the rubrics that they bring."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import yaml

from app.grading.assignment import Assignment
from app.grading.rubric import Rubric, RubricError, read_rubric
from app.lessons import Catalogue, Lesson

MOST_BYTES = 256 * 1024


def assignment_of(lesson: Lesson, rubric: Rubric | None = None) -> Assignment:
    """A lesson as it is graded, under a rubric of one's own or the one in its front matter. Raises RubricError."""
    found = Assignment(lesson.id, lesson.title, lesson.scenarios)
    try:
        return found.with_rubric(rubric if rubric is not None else read_rubric(lesson.rubric))
    except RubricError as error:
        raise RubricError(f"lesson {lesson.id}: {error}") from None


def assignments_of(
    catalogue: Catalogue, only: str | None = None, rubric: Rubric | None = None
) -> Mapping[str, Assignment]:
    """Every lesson that can be graded, or one. Raises KeyError for one that is not there, RubricError."""
    lessons = [catalogue.lesson(only)] if only is not None else catalogue.working
    return {lesson.id: assignment_of(lesson, rubric) for lesson in lessons}


def rubric_in(path: Path) -> Rubric:
    """The rubric in a file of YAML or JSON. Raises OSError and RubricError."""
    content = path.read_bytes()
    if len(content) > MOST_BYTES:
        raise RubricError(f"a rubric has at most {MOST_BYTES:,} bytes")
    try:
        text = content.decode("utf-8")
        return read_rubric(json.loads(text) if path.suffix == ".json" else yaml.safe_load(text) or {})
    except (yaml.YAMLError, UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        says = " ".join(str(error).split())
        raise RubricError(f"it cannot be read: {says}") from None
