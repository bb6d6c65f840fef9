"""Lessons as the application sees them: read, checked for form, rendered.

A lesson has scenarios, a scenario has steps, a step has goals and at most one question. Every condition is a predicate
of the script language, kept as text; `{name}` in it stands for a value that was remembered earlier in the run.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal

from app.lessons.question import Question, Remembered

Mode = Literal["eventually", "always", "never"]
MODES: Final[tuple[Mode, ...]] = ("eventually", "always", "never")


@dataclass(slots=True, frozen=True)
class Goal:
    """Something that the cluster is to do, or is not to do, while the learner is at a step.

    `eventually`: met at the first moment at which all of `parts` hold. `always` and `never`: met when every required
    `eventually` goal of the step is, unless it was broken by then. It is watched from the start of its step, or from
    the moment at which the goal `after` was met; what it remembers, it remembers then.
    """

    id: str
    title: str
    mode: Mode
    parts: tuple[str, ...]
    points: int
    required: bool
    step: int
    after: str | None
    remember: Remembered


@dataclass(slots=True, frozen=True)
class Step:
    """What a learner reads, predicts and does before Next.

    `text` is the narrative and the task without markup. `notes` are for the presenter, `reveal` is for after the goals.
    """

    id: str
    title: str
    html: str
    text: str
    sources: tuple[str, ...]
    goals: tuple[Goal, ...]
    question: Question | None
    hints: tuple[str, ...]
    reveal: str
    notes: str
    remember: Remembered


@dataclass(slots=True, frozen=True)
class Scenario:
    """One run of a cluster with its steps. `number` counts within the lesson from 1; `notes` are for the presenter."""

    id: str
    number: int
    title: str
    summary: str
    minutes: int
    outcomes: tuple[int, ...]
    teaches: tuple[str, ...]
    names: Mapping[str, str]
    steps: tuple[Step, ...]
    notes: str
    setup: str
    solution: str
    folder: Path

    @property
    def goals(self) -> tuple[Goal, ...]:
        """The goals of all steps, in order."""
        return tuple(goal for step in self.steps for goal in step.goals)

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions of all steps, in order."""
        return tuple(step.question for step in self.steps if step.question is not None)

    def question(self, question: str) -> Question:
        """The question with an id. Raises KeyError when there is none."""
        for candidate in self.questions:
            if candidate.id == question:
                return candidate
        raise KeyError(question)


@dataclass(slots=True, frozen=True)
class TranslationReport:
    """How one file of a translation is: what it lacks, what has changed since, or why it cannot be used at all."""

    language: str
    file: str
    missing: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()
    problem: str = ""


@dataclass(slots=True, frozen=True)
class Lesson:
    """Scenarios that belong together. `number` is the one its folder begins with.

    `rubric` is what it says about its grading (see `app.grading.rubric`). `languages` are those it can be taken in;
    `translations` has it in others than English, by tag, and `reports` says what is wrong with those.
    """

    id: str
    number: int
    title: str
    summary: str
    outcomes: tuple[int, ...]
    prerequisites: tuple[str, ...]
    teaches: tuple[str, ...]
    leaves_out: tuple[str, ...]
    works: Mapping[str, str]
    html: str
    notes: str
    scenarios: tuple[Scenario, ...]
    folder: Path
    rubric: Mapping[str, Any] = field(default_factory=dict)
    languages: tuple[str, ...] = ("en",)
    translations: Mapping[str, Lesson] = field(default_factory=dict)
    reports: tuple[TranslationReport, ...] = ()

    @property
    def minutes(self) -> int:
        """How long it takes."""
        return sum(scenario.minutes for scenario in self.scenarios)

    def scenario(self, scenario: str) -> Scenario:
        """The scenario with an id. Raises KeyError with the ids there are."""
        for candidate in self.scenarios:
            if candidate.id == scenario:
                return candidate
        legal = ", ".join(candidate.id for candidate in self.scenarios)
        raise KeyError(f"lesson {self.id} has no scenario {scenario!r}; its scenarios are {legal}")


@dataclass(slots=True, frozen=True)
class BrokenLesson:
    """A lesson that cannot be taken, and why not: sentences with file, line and column."""

    id: str
    number: int
    title: str
    reasons: tuple[str, ...]
    folder: Path


@dataclass(slots=True, frozen=True)
class Catalogue:
    """All lessons of a folder, by number; a broken one does not keep the others from working."""

    lessons: tuple[Lesson | BrokenLesson, ...]

    @property
    def working(self) -> tuple[Lesson, ...]:
        """The lessons that can be taken."""
        return tuple(lesson for lesson in self.lessons if isinstance(lesson, Lesson))

    @property
    def broken(self) -> tuple[BrokenLesson, ...]:
        """The lessons that cannot."""
        return tuple(lesson for lesson in self.lessons if isinstance(lesson, BrokenLesson))

    def spoken(self, language: str) -> Catalogue:
        """The catalogue in a language; what is not translated is in English."""
        return Catalogue(tuple(_spoken(lesson, language) for lesson in self.lessons))

    def lesson(self, lesson: str) -> Lesson:
        """The lesson with an id. Raises KeyError that says which there are, or what is wrong with a broken one."""
        for candidate in self.lessons:
            if candidate.id == lesson:
                if isinstance(candidate, BrokenLesson):
                    raise KeyError(f"lesson {lesson} is broken: {candidate.reasons[0]}")
                return candidate
        legal = ", ".join(candidate.id for candidate in self.working) or "none"
        raise KeyError(f"there is no lesson {lesson!r}; lessons are {legal}")


def _spoken(lesson: Lesson | BrokenLesson, language: str) -> Lesson | BrokenLesson:
    return lesson.translations.get(language, lesson) if isinstance(lesson, Lesson) else lesson
