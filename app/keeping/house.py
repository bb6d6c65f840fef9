"""The rooms that are kept, whether anybody is in them or not: opening their diaries, and doing them again."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from time import time
from typing import Final

from app.errors import RequestError
from app.journal import Journal, JournalError
from app.keeping.diary import Diary
from app.keeping.lives import Life, Lives
from app.keeping.notes import OPENED, PREFIX, WOKEN, Data, Note, packed, stream_of, unpacked
from app.keeping.rebuild import Rebuilding
from app.languages import Languages
from app.lessons import Lesson, Library, Scenario
from app.logging_json import LOGGER
from app.metrics import Metrics
from app.room import Room
from app.security import Signer, same_token
from app.settings import Settings
from app.viewer import Role
from app.wire.server import Replay, Standing
from app.workers import Workers
from raft_core import ENGINE_VERSION
from raft_core.script import parse
from raft_core.sim.settings import Scenario as Setup

PACK_FROM: Final = 50
"""A room of more records than these is packed when it is done again."""
DAY_S: Final = 86_400


@dataclass(slots=True)
class House:
    """Where rooms are kept. Their keys are not: they follow from the room's id and the server's own key."""

    journal: Journal
    signer: Signer
    settings: Settings
    metrics: Metrics
    library: Library
    languages: Languages
    workers: Workers

    def keys(self, room: str) -> tuple[str, str]:
        """The keys of a room: to control it, and to watch it."""
        control, watch = (self.signer.sign(f"room {room} {may}".encode())[:32] for may in ("control", "watch"))
        return control, watch

    def role(self, room: str, key: str) -> Role | None:
        """What a key allows in a room that may be there or not."""
        control, watch = self.keys(room)
        if same_token(key, control):
            return "control"
        return "watch" if same_token(key, watch) else None

    def __contains__(self, room: str) -> bool:
        stream = stream_of(room)
        return stream in self.journal.last_written(stream)

    def begin(self, room: Room) -> None:
        """Keep a room from now on: it gets its keys and its diary, which is durable after the first commit."""
        room.control, room.watch = self.keys(room.id)
        diary = Diary(self.journal, room.id)
        diary.begin(room, room.guide.id if room.guide is not None else "", int(time()))
        room.diary = diary

    async def rebuild(self, identity: str) -> Room:
        """A room that is kept, done again. Raises RequestError when not even its beginning can be had."""
        try:
            records = self.journal.read(stream_of(identity))
            opened, *rest = unpacked(records)
            room = self._open(identity, opened.data)
        except (JournalError, ValueError, KeyError, TypeError):
            logging.getLogger(f"{LOGGER}.keeping").exception("cannot be opened", extra={"room": identity})
            says = "This room was kept, but what was kept of it cannot be read any more."
            raise RequestError("room_damaged", says, where="room", legal="another room", status=410) from None
        rebuilding = Rebuilding(room, rest)
        parted = await rebuilding.run()
        room.lives = _lives(opened, rest, room)
        kept_engine = opened.data["engine"]
        if parted is not None:
            reason = "other_engine" if kept_engine != ENGINE_VERSION else "differs"
            room.stand(Standing(reason=reason, kept_engine=kept_engine, position=parted.position))
            return room
        if len(records) > PACK_FROM or kept_engine != ENGINE_VERSION:
            await self._pack(identity, [Note(OPENED, {**opened.data, "engine": ENGINE_VERSION}), *rest])
        room.diary = Diary(self.journal, identity, rebuilding.digests)
        life = room.lives.now
        room.diary.note(WOKEN, life=life.name, began_at=life.began_at)
        return room

    def old(self) -> list[str]:
        """The rooms that nothing was done in for longer than rooms are kept."""
        oldest = time() - self.settings.keep_days * DAY_S
        written = self.journal.last_written(PREFIX)
        return [stream.removeprefix(PREFIX) for stream, at in written.items() if at < oldest]

    async def forget(self, identity: str) -> None:
        """Let nothing be left of a room."""
        await self.journal.forget(stream_of(identity))

    async def _pack(self, identity: str, notes: Sequence[Note]) -> None:
        stream = stream_of(identity)
        with contextlib.suppress(JournalError):
            await self.journal.replace(stream, *packed(stream, notes))

    def _open(self, identity: str, opened: Data) -> Room:
        setup = parse(opened["script"], "kept").scenario
        words = self.languages.words(opened["language"])
        lesson = self._lesson(opened["lesson"], setup, words.tag)
        room = Room(setup, self.settings, self.metrics, opened["title"], lesson, self.workers, words)
        room.id = identity
        room.control, room.watch = self.keys(identity)
        if opened["replay"] is not None:
            room.replay = Replay(**opened["replay"])
        return room

    def _lesson(self, name: str, setup: Setup, tag: str) -> tuple[Lesson, Scenario] | None:
        """The lesson that is taken in a room, when it is there still and begins with the same cluster."""
        lesson_id, _, scenario_id = name.partition("/")
        try:
            lesson = self.library.catalogue.spoken(tag).lesson(lesson_id)
            scenario = lesson.scenario(scenario_id)
        except KeyError:
            return None
        return (lesson, scenario) if parse(scenario.setup, "setup.raft").scenario == setup else None


def _lives(opened: Note, notes: Sequence[Note], room: Room) -> Lives:
    """The lives that the notes tell of, and another one that begins now."""
    earlier = [Life(note.data["life"], note.data["began_at"]) for note in notes if note.kind == WOKEN]
    branches = room.session.timeline.branches.values()
    began_at = {branch.id: branch.last_position for branch in branches}
    return Lives([Life(opened.data["life"]), *earlier, Life(began_at=began_at)])
