"""One scenario from its text: which container may stand where, and with which fields, is said here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.lessons.blocks import A_NAME, Block, Field, Prose, outline
from app.lessons.conditions import Scope, remembered
from app.lessons.error import LessonError, Place, shown, unknown_word
from app.lessons.front_matter import split
from app.lessons.model import MODES, START, Goal, Mode, Option, Question, Scenario, Step
from app.lessons.render import html_of, plain

IN_SCENARIO: Final = ("step", "notes")
IN_STEP: Final = ("task", "predict", "goal", "hint", "reveal", "notes")
IN_PREDICT: Final = ("option",)
TEXTS: Final = ("task", "hint", "reveal", "notes")
FEWEST_OPTIONS, MOST_OPTIONS = 2, 4

SCENARIO_KEYS: Final = ("id", "title", "summary", "minutes", "outcomes", "teaches", "names")
STEP_FIELDS: Final = ("title", "source", "remember")
GOAL_FIELDS: Final = (*MODES, "after", "remember", "points", "optional")
PREDICT_FIELDS: Final = ("ask", "answer", "aim", "source", "points", "remember")
OPTION_FIELDS: Final = ("when", "because", "instead")


@dataclass(slots=True, frozen=True)
class Source:
    """What a scenario is read from: its text and the name of the file, its scripts, and the servers of its cluster."""

    folder: Path
    number: int
    file: str
    text: str
    setup: str
    solution: str
    members: tuple[str, ...]


def parse_scenario(source: Source) -> Scenario:
    """A scenario. Raises ScriptError, of which LessonError is one, with the place in the file."""
    file = source.file
    front = split(source.text, file)
    front.allow(*SCENARIO_KEYS)
    whole = outline(front.rest, file, front.first_line)
    _refuse_prose(whole, "a step; an introduction belongs into lesson.md")
    _allow_blocks(whole, IN_SCENARIO, "the scenario")
    steps = [block for block in whole.blocks if block.kind == "step"]
    if not steps:
        raise LessonError(Place(file, front.first_line, 1), "no step", "::: step and its name")
    _refuse_twins(steps)
    _refuse_twins(inner for step in steps for inner in step.blocks if inner.kind in ("goal", "predict"))
    _check_texts(whole)
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
        _html_of_all(whole, "notes"),
        source.setup,
        source.solution,
        source.folder,
    )


def _step(block: Block, at: int, outer: Scope) -> Step:
    _name(block)
    _allow_fields(block, STEP_FIELDS)
    _allow_blocks(block, IN_STEP, "a step")
    _check_texts(block)
    remember = remembered(block.fields.get("remember"))
    scope = outer.inside(remember)
    goals = [_goal(inner, at, scope) for inner in block.blocks if inner.kind == "goal"]
    _check_order(block, goals)
    predictions = [inner for inner in block.blocks if inner.kind == "predict"]
    if len(predictions) > 1:
        raise LessonError(predictions[1].place, "a second predict", "one question a step")
    if not any(isinstance(part, Prose) or part.kind == "task" for part in block.parts):
        raise LessonError(block.place, "a step without text", "a few sentences for the learner")
    return Step(
        block.name,
        _required(block, "title").value,
        "\n".join(filter(None, map(_reading, block.parts))),
        "\n".join(filter(None, map(_words, block.parts))),
        _sources(block),
        tuple(goals),
        _question(predictions[0], at, scope) if predictions else None,
        tuple(html_of(inner.prose) for inner in block.blocks if inner.kind == "hint"),
        _html_of_all(block, "reveal"),
        _html_of_all(block, "notes"),
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
    _name(block)
    _allow_fields(block, GOAL_FIELDS)
    _allow_blocks(block, (), "a goal")
    remember = remembered(block.fields.get("remember"))
    given = [mode for mode in MODES if mode in block.fields]
    if len(given) != 1:
        found = " and ".join(given) or "a goal without a predicate"
        raise LessonError(block.place, found, f"one of {', '.join(f'{mode}: PREDICATE' for mode in MODES)}")
    return Goal(
        block.name,
        plain(_text(block)),
        given[0],
        tuple(_parts(block.fields[given[0]], given[0], outer.inside(remember))),
        _points(block),
        not _is_yes(block, "optional"),
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


def _question(block: Block, at: int, outer: Scope) -> Question:
    _name(block)
    _allow_fields(block, PREDICT_FIELDS)
    _allow_blocks(block, IN_PREDICT, "a question")
    own = remembered(block.fields.get("remember"))
    scope = outer.inside(own)
    ask = _required(block, "ask")
    if not FEWEST_OPTIONS <= len(block.blocks) <= MOST_OPTIONS:
        count = len(block.blocks)
        raise LessonError(
            block.place, f"{count} option{'' if count == 1 else 's'}", f"{FEWEST_OPTIONS} to {MOST_OPTIONS}"
        )
    _refuse_twins(block.blocks)
    prompt = plain(_text(block))
    scope.text(prompt, block.place)
    options = tuple(_option(option, scope) for option in block.blocks)
    answer = _required(block, "answer")
    ids = [option.id for option in options]
    if answer.value not in ids:
        raise unknown_word(answer.place, answer.value, ids, "option of this question")
    right = next(option for option in options if option.id == answer.value)
    if not right.because:
        raise LessonError(answer.place, f"the right option {right.id} without because", "because: and the reason")
    return Question(
        block.name,
        at,
        prompt,
        START if ask.value == START else outer.predicate(ask),
        options,
        answer.value,
        _required(block, "aim").value,
        _sources(block),
        _points(block),
        own,
    )


def _option(block: Block, scope: Scope) -> Option:
    _name(block)
    _allow_fields(block, OPTION_FIELDS)
    _allow_blocks(block, (), "an option")
    told = {key: plain(block.fields[key].value) if key in block.fields else "" for key in ("because", "instead")}
    says = plain(_text(block))
    for text in (says, *told.values()):
        scope.text(text, block.place)
    return Option(block.name, says, scope.predicate(_required(block, "when")), told["because"], told["instead"])


def _a(block: Block) -> str:
    return f"{'an' if block.kind[0] in 'aeio' else 'a'} {block.kind}"


def _name(block: Block) -> None:
    if not block.name:
        raise LessonError(block.place, f"{_a(block)} without a name", f"::: {block.kind} and {A_NAME}")


def _text(block: Block) -> str:
    if not block.prose.strip():
        raise LessonError(block.place, f"{_a(block)} without text", "its text, below a free line")
    return block.prose


def _check_texts(block: Block) -> None:
    """What consists of text alone has some, and nothing else."""
    for inner in block.blocks:
        if inner.kind in TEXTS:
            _allow_fields(inner, ())
            _allow_blocks(inner, (), f"a {inner.kind}")
            _text(inner)


def _required(block: Block, key: str) -> Field:
    field = block.fields.get(key)
    if field is None or not field.value:
        raise LessonError(
            block.place if field is None else field.place, f"{_a(block)} without {key}", f"{key}: and its value"
        )
    return field


def _html_of_all(block: Block, kind: str) -> str:
    return "\n".join(html_of(inner.prose) for inner in block.blocks if inner.kind == kind)


def _sources(block: Block) -> tuple[str, ...]:
    """What a container cites; whether it exists is for `lessons check`."""
    return tuple(source.strip() for source in _required(block, "source").value.split(",") if source.strip())


def _points(block: Block) -> int:
    field = block.fields.get("points")
    if field is None:
        return 1
    if not (field.value.isascii() and field.value.isdigit() and int(field.value) <= 100):
        raise LessonError(field.place, shown(field.value), "points from 0 to 100")
    return int(field.value)


def _is_yes(block: Block, key: str) -> bool:
    field = block.fields.get(key)
    if field is not None and field.value not in ("yes", "no"):
        raise LessonError(field.place, shown(field.value), "yes or no")
    return field is not None and field.value == "yes"


def _allow_fields(block: Block, legal: Iterable[str]) -> None:
    words = list(legal)
    for key, field in block.fields.items():
        if key not in words:
            place = Place(field.place.file, field.place.line, 1)
            what = f"field of {_a(block)}; text needs a free line above it"
            raise unknown_word(place, key, words or ["no field"], what)


def _allow_blocks(block: Block, legal: tuple[str, ...], where: str) -> None:
    for inner in block.blocks:
        if inner.kind not in legal:
            raise unknown_word(inner.place, inner.kind, legal or ("text",), f"part of {where}")


def _refuse_prose(block: Block, legal: str) -> None:
    for part in block.parts:
        if isinstance(part, Prose):
            raise LessonError(part.place, shown(part.text.splitlines()[0]), legal, "text outside of a step")


def _refuse_twins(blocks: Iterable[Block]) -> None:
    seen: dict[str, Block] = {}
    for block in blocks:
        if block.name and block.name in seen:
            legal = f"a name of its own: line {seen[block.name].place.line} has this one"
            raise LessonError(block.place, shown(f"{block.kind} {block.name}"), legal)
        seen[block.name] = block
