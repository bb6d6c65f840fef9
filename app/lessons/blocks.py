"""The outline of a lesson file: containers, their fields, and the Markdown between them.

    ::: step votes          opens a container: its kind, and the name it is known by
    title: Three of five    fields stand right below, one a line; an indented line goes on
      and more
                            an empty line, then Markdown, and containers inside the container
    :::                     closes the innermost one

Nothing here knows which containers there are; `read` does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from app.lessons.error import LessonError, Place, shown

_FENCE: Final = re.compile(r" {0,3}(`{3,}|~{3,})")
_MARK: Final = re.compile(r"(:{3,})\s*(.*?)\s*")
_FIELD: Final = re.compile(r"([a-z]+):(?:\s+(.*?))?\s*")
NAME: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
A_NAME: Final = "a name of lower-case letters and digits, parts joined by -"


@dataclass(slots=True, frozen=True)
class Field:
    """The value of one field, and where it begins."""

    value: str
    place: Place


@dataclass(slots=True, frozen=True)
class Prose:
    """Markdown, and where it begins."""

    text: str
    place: Place


@dataclass(slots=True)
class Block:
    """One container, or the whole file: then it has no kind. `name` is "" when none was given."""

    kind: str
    name: str
    place: Place
    fields: dict[str, Field] = field(default_factory=dict)
    parts: list[Prose | Block] = field(default_factory=list)

    @property
    def blocks(self) -> list[Block]:
        """The containers inside."""
        return [part for part in self.parts if isinstance(part, Block)]

    @property
    def prose(self) -> str:
        """The Markdown inside, without that of inner containers."""
        return "\n\n".join(part.text for part in self.parts if isinstance(part, Prose))


class _Reader:
    """Reads lines into the innermost open container."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.open = [Block("", "", Place(file, 1, 1))]
        self.lines: list[str] = []
        self.from_line = 1
        self.fence = ""
        # The field that an indented line goes on with; None once fields are over.
        self.last: str | None = None
        self.fields_may_follow = False

    def line(self, number: int, text: str) -> None:
        """Take one line."""
        fence = _FENCE.match(text)
        if self.fence:
            self._markdown(number, text)
            if fence is not None and fence[1].startswith(self.fence) and text.strip() == fence[1]:
                self.fence = ""
            return
        mark = _MARK.fullmatch(text)
        if mark is not None:
            self._end_prose()
            if mark[2]:
                self._begin(number, text, mark[2])
            else:
                self._end(number)
        elif self.fields_may_follow and self._is_field(number, text):
            return
        else:
            if fence is not None:
                self.fence = fence[1]
            self.fields_may_follow = False
            self._markdown(number, text)

    def finish(self) -> Block:
        """The whole file."""
        if len(self.open) > 1:
            block = self.open[-1]
            raise LessonError(block.place, f"a {block.kind} that never ends", "::: on a line of its own closes it")
        self._end_prose()
        return self.open[0]

    def _markdown(self, number: int, text: str) -> None:
        if not self.lines:
            self.from_line = number
        self.lines.append(text)

    def _end_prose(self) -> None:
        text = "\n".join(self.lines).strip("\n")
        if text.strip():
            skipped = next(i for i, line in enumerate(self.lines) if line.strip())
            self.open[-1].parts.append(Prose(text, Place(self.file, self.from_line + skipped, 1)))
        self.lines = []

    def _begin(self, number: int, text: str, heading: str) -> None:
        kind, _, name = heading.partition(" ")
        name = name.strip()
        place = Place(self.file, number, text.index(kind, 3) + 1)
        if not NAME.fullmatch(kind):
            raise LessonError(place, shown(kind), "the kind of a container in lower case, such as step")
        if name and not NAME.fullmatch(name):
            raise LessonError(Place(self.file, number, text.rindex(name) + 1), shown(name), A_NAME)
        block = Block(kind, name, place)
        self.open[-1].parts.append(block)
        self.open.append(block)
        self.fields_may_follow, self.last = True, None

    def _end(self, number: int) -> None:
        if len(self.open) == 1:
            raise LessonError(
                Place(self.file, number, 1), "':::' with nothing to close", "text, or ::: with the kind of a container"
            )
        self.open.pop()
        self.fields_may_follow = False

    def _is_field(self, number: int, text: str) -> bool:
        """Take a field, or a line that goes on with one."""
        fields = self.open[-1].fields
        if self.last is not None and text[:1] in (" ", "\t") and text.strip():
            old = fields[self.last]
            fields[self.last] = Field(f"{old.value} {text.strip()}".strip(), old.place)
            return True
        found = _FIELD.fullmatch(text)
        if found is None:
            return False
        key, value = found[1], found[2] or ""
        if key in fields:
            raise LessonError(Place(self.file, number, 1), shown(key), "each field once", "it was given above")
        fields[key] = Field(value, Place(self.file, number, (found.start(2) if value else len(text)) + 1))
        self.last = key
        return True


def outline(text: str, file: str, first_line: int = 1) -> Block:
    """The containers of a text whose first line is line `first_line` of a file. Raises LessonError."""
    reader = _Reader(file)
    for number, line in enumerate(text.split("\n"), first_line):
        reader.line(number, line.removesuffix("\r"))
    return reader.finish()
