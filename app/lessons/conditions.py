"""Predicates as lessons write them: those of the script language, with `{name}` for a remembered value."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from app.lessons.blocks import Field
from app.lessons.error import LessonError, Place, ScriptError, shown, unknown_word, within
from app.lessons.model import Remembered
from raft_core.script import Name, Predicate, View, parse_predicate

_PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}")
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
        examples = {name: self._example(of) for name, of in self.known}
        try:
            found = predicate(field.value, examples)
        except ScriptError as error:
            raise within(error, field.place) from None
        for name in found.names:
            for server in name.servers:
                if server not in self.members:
                    raise unknown_word(field.place, server, self.members, "server of this cluster")
        return field.value

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
