"""The YAML between two lines of --- that a lesson file begins with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import yaml

from app.lessons.blocks import A_NAME, NAME
from app.lessons.error import LessonError, Place, shown, unknown_word
from raft_core.ids import SERVER_NAMES

OUTCOMES: Final = range(1, 7)
"""The six things that somebody who took the course can do."""

_RULE: Final = "---"


@dataclass(slots=True, frozen=True)
class FrontMatter:
    """Its values with their places, and what follows it: the text, from `first_line` of the file on."""

    file: str
    values: Mapping[str, Any]
    places: Mapping[str, Place]
    rest: str
    first_line: int

    def allow(self, *keys: str) -> None:
        """Raise LessonError for a key that is none of these."""
        for key, place in self.places.items():
            if key not in keys:
                raise unknown_word(place, key, keys, "key of the front matter")

    def text(self, key: str) -> str:
        """A sentence or a few words; obligatory."""
        value = self._get(key)
        if not isinstance(value, str) or not value.strip():
            raise self._wrong(key, "a line of text")
        return value.strip()

    def name(self, key: str) -> str:
        """A name as it stands in addresses; obligatory."""
        value = self._get(key)
        if not isinstance(value, str) or not NAME.fullmatch(value):
            raise self._wrong(key, A_NAME)
        return value

    def minutes(self, key: str) -> int:
        """A length of time; obligatory."""
        value = self._get(key)
        if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 120:
            raise self._wrong(key, "a whole number from 1 to 120")
        return value

    def outcomes(self, key: str) -> tuple[int, ...]:
        """Numbers of outcomes; obligatory."""
        value = self._get(key)
        if not isinstance(value, list) or not value or any(type(n) is not int or n not in OUTCOMES for n in value):
            raise self._wrong(key, f"a list of numbers from {OUTCOMES[0]} to {OUTCOMES[-1]}, such as [1, 6]")
        return tuple(value)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of sentences; none when the key is missing."""
        value = self.values.get(key, [])
        if not isinstance(value, list) or any(not isinstance(line, str) for line in value):
            raise self._wrong(key, "a list of lines of text")
        return tuple(value)

    def stations(self, key: str) -> dict[str, str]:
        """Names for servers; none when the key is missing."""
        value = self.pairs(key)
        for server in value:
            if server not in SERVER_NAMES[1:]:
                raise self._wrong(key, "names for S1 to S9, such as S1: Svalbard", server)
        return value

    def pairs(self, key: str) -> dict[str, str]:
        """Texts by name; none when the key is missing."""
        value = self.values.get(key, {})
        if not isinstance(value, dict) or any(
            not isinstance(name, str) or not isinstance(text, str) for name, text in value.items()
        ):
            raise self._wrong(key, "lines of the form name: text")
        return value

    def mapping(self, key: str) -> dict[str, Any]:
        """Keys and values of any kind; none when the key is missing."""
        value = self.values.get(key, {})
        if not isinstance(value, dict) or any(not isinstance(name, str) for name in value):
            raise self._wrong(key, "lines of the form key: value")
        return value

    def _get(self, key: str) -> object:
        if key not in self.values:
            raise LessonError(Place(self.file, 1, 1), f"front matter without {key}", f"{key}: and its value")
        return self.values[key]

    def _wrong(self, key: str, legal: str, found: object = None) -> LessonError:
        return LessonError(self.places[key], shown(str(self.values[key] if found is None else found)), legal, key)


def split(text: str, file: str) -> FrontMatter:
    """Take the front matter off a file's text. Raises LessonError."""
    lines = text.removeprefix("\ufeff").split("\n")
    if lines[0].rstrip() != _RULE:
        legal = "--- on the first line, then keys and values, then --- again"
        raise LessonError(Place(file, 1, 1), shown(lines[0].strip()) if lines[0].strip() else "no front matter", legal)
    ends = [number for number, line in enumerate(lines[1:], 1) if line.rstrip() == _RULE]
    if not ends:
        raise LessonError(Place(file, len(lines), 1), "the end of the file", "--- that ends the front matter")
    end = ends[0]
    values, places = _mapping("\n".join(lines[1:end]), file)
    return FrontMatter(file, values, places, "\n".join(lines[end + 1 :]), end + 2)


class _Loader(yaml.SafeLoader):
    """YAML without aliases: a few lines of them can stand for more text than there is room for."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.MarkedYAMLError(problem="an alias; write the value out again", problem_mark=mark)
        return super().compose_node(parent, index)


def _mapping(text: str, file: str) -> tuple[dict[str, Any], dict[str, Place]]:
    legal = "lines of the form key: value"
    try:
        loader = _Loader(text)
        return _values(loader, loader.get_single_node(), file)
    except LessonError:
        raise
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = _place(file, mark) if mark is not None else Place(file, 1, 1)
        raise LessonError(place, "no YAML", legal, str(error.problem or error.context)) from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        # Control characters, impossible dates, brackets without end.
        problem = (str(error) or type(error).__name__).partition("\n")[0]
        raise LessonError(Place(file, 2, 1), "no YAML", legal, problem) from None


def _values(loader: _Loader, node: yaml.Node | None, file: str) -> tuple[dict[str, Any], dict[str, Place]]:
    if node is None:
        return {}, {}
    if not isinstance(node, yaml.MappingNode):
        raise LessonError(_place(file, node.start_mark), "no mapping", "lines of the form key: value")
    values: dict[str, Any] = {}
    places: dict[str, Place] = {}
    for key_node, value_node in node.value:
        key, place = str(key_node.value), _place(file, key_node.start_mark)
        if key in values:
            raise LessonError(place, shown(key), "each key once", "it was given above")
        values[key] = loader.construct_object(value_node, deep=True)
        places[key] = _place(file, value_node.start_mark)
    return values, places


def _place(file: str, mark: yaml.Mark) -> Place:
    """Where a mark of YAML is in the file: its first line is the file's second."""
    return Place(file, mark.line + 2, mark.column + 1)
