"""What one student handed in for one lesson, and what it comes to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from app.grading.assignment import Assignment
from app.grading.results import Result
from app.lessons.model import Scenario


@dataclass(slots=True, frozen=True)
class Sheet:
    """The graded traces of one student. Of several of one scenario the best counts."""

    student: str
    assignment: Assignment
    results: tuple[Result, ...]

    def counted(self, scenario: Scenario) -> Result | None:
        """The trace of a scenario that counts: the best one, and of equals the earliest; None when there is none.

        When none is verified it is the one that would have scored most, to be shown and to count nothing.
        """
        kept = self.assignment.rubric.kept
        found = [result for result in self.results if result.scenario == scenario.id and result.status != "not_graded"]
        return max(
            found,
            key=lambda result: (result.verified, result.would_score * kept(result.created), -result.created),
            default=None,
        )

    @property
    def scenarios(self) -> list[tuple[Scenario, Result | None]]:
        """Every scenario that counts, and what counts for it."""
        return [(scenario, self.counted(scenario)) for scenario in self.assignment.scenarios]

    @property
    def uncounted(self) -> list[Result]:
        """What was handed in besides."""
        counted = [id(result) for _, result in self.scenarios if result is not None]
        return [result for result in self.results if id(result) not in counted]

    @property
    def scale(self) -> float:
        """What a point of the lesson is worth under the rubric."""
        total = self.assignment.rubric.total
        return total / self.assignment.total if total is not None and self.assignment.total else 1.0

    @property
    def score(self) -> float:
        """The points, after what lateness takes away."""
        kept = self.assignment.rubric.kept
        points = sum(result.score * kept(result.created) for _, result in self.scenarios if result is not None)
        return points * self.scale

    @property
    def possible(self) -> float:
        """The points that can be had."""
        return self.assignment.total * self.scale

    @property
    def days_late(self) -> int:
        """How late the latest trace is that counts."""
        late = self.assignment.rubric.days_late
        return max((late(result.created) for _, result in self.scenarios if result is not None), default=0)

    @property
    def created(self) -> int:
        """When the last trace that counts was handed out, in seconds since 1970; 0 when nobody says."""
        return max((result.created for _, result in self.scenarios if result is not None), default=0)

    @property
    def unverified(self) -> list[Result]:
        """What does not count because its replay or its signature does not agree, or because it cannot be read."""
        return [result for result in self.results if result.status in ("not_verified", "unreadable")]


@dataclass(slots=True, frozen=True)
class Book:
    """Everything that was graded. `loose` are files of which nobody knows to which lesson they belong."""

    sheets: tuple[Sheet, ...]
    loose: tuple[tuple[str, Result], ...] = field(default=())

    @property
    def results(self) -> list[Result]:
        """Every trace."""
        return [*(result for sheet in self.sheets for result in sheet.results), *(result for _, result in self.loose)]

    @property
    def twins(self) -> list[tuple[str, ...]]:
        """Students whose runs are the same event for event, though each of them did things: most likely a copy."""
        by_digest: dict[tuple[str, str], dict[str, None]] = {}
        for sheet in self.sheets:
            for result in sheet.results:
                if result.verified and result.acts >= FEWEST_ACTS:
                    by_digest.setdefault((result.digest, result.scenario), {})[sheet.student] = None
        found = {tuple(students) for students in by_digest.values() if len(students) > 1}
        return sorted(found)


FEWEST_ACTS: Final = 3
"""Runs with so few interventions may well be the same by chance, when nobody pressed Play."""


def book_of(found: Iterable[tuple[str, Result]], assignments: Mapping[str, Assignment]) -> Book:
    """Sort graded traces, each with whose it is, into sheets by student and lesson."""
    traces = list(found)
    lessons = sorted({result.lesson for _, result in traces if result.lesson in assignments})
    only = lessons[0] if len(lessons) == 1 else next(iter(assignments)) if len(assignments) == 1 else None
    sorted_in: dict[tuple[str, str], list[Result]] = {}
    loose: list[tuple[str, Result]] = []
    for student, result in traces:
        lesson = result.lesson if result.lesson in assignments else only
        if lesson is None:
            loose.append((student, result))
        else:
            sorted_in.setdefault((student, lesson), []).append(result)
    order: Sequence[tuple[str, str]] = sorted(sorted_in)
    sheets = [Sheet(student, assignments[lesson], tuple(sorted_in[student, lesson])) for student, lesson in order]
    return Book(tuple(sheets), tuple(loose))
