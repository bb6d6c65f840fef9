"""Predicates as lessons write them: those of the script language, with `{name}` for a remembered value."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from app.lessons.blocks import Field
from app.lessons.error import LessonError, Place, ScriptError, shown, unknown_word, within
from app.lessons.happened import event_pattern
from app.lessons.question import Remembered
from raft_core.script import Name, Predicate, RunFor, View, parse_directive, parse_predicate
from raft_core.sim.intervention import Intervention

_PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}")
_DIGITS: Final = re.compile(r"[0-9]{1,18}")
_REMEMBER: Final = re.compile(r"\s*([a-z]+)\s*=\s*(.+?)\s*")


def filled(text: str, values: Mapping[str, str]) -> str:
    """A text with its placeholders replaced; one that has no value stays as it is."""
    return _PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), text)


def predicate(text: str, values: Mapping[str, str]) -> Predicate:
    """A predicate with its placeholders replaced. Raises ScriptError when that makes no sense."""
    return parse_predicate(filled(text, values))


def recall(remember: Remembered, view: View) -> dict[str, str] | None:
    """The values to remember of this moment; None while one of them is none."""
    values: dict[str, str] = {}
    for name, of in remember:
        value = _operand(of).value(view)
        if value is None:
            return None
        values[name] = str(value)
    return values


def outcome(wanted: Remembered, view: View) -> dict[str, str]:
    """The values of the moment at which a question is decided, for its texts; what has none is none."""
    values = {name: _operand(of).value(view) for name, of in wanted}
    return {name: "none" if value is None else str(value) for name, value in values.items()}


def value_of(text: str, view: View) -> int | None:
    """The number that a text stands for: digits, or a name that has a number; None for anything else."""
    if _DIGITS.fullmatch(text):
        return int(text)
    try:
        value = _operand(text).value(view)
    except ScriptError:
        return None
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def remembered(field: Field | None) -> Remembered:
    """What a `remember` field asks for: `term = max_term, old = leader`. Raises LessonError."""
    if field is None:
        return ()
    pairs: list[tuple[str, str]] = []
    for part in field.value.split(","):
        found = _REMEMBER.fullmatch(part)
        if found is None:
            raise LessonError(field.place, shown(part.strip()), "pairs such as term = max_term, old = leader")
        try:
            _operand(found[2])
        except ScriptError as error:
            raise LessonError(field.place, error.found, error.legal, error.problem) from None
        pairs.append((found[1], found[2]))
    return tuple(pairs)


@dataclass(slots=True, frozen=True)
class Scope:
    """What a predicate or a text may speak of: the servers of the cluster, and what is remembered by then."""

    members: tuple[str, ...]
    known: Remembered = ()

    def inside(self, remember: Remembered) -> Scope:
        """The scope in which more is remembered; a name given again takes the later meaning."""
        return Scope(self.members, tuple({**dict(self.known), **dict(remember)}.items()))

    def predicate(self, field: Field) -> str:
        """The text of a predicate, if it is one. Raises ScriptError with its place in the lesson."""
        self.text(field.value, field.place)
        try:
            found = predicate(field.value, self.examples)
        except ScriptError as error:
            raise within(error, field.place) from None
        self._servers(found.names, field.place)
        return field.value

    def reading(self, text: str, place: Place) -> str:
        """The text of a number that can be read of a run, if it is one. Raises ScriptError."""
        self.text(text, place)
        value = filled(text, self.examples)
        if not _DIGITS.fullmatch(value):
            try:
                self._servers((_operand(value),), place)
            except ScriptError as error:
                raise LessonError(place, error.found, error.legal, error.problem) from None
        return text

    def directives(self, field: Field) -> tuple[str, ...]:
        """Lines of the script, divided by ;, that can come by themselves: interventions, and `run` with a time."""
        self.text(field.value, field.place)
        lines = []
        column = field.place.column
        for text in field.value.split(";"):
            place = Place(field.place.file, field.place.line, column + len(text) - len(text.lstrip()))
            column += len(text) + 1
            try:
                action = parse_directive(filled(text.strip(), self.examples))
            except ScriptError as error:
                raise within(error, place) from None
            if not isinstance(action, Intervention | RunFor):
                raise LessonError(place, shown(text.strip()), "an intervention such as crash S1, or run 2s")
            lines.append(text.strip())
        return tuple(lines)

    def event(self, field: Field) -> str:
        """The text of an event, if it is one. Raises ScriptError with its place in the lesson."""
        self.text(field.value, field.place)
        try:
            event_pattern(filled(field.value, self.examples))
        except ScriptError as error:
            raise within(error, field.place) from None
        return field.value

    @property
    def examples(self) -> dict[str, str]:
        """A value for each name in braces, to try texts with."""
        return {name: self._example(of) for name, of in self.known}

    def _servers(self, names: Iterable[Name], place: Place) -> None:
        for name in names:
            for server in name.servers:
                if server not in self.members:
                    raise unknown_word(place, server, self.members, "server of this cluster")

    def text(self, text: str, place: Place) -> None:
        """Raise LessonError for a placeholder that nobody remembers."""
        known = [name for name, _ in self.known]
        for name in _PLACEHOLDER.findall(text):
            if name not in known:
                legal = ", ".join(f"{{{other}}}" for other in known) or "no braces, since nothing is remembered here"
                raise LessonError(place, shown(f"{{{name}}}"), legal)

    def _example(self, of: str) -> str:
        """A value such as a remembered name may have, to try a predicate with."""
        is_server = of == "leader" or of.endswith((".voted_for", ".leader_id"))
        return self.members[0] if is_server else "1"


def _operand(text: str) -> Name:
    """The name of the script language that a text is. Raises ScriptError."""
    legal = "one name with a value, such as leader, max_term or S1.term"
    try:
        compared = parse_predicate(f"{text} != none")
    except ScriptError as error:
        raise ScriptError(Place("", 1, 1), shown(text), legal, error.problem) from None
    names = compared.names
    if len(names) != 1 or names[0].text != text:
        raise ScriptError(Place("", 1, 1), shown(text), legal)
    return names[0]
