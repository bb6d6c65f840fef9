"""The diary of a room: what happens is noted, and is in the journal before anybody is told that it was done.

What a person does is written ahead: when the journal takes it, it is done, and when it does not, nothing has changed.
How far time ran by itself is noted now and then; it would run the same way again.
"""

from __future__ import annotations

import asyncio
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from app.errors import RequestError
from app.journal import Journal, JournalError, JournalFull, Record
from app.keeping.digests import Digests
from app.keeping.notes import (
    ANSWERED,
    DESIGNS,
    DID,
    FORKED,
    NAMED,
    OPENED,
    REACHED,
    REFUSED,
    TURNED,
    Note,
    packed,
    stream_of,
    unpacked,
)
from raft_core import ENGINE_VERSION
from raft_core.sim.timeline import Branch

if TYPE_CHECKING:
    from app.room import Room

MARK_S: Final = 1.0
"""While time runs, it is noted so often how far it has come."""
PACK_AFTER: Final = 500
"""So many records after the last packing, a room is packed again."""


class NoDiary:
    """The diary of a room that is not kept."""

    def note(self, kind: str, **data: Any) -> None:  # noqa: ANN401 - whatever JSON can say
        """Note something; it is durable after `commit`."""

    def mark(self, branch: Branch) -> None:
        """Note how far a branch has come."""

    def mark_soon(self, branch: Branch, *, at_once: bool = False) -> None:
        """Note that without waiting for the disk, unless it was done a moment ago and need not be done `at_once`."""

    async def commit(self, branch: Branch | None = None) -> None:
        """Be durable, with how far a branch has come. Raises RequestError when the journal takes nothing."""

    async def act(self, branch: Branch, kind: str, **data: Any) -> None:  # noqa: ANN401 - as above
        """Write something ahead that is about to be done at the edge of a branch. Raises as `commit` does."""

    def refused(self, branch: Branch, rule: str, directive: str) -> None:
        """Note what was tried in vain: a lesson may look at it."""

    def doubt(self) -> None:
        """What was to be written soon may not have been."""


class Diary(NoDiary):
    """The notes of one room that is kept. Whoever notes has the room's writer's lock."""

    def __init__(self, journal: Journal, room: str, digests: Digests | None = None) -> None:
        self._journal = journal
        self._stream = stream_of(room)
        self._pending: list[Record] = []
        self._records = 0
        self._marked: tuple[str, int, int] | None = None
        self._marked_at = 0.0
        self._digests = digests if digests is not None else Digests()

    def note(self, kind: str, **data: Any) -> None:  # noqa: ANN401 - whatever JSON can say
        """Note something; it is durable after `commit`."""
        self._pending.append(Record(self._stream, kind, data))

    def mark(self, branch: Branch) -> None:
        """Note how far a branch has come, unless that was the last thing that was noted."""
        here = (branch.id, branch.last_position, branch.now_us)
        if here != self._marked:
            self._marked = here
            self.note(REACHED, branch=branch.id, at=self._edge(branch))

    def mark_soon(self, branch: Branch, *, at_once: bool = False) -> None:
        """Note that without waiting for the disk."""
        if self._journal.trouble is not None or not (at_once or monotonic() - self._marked_at > MARK_S):
            return
        self._marked_at = monotonic()
        self.mark(branch)
        records, self._pending = self._pending, []
        self._records += len(records)
        self._journal.write_soon(*records)

    async def commit(self, branch: Branch | None = None) -> None:
        """Be durable. What the journal refuses stays noted, and goes with the next attempt."""
        if branch is not None:
            self.mark(branch)
        if not self._pending:
            return
        records, self._pending = self._pending, []
        try:
            await self._write(records)
        except JournalError as error:
            self._pending[:0] = records
            raise read_only(error) from None
        self._records += len(records)
        if self._records > PACK_AFTER:
            await self._pack()

    async def act(self, branch: Branch, kind: str, **data: Any) -> None:  # noqa: ANN401 - whatever JSON can say
        """Write something ahead; when that fails it is not noted, because it will not be done."""
        act = Record(self._stream, kind, {"branch": branch.id, "at": self._edge(branch), **data})
        self._pending.append(act)
        try:
            await self.commit()
        except RequestError:
            self._pending = [record for record in self._pending if record is not act]
            raise
        self._marked = None

    async def _write(self, records: list[Record]) -> None:
        """Write, and hear how it went. Whoever is cancelled meanwhile is so when what is durable is done as well."""
        me = asyncio.current_task()
        writing = asyncio.ensure_future(self._journal.write(*records))
        is_cancelled = False
        while not writing.done():
            try:
                await asyncio.wait({writing})
            except asyncio.CancelledError:
                is_cancelled = True
                if me is not None:
                    me.uncancel()
        if is_cancelled and me is not None:
            me.cancel()
        writing.result()

    def refused(self, branch: Branch, rule: str, directive: str) -> None:
        """Note what was tried in vain."""
        self.note(REFUSED, branch=branch.id, at=self._edge(branch), rule=rule, directive=directive)

    def doubt(self) -> None:
        """How far the branches have come is to be noted again."""
        self._marked = None

    def begin(self, room: Room, lesson: str, created: int) -> None:
        """Note how a room was opened, and what was done in it before it was kept."""
        opened = {
            "engine": ENGINE_VERSION,
            "script": room.script,
            "title": room.title,
            "language": room.words.tag,
            "lesson": lesson,
            "created": created,
            "life": room.lives.now.name,
            "replay": room.replay.model_dump() if room.replay is not None else None,
        }
        self._pending += [Record(self._stream, *note) for note in (Note(OPENED, opened), *history_of(room))]

    async def _pack(self) -> None:
        self._records = 0
        try:
            notes = unpacked(self._journal.read(self._stream))
            await self._journal.replace(self._stream, *packed(self._stream, notes))
        except JournalError:
            return  # it is no smaller for now, and that is all

    def _edge(self, branch: Branch) -> list[int | str]:
        return [branch.last_position, branch.now_us, self._digests.at_the_edge(branch)]


