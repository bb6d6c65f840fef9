"""The simulator as judge: what the run makes of each kind of question, moment after moment."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from app.lessons.conditions import filled, predicate, value_of
from app.lessons.error import ScriptError
from app.lessons.happened import event_pattern
from app.lessons.question import (
    FALLS,
    NOBODY,
    STANDS,
    Design,
    Number,
    Order,
    Pick,
    Prediction,
    Question,
    Reading,
    time_of,
)
from raft_core.ids import SERVER_NAMES
from raft_core.script import Predicate, View, parse_directive
from raft_core.sim.step import Step

MOST_ENTRIES: Final = 200
"""So many entries can be picked from, the newest ones."""
_DECIMALS: Final = {"ms": 3, "s": 6}
_MICROSECONDS: Final = {"ms": 1_000, "s": 1_000_000}

Values = Mapping[str, str]


@dataclass(slots=True, frozen=True)
class Moment:
    """A moment of a run: after a step, or the beginning, or one more refusal at the same position."""

    view: View
    position: int
    time_us: int
    step: Step | None = None


@dataclass(slots=True, frozen=True)
class Asked:
    """A question as a branch asked it: when, what was remembered, what there was to pick from, what came so far."""

    values: Values
    position: int
    time_us: int
    candidates: tuple[str, ...] = ()
    seen: tuple[tuple[str, int], ...] = ()


class Judge:
    """Holds predicates ready, by their filled text: the same few are asked at every step."""

    def __init__(self) -> None:
        self._predicates: dict[str, Predicate | None] = {}

    def holds(self, text: str, values: Values, view: View) -> bool:
        """Whether a predicate with its placeholders filled holds."""
        key = text if not values else f"{text} {sorted(values.items())}"
        if key not in self._predicates:
            try:
                self._predicates[key] = predicate(text, values)
            except ScriptError:
                # The remembered value makes no sense there: then it does not hold. `lessons check` finds such texts.
                self._predicates[key] = None
        found = self._predicates[key]
        return found is not None and found.holds(view)

    def ask(self, question: Question, values: Values, moment: Moment) -> Asked:
        """The question as it is asked at a moment."""
        candidates = _candidates(question, moment.view) if isinstance(question, Pick) else ()
        return Asked(values, moment.position, moment.time_us, candidates)

    def watch(self, question: Question, asked: Asked, moment: Moment) -> Asked:
        """Take note of what came true of the items to be ordered."""
        if not isinstance(question, Order) or moment.position <= asked.position:
            return asked
        known = {item for item, _ in asked.seen}
        fresh = [item for item in self.showing(question, asked, moment) if item not in known]
        return replace(asked, seen=(*asked.seen, *((item, moment.position) for item in fresh))) if fresh else asked

    def showing(self, question: Question, asked: Asked, moment: Moment) -> list[str]:
        """The answers that can be seen to be right now, whether or not that decides."""
        return _SHOWING[type(question)](self, question, asked, moment)

    def came_true(self, question: Question, asked: Asked, moment: Moment) -> str | None:
        """What the run made right; None as long as it has not."""
        return _DECIDING[type(question)](self, question, asked, moment)

    def value(self, reading: Reading, asked: Asked, moment: Moment) -> str | None:
        """A number of the run as text; None when it has none."""
        if reading.elapsed is not None:
            passed = (moment.time_us - asked.time_us) / _MICROSECONDS[reading.elapsed]
            return f"{passed:.{_DECIMALS[reading.elapsed]}f}".rstrip("0").rstrip(".")
        if reading.count:
            return str(sum(self._of_server(reading.of, name, asked, moment) for name in members(moment.view)))
        whole = value_of(filled(reading.of, asked.values), moment.view)
        less = value_of(filled(reading.less, asked.values), moment.view) if reading.less is not None else 0
        return None if whole is None or less is None else str(whole - less)

    def _of_server(self, text: str, server: str, asked: Asked, moment: Moment) -> bool:
        return self.holds(text, {**asked.values, "server": server}, moment.view)


def members(view: View) -> list[str]:
    """The servers there are, by name."""
    return [SERVER_NAMES[server.id] for server in view.world.members()]


def picked(candidate: str) -> dict[str, str]:
    """What the braces of a pick stand for: {pick} is the server or the index, {server} the server that has it."""
    server, colon, index = candidate.partition(":")
    return {"pick": index, "server": server} if colon else {"pick": server, "server": server}


def _candidates(question: Pick, view: View) -> tuple[str, ...]:
    among = [name for name in members(view) if not question.among or name in question.among]
    if question.of == "servers":
        return tuple(among)
    entries: list[str] = []
    for server in view.world.members():
        name = SERVER_NAMES[server.id]
        if name in among:
            node = server.node
            entries += [f"{name}:{index}" for index in range(node.snapshot.index + 1, node.log.last_index + 1)]
    return tuple(sorted(entries, key=lambda entry: int(entry.partition(":")[2]))[-MOST_ENTRIES:])


# What shows.


def _options_showing(judge: Judge, question: Prediction, asked: Asked, moment: Moment) -> list[str]:
    return [option.id for option in question.options if judge.holds(option.when, asked.values, moment.view)]


def _picks_showing(judge: Judge, question: Pick, asked: Asked, moment: Moment) -> list[str]:
    def holds(candidate: str) -> bool:
        return judge.holds(question.when, {**asked.values, **picked(candidate)}, moment.view)

    return [candidate for candidate in asked.candidates if holds(candidate)]


def _items_showing(judge: Judge, question: Order, asked: Asked, moment: Moment) -> list[str]:
    return [
        item.id
        for item in question.items
        if (item.when is not None and judge.holds(item.when, asked.values, moment.view))
        or (item.event is not None and _happened(filled(item.event, asked.values), moment.step))
    ]


def _happened(event: str, step: Step | None) -> bool:
    try:
        return step is not None and event_pattern(event).matches(step)
    except ScriptError:
        return False


def _number_showing(judge: Judge, question: Number, asked: Asked, moment: Moment) -> list[str]:
    value = (
        judge.value(question.value, asked, moment) if judge.holds(question.when, asked.values, moment.view) else None
    )
    return [value] if value is not None else []


def _fall_showing(judge: Judge, question: Design, asked: Asked, moment: Moment) -> list[str]:
    falls = question.falls is not None and judge.holds(question.falls, asked.values, moment.view)
    return [FALLS] if falls else []


# What decides.


def _option(judge: Judge, question: Prediction, asked: Asked, moment: Moment) -> str | None:
    showing = _options_showing(judge, question, asked, moment)
    return showing[0] if showing else None


def _pick(judge: Judge, question: Pick, asked: Asked, moment: Moment) -> str | None:
    if question.until is not None and not judge.holds(question.until, asked.values, moment.view):
        return None
    showing = _picks_showing(judge, question, asked, moment)
    return ",".join(showing) if showing else NOBODY if question.until is not None else None


def _order(judge: Judge, question: Order, asked: Asked, moment: Moment) -> str | None:
    if len(asked.seen) < len(question.items):
        return None
    positions = sorted({position for _, position in asked.seen})
    return ",".join("=".join(item for item, at in asked.seen if at == position) for position in positions)


def _number(judge: Judge, question: Number, asked: Asked, moment: Moment) -> str | None:
    showing = _number_showing(judge, question, asked, moment)
    return showing[0] if showing else None


def _design(judge: Judge, question: Design, asked: Asked, moment: Moment) -> str | None:
    if moment.position <= asked.position:
        return None
    if _fall_showing(judge, question, asked, moment):
        return FALLS
    fault_us = asked.time_us + _length_us(tuple(filled(line, asked.values) for line in question.then))
    if moment.time_us > fault_us and judge.holds(question.stands, asked.values, moment.view):
        return STANDS
    late = question.within_us is not None and moment.time_us > fault_us + question.within_us
    return FALLS if late else None


@lru_cache(maxsize=256)
def _length_us(lines: tuple[str, ...]) -> int:
    return time_of([parse_directive(line) for line in lines])


_SHOWING: Final[Mapping[type[Question], Callable[..., list[str]]]] = {
    Prediction: _options_showing,
    Pick: _picks_showing,
    Order: _items_showing,
    Number: _number_showing,
    Design: _fall_showing,
}
_DECIDING: Final[Mapping[type[Question], Callable[..., str | None]]] = {
    Prediction: _option,
    Pick: _pick,
    Order: _order,
    Number: _number,
    Design: _design,
}
