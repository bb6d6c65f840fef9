"""What is written down of a room: how it was opened, and everything that was done in it, in the order of its writer.

A note about the edge of a branch says where that was: position, time, and the running digest of every step before it.
Between two notes nothing happens but time, so that doing the notes again, each at its edge, makes the same room.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple

from app.journal import Record

PREFIX: Final = "room:"

OPENED: Final = "opened"
DID: Final = "did"
REFUSED: Final = "refused"
ANSWERED: Final = "answered"
REACHED: Final = "reached"
FORKED: Final = "forked"
TURNED: Final = "turned"
NAMED: Final = "named"
DESIGNS: Final = "designs"
WOKEN: Final = "woken"
PACKED: Final = "packed"

AT_THE_EDGE: Final = {DID, REFUSED, ANSWERED, REACHED}
"""Notes that say themselves how far the active branch had come."""

Data = dict[str, Any]


class Edge(NamedTuple):
    """How far a branch has come. `check` is the running digest there; empty where nobody computed it."""

    position: int
    time_us: int
    check: str = ""


class Note(NamedTuple):
    """One thing that happened in a room."""

    kind: str
    data: Data

    @property
    def edge(self) -> Edge:
        """How far the branch had come."""
        return Edge(*self.data["at"])


def stream_of(room: str) -> str:
    """The name of a room's stream."""
    return f"{PREFIX}{room}"


def unpacked(records: Sequence[Record]) -> Iterator[Note]:
    """The notes in the records of a room."""
    for record in records:
        if record.kind == PACKED:
            for kind, data in record.data["notes"]:
                yield Note(kind, data)
        else:
            yield Note(record.kind, record.data)


def packed(stream: str, notes: Iterable[Note]) -> list[Record]:
    """The same room in two records: how it was opened, and the rest without what later notes say as well."""
    opened, *rest = notes
    needed = [
        note
        for note, following in zip(rest, [*rest[1:], None], strict=True)
        if note.kind != REACHED or following is None or not _says_as_much(following, note)
    ]
    return [Record(stream, *opened), Record(stream, PACKED, {"notes": [list(note) for note in needed]})]


def _says_as_much(following: Note, mark: Note) -> bool:
    return following.kind in AT_THE_EDGE and following.data["branch"] == mark.data["branch"]
