"""What is graded: the goals and questions of a lesson's scenarios, and the rubric. It can be written as JSON.

The JSON is what an autograder carries with it, so that it needs nothing that reads lessons.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from app.grading.rubric import Rubric, read_rubric
from app.lessons.model import Goal, Scenario, Step
from app.lessons.question import Design, Item, Number, Option, Order, Pick, Prediction, Question, Reading
from raft_core.script import parse
from raft_core.sim.settings import Scenario as Setup

FORMAT: Final = "orbital-raft-assignment"
VERSION: Final = 1

_KINDS: Final[Mapping[str, type[Question]]] = {kind.kind: kind for kind in (Prediction, Pick, Order, Number, Design)}
_KEPT: Final = ("id", "title", "goals", "question", "remember")
_LISTS: Final = ("sources", "among", "then", "parts", "do")
_PAIRS: Final = ("remember", "outcome")


@dataclass(slots=True, frozen=True)
class Assignment:
    """A lesson as it is graded: the scenarios that count, in order, and what they are worth."""

    lesson: str
    title: str
    scenarios: tuple[Scenario, ...]
    rubric: Rubric = field(default_factory=Rubric)

    def scenario(self, scenario: str) -> Scenario | None:
        """The scenario with an id; None when none of that name counts."""
        return next((candidate for candidate in self.scenarios if candidate.id == scenario), None)

    def possible(self, scenario: Scenario) -> float:
        """The points that can be had in a scenario."""
        rubric = self.rubric
        goals = sum(rubric.points(scenario.id, goal.id, goal.points) for goal in scenario.goals)
        return goals + sum(rubric.points(scenario.id, asked.id, asked.points) for asked in scenario.questions)

    @property
    def total(self) -> float:
        """The points that can be had in all scenarios, before they are scaled."""
        return sum(self.possible(scenario) for scenario in self.scenarios)

    def with_rubric(self, rubric: Rubric) -> Assignment:
        """The same under a rubric. Raises RubricError when it speaks of what is not there."""
        rubric.check({scenario.id: _ids(scenario) for scenario in self.scenarios})
        kept = [scenario for scenario in self.scenarios if not rubric.scenarios or scenario.id in rubric.scenarios]
        return replace(self, scenarios=tuple(kept), rubric=rubric)


@lru_cache(maxsize=256)
def setup_of(text: str) -> Setup:
    """The cluster that a scenario begins with."""
    return parse(text, "setup.raft").scenario


def _ids(scenario: Scenario) -> tuple[str, ...]:
    return (*(goal.id for goal in scenario.goals), *(question.id for question in scenario.questions))


# As JSON.


def write_assignment(assignment: Assignment) -> dict[str, Any]:
    """The assignment as a JSON document, with no more of its texts than grading tells of."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "lesson": assignment.lesson,
        "title": assignment.title,
        "scenarios": [
            {
                "id": scenario.id,
                "number": scenario.number,
                "title": scenario.title,
                "setup": scenario.setup,
                "steps": [_step_document(step) for step in scenario.steps],
            }
            for scenario in assignment.scenarios
        ],
        "rubric": assignment.rubric.document(),
    }


def read_assignment(document: Mapping[str, Any]) -> Assignment:
    """The assignment of a JSON document. Raises ValueError for another format or version."""
    found = document.get("format"), document.get("version")
    if found != (FORMAT, VERSION):
        raise ValueError(f"this is {found[0]!r} version {found[1]!r}; this program reads {FORMAT!r} version {VERSION}")
    return Assignment(
        document["lesson"],
        document["title"],
        tuple(_scenario(each) for each in document["scenarios"]),
        read_rubric(document["rubric"]),
    )


def _step_document(step: Step) -> dict[str, Any]:
    document = {key: value for key, value in asdict(step).items() if key in _KEPT}
    if step.question is not None:
        document["question"]["kind"] = step.question.kind
        if isinstance(step.question, Number):
            document["question"]["tolerance"] = str(step.question.tolerance)
    return document


def _scenario(document: Mapping[str, Any]) -> Scenario:
    return Scenario(
        document["id"],
        document["number"],
        document["title"],
        "",
        0,
        (),
        (),
        {},
        tuple(_step(step) for step in document["steps"]),
        "",
        document["setup"],
        "",
        Path(),
    )


def _step(document: Mapping[str, Any]) -> Step:
    goals = tuple(Goal(**_frozen(goal)) for goal in document["goals"])
    asked = document["question"]
    question = _question(asked) if asked is not None else None
    remember = tuple((name, of) for name, of in document["remember"])
    return Step(document["id"], document["title"], "", "", (), goals, question, (), "", "", remember)


def _question(document: Mapping[str, Any]) -> Question:
    fields = _frozen(document)
    kind = _KINDS[fields.pop("kind")]
    if "options" in fields:
        fields["options"] = tuple(Option(**_frozen(option)) for option in fields["options"])
    if "items" in fields:
        fields["items"] = tuple(Item(**item) for item in fields["items"])
    if kind is Number:
        fields["value"] = Reading(**fields["value"])
        fields["tolerance"] = Decimal(fields["tolerance"])
    return kind(**fields)


def _frozen(document: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a document, with tuples where JSON has lists."""
    fields = dict(document)
    for key in _LISTS:
        if key in fields:
            fields[key] = tuple(fields[key])
    for key in _PAIRS:
        if key in fields:
            fields[key] = tuple((name, of) for name, of in fields[key])
    return fields
