"""What goals and questions are worth, and what lateness costs: from a file, or from the front matter of a lesson."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timezone
from math import ceil
from typing import Any, Final

KEYS: Final = (
    "points",
    "kept_when_wrong",
    "scenarios",
    "total",
    "due",
    "grace_minutes",
    "late_per_day",
    "late_at_most",
)
DAY_S: Final = 86_400
MOST_POINTS: Final = 10_000
UTC: Final = timezone.utc  # noqa: UP017 - an autograder may have to do with Python 3.10


class RubricError(ValueError):
    """A rubric that makes no sense, with a sentence that says what would."""


@dataclass(slots=True, frozen=True)
class Rubric:
    """`points` is by SCENARIO/ID and outweighs what the lesson says; `kept_when_wrong` is had for any answer.

    `total` scales the whole to so many points. After `due` and the grace each day that has begun takes `late_per_day`
    percent of the score away, `late_at_most` percent in all.
    """

    worth: Mapping[str, float] = field(default_factory=dict)
    kept_when_wrong: float = 0
    scenarios: tuple[str, ...] = ()
    total: float | None = None
    due_s: int | None = None
    grace_minutes: float = 0
    late_per_day: float = 0
    late_at_most: float = 100

    def points(self, scenario: str, item: str, otherwise: float) -> float:
        """What a goal or a question is worth."""
        return self.worth.get(f"{scenario}/{item}", otherwise)

    def days_late(self, handed_in_s: int) -> int:
        """The days that have begun since it was due; 0 for what is in time, or has no date."""
        if self.due_s is None or handed_in_s <= 0:
            return 0
        late_s = handed_in_s - self.due_s - self.grace_minutes * 60
        return ceil(late_s / DAY_S) if late_s > 0 else 0

    def kept(self, handed_in_s: int) -> float:
        """The part of the score that lateness leaves, from 0 to 1."""
        lost = min(self.days_late(handed_in_s) * self.late_per_day, self.late_at_most)
        return max(0.0, 1 - lost / 100)

    def check(self, items: Mapping[str, Sequence[str]]) -> None:
        """Raise RubricError when it speaks of scenarios, goals or questions that the lesson does not have."""
        for scenario in self.scenarios:
            if scenario not in items:
                raise RubricError(f"scenarios: {scenario!r} is none of {', '.join(items)}")
        for key in self.worth:
            scenario, _, item = key.partition("/")
            if scenario not in items:
                raise RubricError(
                    f"points: {key!r} names no scenario; write SCENARIO/GOAL, scenarios are {_all(items)}"
                )
            if item not in items[scenario]:
                raise RubricError(f"points: {key!r} is no goal or question; {scenario} has {_all(items[scenario])}")

    def document(self) -> dict[str, Any]:
        """The rubric as it is read."""
        due = datetime.fromtimestamp(self.due_s, UTC).isoformat() if self.due_s is not None else None
        return {
            "points": dict(self.worth),
            "kept_when_wrong": self.kept_when_wrong,
            "scenarios": list(self.scenarios),
            "total": self.total,
            "due": due,
            "grace_minutes": self.grace_minutes,
            "late_per_day": self.late_per_day,
            "late_at_most": self.late_at_most,
        }


def read_rubric(document: object) -> Rubric:
    """A rubric from YAML or JSON. Raises RubricError."""
    if not isinstance(document, Mapping):
        raise RubricError(f"a rubric is made of lines key: value; keys are {', '.join(KEYS)}")
    for key in document:
        if key not in KEYS:
            raise RubricError(f"{key!r} is no key of a rubric; keys are {', '.join(KEYS)}")
    worth = document.get("points") or {}
    if not isinstance(worth, Mapping) or not all(isinstance(key, str) and "/" in key for key in worth):
        raise RubricError("points: write lines SCENARIO/GOAL: NUMBER or SCENARIO/QUESTION: NUMBER")
    scenarios = document.get("scenarios") or ()
    if not isinstance(scenarios, list | tuple) or not all(isinstance(scenario, str) for scenario in scenarios):
        raise RubricError("scenarios: write a list of scenarios, such as [an-election, split-votes]")
    total = document.get("total")
    if total == 0:
        raise RubricError("total: write how many points all is worth, more than 0")
    return Rubric(
        {key: _number(value, f"points: {key}", MOST_POINTS) for key, value in worth.items()},
        _number(document.get("kept_when_wrong", 0), "kept_when_wrong", MOST_POINTS),
        tuple(scenarios),
        _number(total, "total", MOST_POINTS) if total is not None else None,
        _due(document.get("due")),
        _number(document.get("grace_minutes", 0), "grace_minutes", 365 * 24 * 60),
        _number(document.get("late_per_day", 0), "late_per_day", 100),
        _number(document.get("late_at_most", 100), "late_at_most", 100),
    )


def _number(value: object, key: str, most: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= most:
        raise RubricError(f"{key}: {value!r} is no number from 0 to {most:,}")
    return value


def _due(value: object) -> int | None:
    """A moment with its time zone; YAML makes one of it by itself. A moment without is UTC."""
    if value is None:
        return None
    try:
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    except ValueError:
        raise RubricError(f"due: {value!r} is no time; write 2026-11-18T23:59+01:00") from None
    return int((moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)).timestamp())


def _all(names: object) -> str:
    return ", ".join(map(str, names if isinstance(names, Mapping | Sequence) else ())) or "none"
