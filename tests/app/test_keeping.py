"""A room that is done again from its notes is the room that it was."""

from __future__ import annotations

import asyncio
import random
from typing import TYPE_CHECKING

import pytest

from app.errors import RequestError
from app.journal import JournalFull, MemoryJournal
from app.keeping.notes import stream_of, unpacked
from app.lessons import load
from app.opening import Wish, open_room
from app.room import Room
from app.rooms import Rooms
from app.settings import Settings
from app.viewer import Viewer
from app.workers import Workers
from tests.app.keeping import house_of, image, rooms_of
from tests.app.watching import Frame, ask
from tests.lessons.samples import KINDS

if TYPE_CHECKING:
    from tests.app.conftest import MakeSettings

SERVERS = ("S1", "S2", "S3", "S4", "S5")
TRIED = (
    "crash {}",
    "restart {}",
    "cut {} S5",
    "heal",
    "settle",
    "write x=1",
    "get x",
    "put x 1",
    "drop 1",
    "timeout {}",
    "pause {}",
    "resume {}",
    "run 300ms",
    "step 7",
    "run until leader within 5s",
    "transfer {}",
    "partition {} S2 | S4 S5",
)


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


async def anything(dice: random.Random, room: Room, viewer: Viewer) -> Frame:
    """One of the things that a learner may do."""
    branch = dice.choice(list(room.broadcast.streams))
    last = room.broadcast.stream(branch).branch.last_position
    match dice.randrange(10):
        case 0:
            return await tried(room, viewer, type="fork", request=1, branch=branch, position=dice.randrange(last + 1))
        case 1:
            return await tried(room, viewer, type="select_branch", branch=branch)
        case 2:
            return await tried(room, viewer, type="rename_branch", branch=branch, name=f"try {dice.randrange(99)}")
        case 3:
            await tried(room, viewer, type="play", speed=16)
            await asyncio.sleep(0.05)
            return await tried(room, viewer, type="pause")
        case 4:
            return await tried(room, viewer, type="next_interesting", request=1)
        case _:
            position = dice.choice([None, None, dice.randrange(last + 1)])
            line = dice.choice(TRIED).format(dice.choice(SERVERS))
            return await tried(
                room, viewer, type="intervene", request=1, branch=branch, position=position, directive=line
            )


@pytest.mark.parametrize("seed", range(12))
def test_whatever_was_done_in_it(make_settings: MakeSettings, seed: int) -> None:
    async def story() -> None:
        dice, journal, settings = random.Random(seed), MemoryJournal(), make_settings()  # noqa: S311 - no secret
        room, viewer = await opened(rooms_of(house_of(settings, journal)), settings)
        viewer.rate.take = lambda: True  # type: ignore[method-assign]
        told = [await anything(dice, room, viewer) for _ in range(40)]
        assert sum(frame.get("type") == "accepted" for frame in told) > 8
        room.pacer.hold()
        room.rest()
        other = await again(room, settings, journal)
        assert other.standing is None
        assert image(other) == image(room)
        # and it goes on from there, through another life
        rest, viewer = random.Random(seed), other.enter("control")  # noqa: S311 - as above
        for _ in range(20):
            await anything(rest, other, viewer)
        other.pacer.hold()
        other.rest()
        assert image(await again(other, settings, journal)) == image(other)

    asyncio.run(story())
