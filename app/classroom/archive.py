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
from app.classroom.standing import given_until, own_points
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
class Job:
    """What is to be in the archive: of a member's `private` room, else of the room of a round.

    `kind` is class for the presenter's run, own for a private room, followed for ballots in the presenter's run.
    """

    kind: str
    member: Member
    round: Round
    private: Private | None = None

    @property
    def room(self) -> str:
        """The room it is in."""
        return self.private.room if self.private is not None else self.round.room


@dataclass(slots=True, frozen=True)
class Entry:
    """One trace. `points` are those that a student has of their own, out of `possible`.

    Up to the position `given_until` the run is not the student's own.
    """

    branch: Branch
    extras: Extras
    given_until: int | None = None
    points: int | None = None
    possible: int | None = None


async def archive(hall: Hall, signer: Signer, names: bool) -> AsyncIterator[bytes]:
    """The archive in pieces: traces of the class, of private rooms, and of what was answered while following."""
    sink = _Sink()
    index = StringIO()
    table = csv.writer(index)
    table.writerow(COLUMNS)
    with ZipFile(sink, "w", ZIP_DEFLATED) as folder:
        for job in _jobs(hall):
            was_awake = hall.known_room(job.room) is not None
            room = await hall.woken(job.room)
            participant = job.member.name if names else job.member.pseudonym
            shown = job.member.name if names else ""
            left_at = job.private.position if job.private is not None else ""
            if room is None:
                # Nobody is to think that there was nothing.
                table.writerow([_text(participant), _text(shown), "", f"{job.kind}, lost", "", left_at, "", ""])
                continue
            entry, lesson = _entry(job, room), room.guide.id if room.guide is not None else ""
            header = header_of(room.id, lesson, participant, entry.given_until)
            text = signed_trace(room.session, entry.branch, signer, header, entry.extras)
            name = f"{_folder(job.member, names)}/{job.kind}-{room.id[:6]}-{entry.branch.id}.trace.jsonl"
            _write(folder, name, text)
            told = [participant, shown, name, job.kind, lesson, left_at, entry.points, entry.possible]
            table.writerow([_text(cell) if isinstance(cell, str) else cell for cell in told])
            if job.private is not None and not was_awake and not room.viewers:
                hall.rooms.close(room, "idle", "The room was only looked at.")
            yield sink.take()
            await asyncio.sleep(0)
        _write(folder, INDEX, index.getvalue())
    yield sink.take()


def _jobs(hall: Hall) -> Iterator[Job]:
    course, presenter = hall.course, hall.course.presenter
    if presenter is not None:
        yield from (Job("class", presenter, each) for each in course.rounds)
    for member in course.students:
        yield from (Job("own", member, course.rounds[private.round], private) for private in member.rooms)
        for each in course.rounds:
            if any(member.id in poll.votes for poll in each.polls.values()):
                yield Job("followed", member, each)


def _entry(job: Job, room: Room) -> Entry:
    """Of a private room, the branch with the most points of one's own is taken; among equals, the active one."""
    guide, branch = room.guide, room.branch
    if guide is None:
        return Entry(branch, Extras())
    if job.kind == "followed":
        return Entry(branch, Extras(tuple(_ballots(job.round, job.member, room))), branch.last_position)
    private = job.private
    if private is None:
        return Entry(branch, guide.extras(branch))
    points = {each: own_points(guide, each, private) for each in room.session.timeline.branches.values()}
    best = max(points, key=lambda each: (points[each], each is branch))
    given = given_until(best, private)
    return Entry(best, guide.extras(best), given, points[best], guide.goals(best).possible_points)


def _ballots(course_round: Round, member: Member, room: Room) -> Iterator[Answered]:
    for poll in course_round.polls.values():
        vote = poll.votes.get(member.id)
        if vote is not None and vote.position <= room.branch.last_position:
            yield Answered(poll.id, vote.choice or "", vote.position, vote.right)


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