def history_of(room: Room) -> list[Note]:
    """What was done in a room that was not kept so far: branch by branch, with the answers of its lesson."""
    notes: list[Note] = []
    for branch in room.session.timeline.branches.values():
        if branch.parent is not None:
            notes.append(Note(FORKED, {"branch": branch.parent.id, "position": branch.fork_position, "id": branch.id}))
        if branch.name != branch.id:
            notes.append(Note(NAMED, {"branch": branch.id, "name": branch.name}))
        doings = sorted([*_answers(room, branch), *_acts(branch)], key=lambda note: note.edge.position)
        notes += doings
        notes.append(Note(REACHED, {"branch": branch.id, "at": [branch.last_position, branch.now_us]}))
        if any(note.kind == ANSWERED for note in doings):
            notes.append(Note(DESIGNS, {"branch": branch.id}))
    if room.branch is not branch:
        notes.append(Note(TURNED, {"branch": room.branch.id}))
    return notes if len(notes) > 1 or room.branch.now_us else []


def _acts(branch: Branch) -> list[Note]:
    return [
        Note(
            DID,
            {
                "branch": branch.id,
                "at": [record.position - 1, record.time_us],
                "directive": record.directive,
                "who": record.who,
            },
        )
        for record in branch.recorded.values()
    ]


def _answers(room: Room, branch: Branch) -> list[Note]:
    """The answers, which belong to the learner: they are told of the first branch."""
    if room.guide is None or branch.parent is not None:
        return []
    notes = []
    for answer in room.guide.extras(branch).answers:
        step = room.session.timeline.step(branch, answer.position)
        at = [answer.position, step.time_us if step is not None else 0]
        said = {"question": answer.question, "choice": answer.choice or None, "told": True}
        notes.append(Note(ANSWERED, {"branch": branch.id, "at": at, **said}))
    return notes


def read_only(error: JournalError) -> RequestError:
    """What whoever acts is told while the journal takes nothing."""
    code = "disk_full" if isinstance(error, JournalFull) else "journal"
    says = "The server cannot keep anything just now, so nothing was changed. What was done before is kept."
    return RequestError(code, says, legal="watch, and try again later", status=503)
