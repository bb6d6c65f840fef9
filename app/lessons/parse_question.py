"""Questions from their containers: which fields and containers each kind has is said here."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, TypeVar

from app.lessons.blocks import Block, Field
from app.lessons.conditions import Scope, remembered
from app.lessons.containers import (
    allow_blocks,
    allow_fields,
    points_of,
    refuse_twins,
    require_name,
    required,
    sources_of,
    text_of,
)
from app.lessons.error import LessonError, Place, shown, unknown_word
from app.lessons.question import (
    NUMBER,
    START,
    Design,
    Item,
    Number,
    Option,
    Order,
    Pick,
    Prediction,
    Question,
    Reading,
    Remembered,
)
from app.lessons.render import plain
from raft_core.units import parse_duration

ASKED: Final = ("ask", "answer", "aim", "source", "points", "remember", "outcome")
"""The fields that every kind of question has."""
TOLD: Final = ("because", "instead")
FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "predict": ASKED,
    "pick": (*ASKED, "among", "when", "until", *TOLD),
    "order": (*ASKED, *TOLD),
    "number": (*ASKED, "value", "count", "when", "tolerance", "unit", *TOLD),
    "design": (*ASKED, "then", "stands", "falls", "within"),
}
INSIDE: Final[Mapping[str, tuple[str, ...]]] = {
    "predict": ("option",),
    "pick": (),
    "order": ("item",),
    "number": (),
    "design": ("option",),
}
OPTION_FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "predict": ("when", "because", "instead"),
    "design": ("do", "because", "instead"),
}
ITEM_FIELDS: Final = ("when", "event")
KINDS: Final = tuple(FIELDS)
FEWEST, MOST_OPTIONS, MOST_ITEMS = 2, 4, 7

PICKED: Final[Mapping[str, Remembered]] = {
    "servers": (("pick", "leader"), ("server", "leader")),
    "entries": (("pick", "max_term"), ("server", "leader")),
}
COUNTED: Final[Remembered] = (("server", "leader"),)
PICKED_TEXT: Final[Remembered] = (("pick", "leader"), ("server", "leader"), ("right", "leader"))
NUMBER_TEXT: Final[Remembered] = (("given", "max_term"), ("right", "max_term"))
"""What stands in braces beyond what is remembered, each like the name of the script language that is given here."""

_ELAPSED: Final = ("ms", "s")
_ENTRY: Final = re.compile(r"(S[1-9]):[1-9][0-9]{0,8}")
_AMONG: Final = "servers, entries, or some of them, such as S1 S2 or entries of S1"


@dataclass(slots=True, frozen=True)
class _Asking:
    """A container while it is read: what every kind has in common, and the scopes of its predicates and its texts."""

    block: Block
    common: Mapping[str, Any]
    scope: Scope
    told: Scope

    def text(self, key: str, *also: tuple[str, str]) -> str:
        """A text that is told at the end."""
        field = self.block.fields.get(key)
        if field is None:
            return ""
        text = plain(field.value)
        self.told.inside(also).text(text, field.place)
        return text

    def optional(self, key: str, scope: Scope | None = None) -> str | None:
        """A predicate that may be missing."""
        field = self.block.fields.get(key)
        return (scope or self.scope).predicate(field) if field is not None else None


def parse_question(block: Block, step: int, outer: Scope) -> Question:
    """The question that a container is. Raises ScriptError."""
    require_name(block)
    allow_fields(block, FIELDS[block.kind])
    allow_blocks(block, INSIDE[block.kind], f"a {block.kind}")
    refuse_twins(block.blocks)
    own, outcome = (remembered(block.fields.get(key)) for key in ("remember", "outcome"))
    scope = outer.inside(own)
    ask = required(block, "ask")
    prompt = plain(text_of(block))
    scope.text(prompt, block.place)
    common = {
        "id": block.name,
        "step": step,
        "prompt": prompt,
        "ask": START if ask.value == START else outer.predicate(ask),
        "aim": required(block, "aim").value,
        "sources": sources_of(block),
        "points": points_of(block),
        "remember": own,
        "outcome": outcome,
    }
    return _READERS[block.kind](_Asking(block, common, scope, scope.inside(outcome)))


def _prediction(asking: _Asking) -> Question:
    options = _options(asking)
    answer = _one_of(required(asking.block, "answer"), [option.id for option in options], "option of this question")
    _refuse_silence(options, [answer], required(asking.block, "answer").place)
    return Prediction(**asking.common, answer=answer, options=options)


def _pick(asking: _Asking) -> Question:
    block = asking.block
    of, among = _among(block.fields.get("among"), asking.scope)
    answer = required(block, "answer")
    picks = _words(answer)
    for pick in picks:
        found = _ENTRY.fullmatch(pick)
        if of == "entries" and found is None:
            raise LessonError(answer.place, shown(pick), "a server and an index, such as S1:4")
        _one_of(
            Field(found[1] if found is not None else pick, answer.place),
            among or asking.scope.members,
            "server to pick from",
        )
    return Pick(
        **asking.common,
        answer=",".join(picks),
        says_because=_because(asking, *PICKED_TEXT),
        says_instead=asking.text("instead", *PICKED_TEXT),
        of=of,
        among=among,
        when=asking.scope.inside(PICKED[of]).predicate(required(block, "when")),
        until=asking.optional("until"),
    )


def _among(field: Field | None, scope: Scope) -> tuple[Any, tuple[str, ...]]:
    """What may be picked, and of which servers; of all when it does not say."""
    words = field.value.split() if field is not None else ["servers"]
    of = "entries" if words[0] == "entries" else "servers"
    rest = words[1:] if words[0] in ("servers", "entries") else words
    names = rest[1:] if rest[:1] == ["of"] else rest
    if field is not None and rest[:1] == ["of"] and not names:
        raise LessonError(field.place, shown(field.value), _AMONG)
    for name in names:
        if field is not None and name not in scope.members:
            legal = f"{_AMONG}; the servers are {', '.join(scope.members)}"
            raise LessonError(field.place, shown(name), legal, "that is no server of this cluster")
    return of, tuple(names)


def _order(asking: _Asking) -> Question:
    block = asking.block
    _count(block, "item", MOST_ITEMS)
    items = tuple(_item(item, asking.scope) for item in block.blocks)
    answer = required(block, "answer")
    given, ids = _words(answer), [item.id for item in items]
    for word in given:
        _one_of(Field(word, answer.place), ids, "item of this question")
    if sorted(given) != sorted(ids):
        raise LessonError(answer.place, shown(answer.value), f"every item once: {', '.join(ids)}, in their order")
    return Order(
        **asking.common,
        answer=",".join(given),
        says_because=_because(asking),
        says_instead=asking.text("instead"),
        items=items,
    )


def _item(block: Block, scope: Scope) -> Item:
    require_name(block)
    allow_fields(block, ITEM_FIELDS)
    allow_blocks(block, (), "an item")
    given = [key for key in ITEM_FIELDS if key in block.fields]
    if len(given) != 1:
        raise LessonError(block.place, " and ".join(given) or "an item that nothing makes true", "when: or event:")
    says = plain(text_of(block))
    scope.text(says, block.place)
    field = block.fields[given[0]]
    if given[0] == "event":
        return Item(block.name, says, None, scope.event(field))
    return Item(block.name, says, scope.predicate(field), None)


def _number(asking: _Asking) -> Question:
    block = asking.block
    answer = required(block, "answer")
    if not NUMBER.fullmatch(answer.value):
        raise LessonError(answer.place, shown(answer.value), "a number such as 3 or 0.5")
    tolerance, is_percent = _tolerance(block.fields.get("tolerance"))
    value = _reading(block, asking.scope)
    unit = block.fields["unit"].value if "unit" in block.fields else value.elapsed or ""
    return Number(
        **asking.common,
        answer=answer.value,
        says_because=_because(asking, *NUMBER_TEXT),
        says_instead=asking.text("instead", *NUMBER_TEXT),
        value=value,
        when=asking.scope.predicate(required(block, "when")),
        tolerance=tolerance,
        is_percent=is_percent,
        unit=unit,
    )


def _reading(block: Block, scope: Scope) -> Reading:
    """What the number is of: `value: elections - {before}`, `value: elapsed ms`, or `count:` and a predicate."""
    given = [key for key in ("value", "count") if key in block.fields]
    if len(given) != 1:
        raise LessonError(block.place, " and ".join(given) or "a number of nothing", "value: or count:")
    field = block.fields[given[0]]
    if given[0] == "count":
        return Reading(scope.inside(COUNTED).predicate(field), count=True)
    first, _, unit = field.value.partition(" ")
    if first == "elapsed":
        if unit not in _ELAPSED:
            raise LessonError(field.place, shown(field.value), "elapsed ms or elapsed s")
        return Reading("", elapsed="ms" if unit == "ms" else "s")
    whole, minus, less = field.value.partition(" - ")
    scope.reading(whole, field.place)
    return Reading(whole, scope.reading(less, field.place) if minus else None)


def _tolerance(field: Field | None) -> tuple[Decimal, bool]:
    if field is None:
        return Decimal(0), False
    digits = field.value.removesuffix("%")
    if not NUMBER.fullmatch(digits) or digits.startswith("-"):
        raise LessonError(field.place, shown(field.value), "how far off an answer may be, such as 1, 0.5 or 10%")
    return Decimal(digits), field.value.endswith("%")


def _design(asking: _Asking) -> Question:
    block = asking.block
    options = _options(asking)
    answer = required(block, "answer")
    answers = [
        _one_of(Field(word, answer.place), [o.id for o in options], "option of this question")
        for word in _words(answer)
    ]
    _refuse_silence(options, answers, answer.place)
    falls, within = asking.optional("falls"), block.fields.get("within")
    if falls is None and within is None:
        raise LessonError(block.place, "a design that cannot fall", "falls: PREDICATE, within: TIME, or both")
    return Design(
        **asking.common,
        answer=",".join(answers),
        options=options,
        then=asking.scope.directives(required(block, "then")),
        stands=asking.scope.predicate(required(block, "stands")),
        falls=falls,
        within_us=_duration(within) if within is not None else None,
    )


def _duration(field: Field) -> int:
    try:
        return parse_duration(field.value)
    except ValueError:
        raise LessonError(field.place, shown(field.value), "a time such as 500ms or 10s") from None


# What several kinds have.


def _options(asking: _Asking) -> tuple[Option, ...]:
    _count(asking.block, "option", MOST_OPTIONS)
    return tuple(_option(option, asking) for option in asking.block.blocks)


def _option(block: Block, asking: _Asking) -> Option:
    kind = asking.block.kind
    require_name(block)
    allow_fields(block, OPTION_FIELDS[kind])
    allow_blocks(block, (), "an option")
    says = plain(text_of(block))
    asking.scope.text(says, block.place)
    told = {key: plain(block.fields[key].value) if key in block.fields else "" for key in TOLD}
    for text in told.values():
        asking.told.text(text, block.place)
    when = asking.scope.predicate(required(block, "when")) if kind == "predict" else ""
    # Without do nothing is changed: the cluster goes on as it is.
    do = asking.scope.directives(block.fields["do"]) if "do" in block.fields else ()
    return Option(block.name, says, when, told["because"], told["instead"], do)


def _refuse_silence(options: Sequence[Option], answers: Sequence[str], place: Place) -> None:
    for option in options:
        if option.id in answers and not option.because:
            raise LessonError(place, f"the right option {option.id} without because", "because: and the reason")


def _because(asking: _Asking, *also: tuple[str, str]) -> str:
    required(asking.block, "because")
    return asking.text("because", *also)


def _count(block: Block, what: str, most: int) -> None:
    count = len(block.blocks)
    if not FEWEST <= count <= most:
        raise LessonError(block.place, f"{count} {what}{'' if count == 1 else 's'}", f"{FEWEST} to {most}")


def _words(field: Field) -> list[str]:
    return [word for word in re.split(r"[\s,]+", field.value) if word]


T = TypeVar("T")


def _one_of(field: Field, legal: Sequence[str], what: str) -> str:
    if field.value not in legal:
        raise unknown_word(field.place, field.value, legal, what)
    return field.value


_READERS: Final[Mapping[str, Callable[[_Asking], Question]]] = {
    "predict": _prediction,
    "pick": _pick,
    "order": _order,
    "number": _number,
    "design": _design,
}
