"""Rooms that are kept in a journal, and what is to be the same when they are done again."""

from __future__ import annotations

from typing import Any

from app.data import data_folder
from app.errors import RequestError
from app.journal import Journal, MemoryJournal
from app.keeping.house import House
from app.languages import Languages
from app.lessons import Library, load
from app.metrics import Metrics
from app.opening import Wish, open_room
from app.room import Room
from app.rooms import Rooms
from app.security import Signer
from app.settings import Settings
from app.viewer import Viewer
from app.workers import Workers
from raft_core.trace.digest import Digest
from tests.app.watching import Frame, ask, encoded
from tests.lessons.samples import KINDS


def house_of(settings: Settings, journal: Journal | None = None) -> House:
    """A house whose lessons are the samples of every kind of question."""
    return House(
        journal if journal is not None else MemoryJournal(),
        Signer(settings.data_dir),
        settings,
        Metrics(),
        Library(KINDS, authoring=False),
        Languages(data_folder("templates") / "words"),
        Workers(),
    )


def rooms_of(house: House) -> Rooms:
    """The rooms of a server that has just started."""
    return Rooms(house.settings, house.metrics, house)


def image(room: Room) -> dict[str, Any]:
    """Everything that a person could see of a room, its viewers apart."""
    welcome = encoded(room.welcome("control"))
    branches = {branch.id: branch for branch in room.session.timeline.branches.values()}
    newest = {
        kind: notice.text
        for kind, notice in room.broadcast.notices.items()
        if notice.for_newcomers and kind != "standing"
    }
    return {
        **{
            key: welcome[key]
            for key in ("room", "title", "language", "script", "branches", "branch", "lesson", "replay")
        },
        "steps": {branch.id: _digest(branch.steps) for branch in branches.values()},
        "states": {name: room.broadcast.keyframe(branch, branch.last_position) for name, branch in branches.items()},
        "recorded": {name: list(branch.recorded.values()) for name, branch in branches.items()},
        "planned": {name: room.session.planned(branch) for name, branch in branches.items()},
        "notices": newest,
        "keys": (room.control, room.watch),
    }


def _digest(steps: list[Any]) -> str:
    digest = Digest()
    for step in steps:
        digest.update(step)
    return digest.hexdigest()


async def opened(rooms: Rooms, settings: Settings, **wish: object) -> tuple[Room, Viewer]:
    workers = Workers()
    room = await open_room(Wish.model_validate(wish), load(KINDS), settings, rooms._metrics, workers)
    workers.close()
    await rooms.keep(room)
    return room, room.enter("control")


async def again(room: Room, settings: Settings, journal: MemoryJournal) -> Room:
    """The room as another server finds it."""
    rooms = rooms_of(house_of(settings, journal))
    await rooms.wake(room.id, room.control)
    return rooms.find(room.id)


async def tried(room: Room, viewer: Viewer, **frame: object) -> Frame:
    try:
        return await ask(room, viewer, **frame)
    except RequestError as error:
        return {"type": "error", "code": error.code}
