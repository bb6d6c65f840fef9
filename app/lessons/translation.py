"""A lesson in another language: `scenario.zh-CN.md` beside `scenario.md` has its texts, under the same names.

A translation has the containers of the original with their names and nothing but their texts. Which text it is a
translation of is noted beside it, in `scenario.zh-CN.json`, as a digest for each piece of text: a piece that has none,
or whose original has changed since, is shown in English. `lessons translated` writes the notes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

from app.lessons.blocks import Block, Field, Prose
from app.lessons.error import LessonError, Place, shown, unknown_word
from app.lessons.front_matter import FrontMatter

TEXT_FIELDS: Final = ("title", "because", "instead", "unit")
"""The fields of containers that are read by people; all others say what is to happen."""
FRONT_TEXTS: Final = ("title", "summary")
FRONT_LISTS: Final = ("teaches", "leaves_out")
DIGITS: Final = 8

Digests = Mapping[str, str]


@dataclass(slots=True, frozen=True)
class Piece:
    """One text of a file, known by its path: `votes/title`, `votes/hint-2`, `two-of-two/no/because`."""

    path: str
    text: str
    place: Place

    @property
    def digest(self) -> str:
        """What changes whenever the text does; spaces and line breaks do not count."""
        return sha256(re.sub(r"\s+", " ", self.text).strip().encode()).hexdigest()[:DIGITS]


@dataclass(slots=True, frozen=True)
class Document:
    """A file that can be translated: its front matter and its containers."""

    front: FrontMatter
    whole: Block

    def pieces(self) -> dict[str, Piece]:
        """Every text in it, in order. A list of sentences is one piece."""
        found = {piece.path: piece for piece in self._of_front()}
        for piece in _of_block(self.whole, ""):
            found[piece.path] = piece
        return found

    def _of_front(self) -> Iterator[Piece]:
        for key in FRONT_TEXTS:
            value = self.front.values.get(key)
            if isinstance(value, str):
                yield Piece(key, value.strip(), self.front.places[key])
        for key in FRONT_LISTS:
            value = self.front.values.get(key)
            if isinstance(value, list) and value:
                yield Piece(key, "\n".join(map(str, value)), self.front.places[key])


@dataclass(slots=True)
class Findings:
    """What is not translated, what was changed since, and what is translated of nothing: paths."""

    missing: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.missing or self.stale)


def translated(original: Document, other: Document, digests: Digests) -> tuple[Document, Findings]:
    """The original with every text replaced that has a translation which is not stale. Raises LessonError."""
    texts, originals = other.pieces(), original.pieces()
    for path, piece in texts.items():
        if path not in originals:
            raise unknown_word(piece.place, path, originals, "text of the original")
    findings = Findings()
    fresh: dict[str, Piece] = {}
    for path, piece in originals.items():
        if path not in texts:
            findings.missing.append(path)
        elif digests.get(path) != piece.digest:
            findings.stale.append(path)
        else:
            fresh[path] = texts[path]
    values = {**original.front.values}
    for key in (*FRONT_TEXTS, *FRONT_LISTS):
        if key in fresh:
            values[key] = other.front.values[key]
    front = FrontMatter(
        original.front.file, values, original.front.places, original.front.rest, original.front.first_line
    )
    return Document(front, _replaced(original.whole, "", fresh)), findings


def notes_of(original: Document, other: Document) -> dict[str, str]:
    """The digests to note for a translation that agrees with the original as it is now."""
    texts = other.pieces()
    return {path: piece.digest for path, piece in original.pieces().items() if path in texts}


def read_notes(text: str, file: str) -> dict[str, str]:
    """The digests that are noted. Raises LessonError for a file that holds none."""
    try:
        found = json.loads(text)
    except ValueError as error:
        raise LessonError(Place(file, 1, 1), "no JSON", "what `lessons translated` writes", str(error)) from None
    if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
        raise LessonError(Place(file, 1, 1), shown(text[:40]), "what `lessons translated` writes")
    return found


def check_texts_only(document: Document) -> None:
    """Raise LessonError for anything in a translation that belongs into the original."""
    document.front.allow(*FRONT_TEXTS, *FRONT_LISTS)
    _check_block(document.whole)


def _check_block(block: Block) -> None:
    for key, value in block.fields.items():
        if key not in TEXT_FIELDS:
            place = Place(value.place.file, value.place.line, 1)
            raise unknown_word(place, key, TEXT_FIELDS, "field of a translation; the original says what is to happen")
    for inner in block.blocks:
        _check_block(inner)


# Pieces have the path of their container. Those without a name are counted: hint-1, hint-2.


def _of_block(block: Block, path: str) -> Iterator[Piece]:
    for key, value in block.fields.items():
        if key in TEXT_FIELDS:
            yield Piece(f"{path}{key}", value.value, value.place)
    for part, name in _named(block):
        if isinstance(part, Prose):
            yield Piece(f"{path}{name}", part.text, part.place)
        else:
            yield from _of_block(part, f"{path}{name}/")


def _named(block: Block) -> Iterator[tuple[Prose | Block, str]]:
    """The parts of a container, each with the name that it has in paths."""
    counts: dict[str, int] = {}
    for part in block.parts:
        if isinstance(part, Block) and part.name:
            yield part, part.name
            continue
        kind = part.kind if isinstance(part, Block) else "text"
        counts[kind] = counts.get(kind, 0) + 1
        yield part, kind if counts[kind] == 1 else f"{kind}-{counts[kind]}"


def _replaced(block: Block, path: str, fresh: Mapping[str, Piece]) -> Block:
    fields = dict(block.fields)
    for key in fields:
        piece = fresh.get(f"{path}{key}")
        if key in TEXT_FIELDS and piece is not None:
            fields[key] = Field(piece.text, piece.place)
    parts: list[Prose | Block] = []
    for part, name in _named(block):
        if isinstance(part, Block):
            parts.append(_replaced(part, f"{path}{name}/", fresh))
        else:
            piece = fresh.get(f"{path}{name}")
            parts.append(Prose(piece.text, piece.place) if piece is not None else part)
    return Block(block.kind, block.name, block.place, fields, parts)
