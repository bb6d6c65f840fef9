"""One scenario from its text: which container may stand where, and with which fields, is said here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.lessons.blocks import Block, Field, Prose
from app.lessons.conditions import Scope, remembered
from app.lessons.containers import (
    allow_blocks,
    allow_fields,
    check_texts,
    html_of_all,
    is_yes,
    points_of,
    refuse_prose,
    refuse_twins,
    require_name,
    required,
    sources_of,
    text_of,
)
from app.lessons.error import LessonError, Place, shown
from app.lessons.model import MODES, Goal, Mode, Scenario, Step
from app.lessons.parse_question import KINDS, parse_question
from app.lessons.render import html_of, plain
from app.lessons.translation import Document

IN_SCENARIO: Final = ("step", "notes")
IN_STEP: Final = ("task", *KINDS, "goal", "hint", "reveal", "notes")

SCENARIO_KEYS: Final = ("id", "title", "summary", "minutes", "outcomes", "teaches", "names")
STEP_FIELDS: Final = ("title", "source", "remember")
GOAL_FIELDS: Final = (*MODES, "after", "remember", "points", "optional")


@dataclass(slots=True, frozen=True)
class Source:
    """What a scenario is read from: its text, its scripts, and the servers of its cluster."""

    folder: Path
    number: int
    document: Document
    setup: str
    solution: str
    members: tuple[str, ...]


def parse_scenario(source: Source) -> Scenario:
    """A scenario. Raises ScriptError, of which LessonError is one, with the place in the file."""
    front, whole = source.document.front, source.document.whole
    front.allow(*SCENARIO_KEYS)
    refuse_prose(whole, "a step; an introduction belongs into lesson.md")
    allow_blocks(whole, IN_SCENARIO, "the scenario")
    steps = [block for block in whole.blocks if block.kind == "step"]
    if not steps:
        raise LessonError(Place(front.file, front.first_line, 1), "no step", "::: step and its name")
    refuse_twins(steps)
    refuse_twins(inner for step in steps for inner in step.blocks if inner.kind in ("goal", *KINDS))
    check_texts(whole)
    scope = Scope(source.members)
    return Scenario(
        front.name("id"),
        source.number,
        front.text("title"),
        front.text("summary"),
        front.minutes("minutes"),
        front.outcomes("outcomes"),
        front.texts("teaches"),
        front.stations("names"),
        tuple(_step(step, at, scope) for at, step in enumerate(steps)),
        html_of_all(whole, "notes"),
        source.setup,
        source.solution,
        source.folder,
    )


def _step(block: Block, at: int, outer: Scope) -> Step:
    require_name(block)
    allow_fields(block, STEP_FIELDS)
    allow_blocks(block, IN_STEP, "a step")
    check_texts(block)
    remember = remembered(block.fields.get("remember"))
    scope = outer.inside(remember)
    goals = [_goal(inner, at, scope) for inner in block.blocks if inner.kind == "goal"]
    _check_order(block, goals)
    questions = [inner for inner in block.blocks if inner.kind in KINDS]
    if len(questions) > 1:
        raise LessonError(questions[1].place, f"a second {questions[1].kind}", "one question a step")
    if not any(isinstance(part, Prose) or part.kind == "task" for part in block.parts):
        raise LessonError(block.place, "a step without text", "a few sentences for the learner")
    return Step(
        block.name,
        required(block, "title").value,
        "\n".join(filter(None, map(_reading, block.parts))),
        "\n".join(filter(None, map(_words, block.parts))),
        sources_of(block),
        tuple(goals),
        parse_question(questions[0], at, scope) if questions else None,
        tuple(html_of(inner.prose) for inner in block.blocks if inner.kind == "hint"),
        html_of_all(block, "reveal"),
        html_of_all(block, "notes"),
        remember,
    )


def _reading(part: Prose | Block) -> str:
    """The HTML of what a learner reads of a step before doing anything."""
    if isinstance(part, Prose):
        return html_of(part.text)
    return f'<div class="task">{html_of(part.prose)}</div>' if part.kind == "task" else ""


def _words(part: Prose | Block) -> str:
    if isinstance(part, Prose):
        return plain(part.text)
    return plain(part.prose) if part.kind == "task" else ""


def _goal(block: Block, at: int, outer: Scope) -> Goal:
    require_name(block)
    allow_fields(block, GOAL_FIELDS)
    allow_blocks(block, (), "a goal")
    remember = remembered(block.fields.get("remember"))
    given = [mode for mode in MODES if mode in block.fields]
    if len(given) != 1:
        found = " and ".join(given) or "a goal without a predicate"
        raise LessonError(block.place, found, f"one of {', '.join(f'{mode}: PREDICATE' for mode in MODES)}")
    return Goal(
        block.name,
        plain(text_of(block)),
        given[0],
        tuple(_parts(block.fields[given[0]], given[0], outer.inside(remember))),
        points_of(block),
        not is_yes(block, "optional"),
        at,
        block.fields["after"].value if "after" in block.fields else None,
        remember,
    )


def _parts(field: Field, mode: Mode, scope: Scope) -> Iterable[str]:
    """The predicates of a goal: several, divided by ;, where the learner is to see how many of them hold."""
    texts = field.value.split(";")
    if len(texts) > 1 and mode != "eventually":
        raise LessonError(field.place, "';'", f"a single predicate: {mode} holds or it does not")
    column = field.place.column
    for text in texts:
        lead = len(text) - len(text.lstrip())
        place = Place(field.place.file, field.place.line, column + lead)
        yield scope.predicate(Field(text.strip(), place))
        column += len(text) + 1


def _check_order(block: Block, goals: list[Goal]) -> None:
    """A goal may wait for an earlier one of its step; and somebody has to do something."""
    earlier: list[str] = []
    for goal, inner in zip(goals, (b for b in block.blocks if b.kind == "goal"), strict=True):
        if goal.after is not None and goal.after not in earlier:
            legal = f"a goal above it in the step: {', '.join(earlier)}" if earlier else "no after: no goal is above it"
            raise LessonError(inner.fields["after"].place, shown(goal.after), legal)
        if goal.mode == "eventually":
            earlier.append(goal.id)
    if goals and not any(goal.mode == "eventually" and goal.required for goal in goals):
        raise LessonError(block.place, "only goals that hold from the start", "at least one required eventually: goal")
