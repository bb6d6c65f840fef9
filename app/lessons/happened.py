"""Events as lessons name them: `CommitAdvanced server=S1`, a kind and as many of its fields as matter."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any, Final, get_args

from app.lessons.error import LessonError, Place, shown, unknown_word
from raft_core.event import Event
from raft_core.sim.step import Step
from raft_core.trace.events import event_document

KINDS: Final = tuple(kind.__name__ for kind in get_args(Event))
_OF_MESSAGES: Final = ("type", "from", "to", "term")
_LEGAL: Final = "the kind of an event and its fields, such as CommitAdvanced server=S1"


@dataclass(slots=True, frozen=True)
class EventPattern:
    """What an event has to be: its kind, and the fields that are given."""

    kind: str
    fields: tuple[tuple[str, str], ...]

    def matches(self, step: Step) -> bool:
        """Whether such an event happened in a step."""
        return any(type(event).__name__ == self.kind and self._agrees(event) for event in step.events)

    def _agrees(self, event: Event) -> bool:
        document = event_document(event)
        known = {**document.get("message", {}), **document}
        return all(_text(known.get(name)) == value for name, value in self.fields)


@lru_cache(maxsize=1_000)
def event_pattern(text: str) -> EventPattern:
    """The pattern that a text says. Raises LessonError with the column in it."""
    words = text.split()
    if not words:
        raise LessonError(Place("", 1, 1), shown(text), _LEGAL)
    kind, *rest = words
    if kind not in KINDS:
        raise unknown_word(Place("", 1, 1), kind, KINDS, "kind of event")
    legal = _fields_of(kind)
    found: list[tuple[str, str]] = []
    for word in rest:
        name, equals, value = word.partition("=")
        place = Place("", 1, text.index(word) + 1)
        if not equals or not value:
            raise LessonError(place, shown(word), _LEGAL)
        if name not in legal:
            raise unknown_word(place, name, legal, f"field of {kind}")
        found.append((name, value))
    return EventPattern(kind, tuple(found))


def _fields_of(kind: str) -> tuple[str, ...]:
    """The fields of a kind of event, under the names that its document has."""
    (found,) = [candidate for candidate in get_args(Event) if candidate.__name__ == kind]
    names = [field.name for field in fields(found)]
    if "message" in names:
        return _OF_MESSAGES
    transfers = kind.startswith("Transfer")
    renamed = {} if transfers else {"source": "from", "target": "to"}
    return tuple(renamed.get(name, name) for name in names)


def _text(value: Any) -> str:  # noqa: ANN401 - the value of any field
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "true" if value else "false"
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)
