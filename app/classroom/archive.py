"""Everything that was done in a class as an archive of signed traces, made while it is sent."""

from __future__ import annotations

import asyncio
import csv
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from io import StringIO
from time import gmtime, time
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from app.classroom.course import Member, Private, Round
from app.classroom.hall import Hall
from app.recording import header_of, signed_trace
from app.room import Room
from app.security import Signer
from raft_core.sim.timeline import Branch
from raft_core.trace.record import Answered, Extras

INDEX: Final = "members.csv"
COLUMNS: Final = ("participant", "name", "file", "kind", "lesson", "left_class_at", "points", "possible_points")
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would take for a formula."""


@dataclass(slots=True, frozen=True)
class Entry:
    """One trace of the archive. `kind` is own for a private room, followed for ballots in the presenter's run."""

    kind: str
    member: Member
    room: Room
    branch: Branch
    left_at: int | None
    extras: Extras


async def archive(hall: Hall, signer: Signer, names: bool) -> AsyncIterator[bytes]:
    """The archive in pieces: traces of the class, of private rooms, and of what was answered while following."""
    sink = _Sink()
    index = StringIO()
    table = csv.writer(index)
    table.writerow(COLUMNS)
    with ZipFile(sink, "w", ZIP_DEFLATED) as folder:
        for entry in _entries(hall):
            participant = entry.member.name if names else entry.member.pseudonym
            lesson = entry.room.guide.id if entry.room.guide is not None else ""
            header = header_of(entry.room.id, lesson, participant)
            text = signed_trace(entry.room.session, entry.branch, signer, header, entry.extras)
            name = f"{_folder(entry.member, names)}/{entry.kind}-{entry.room.id[:6]}-{entry.branch.id}.trace.jsonl"
            _write(folder, name, text)
            table.writerow(_cells(entry, participant, name, lesson, names))
            yield sink.take()
            await asyncio.sleep(0)
        _write(folder, INDEX, index.getvalue())
    yield sink.take()


def _entries(hall: Hall) -> Iterator[Entry]:
    presenter = hall.course.presenter
    for course_round in hall.course.rounds:
        room = hall.known_room(course_round.room)
        if room is not None and presenter is not None:
            extras = room.guide.extras(room.branch) if room.guide is not None else Extras()
            yield Entry("class", presenter, room, room.branch, None, extras)
    for member in hall.course.students:
        for private in member.rooms:
            room = hall.known_room(private.room)
            if room is not None:
                yield _own(member, private, room)
        for course_round in hall.course.rounds:
            room = hall.known_room(course_round.room)
            answers = tuple(_ballots(course_round, member, room)) if room is not None else ()
            if room is not None and answers:
                yield Entry("followed", member, room, room.branch, None, Extras(answers))


def _own(member: Member, private: Private, room: Room) -> Entry:
    """A private room, on the branch that has come farthest: the one with the most points, among equals the active."""
    guide = room.guide
    if guide is None:
        return Entry("own", member, room, room.branch, private.position, Extras())
    branches = room.session.timeline.branches.values()
    best = max(branches, key=lambda branch: (guide.goals(branch).points, branch is room.branch))
    return Entry("own", member, room, best, private.position, guide.extras(best))


def _ballots(course_round: Round, member: Member, room: Room) -> Iterator[Answered]:
    for poll in course_round.polls.values():
        vote = poll.votes.get(member.id)
        if vote is not None and vote.position <= room.branch.last_position:
            yield Answered(poll.id, vote.choice or "", vote.position, vote.right)


def _cells(entry: Entry, participant: str, name: str, lesson: str, names: bool) -> list[object]:
    guide = entry.room.guide
    goals = guide.goals(entry.branch) if guide is not None and entry.kind == "own" else None
    shown = entry.member.name if names else ""
    left_at = entry.left_at if entry.left_at is not None else ""
    points = (goals.points, goals.possible_points) if goals is not None else ("", "")
    return [_text(participant), _text(shown), _text(name), entry.kind, lesson, left_at, *points]


def _folder(member: Member, names: bool) -> str:
    """A folder for each; with names the pseudonym stands behind it, since two names can look the same as files."""
    if not names:
        return member.pseudonym
    safe = "".join(letter if letter.isalnum() or letter in " -_" else "_" for letter in member.name).strip()
    return f"{safe} ({member.pseudonym})"


def _text(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _write(folder: ZipFile, name: str, text: str) -> None:
    entry = ZipInfo(name, gmtime(time())[:6])
    folder.writestr(entry, text, ZIP_DEFLATED)


class _Sink:
    """Where the archive is written to: kept until it is taken, and never gone back in."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, content: bytes, /) -> int:
        """Keep a piece."""
        self._pieces.append(bytes(content))
        return len(content)

    def flush(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        """Nothing is to be closed."""

    def take(self) -> bytes:
        """What was written since."""
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)
