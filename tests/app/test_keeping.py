"""A room that is done again from its notes is the room that it was."""

from __future__ import annotations

import asyncio
import random
from typing import TYPE_CHECKING

import pytest

from app.journal import MemoryJournal
from app.keeping.notes import OPENED, PACKED, stream_of
from app.recording import header_of
from app.room import Room
from app.viewer import Viewer
from raft_core.trace.record import write_trace
from tests.app.keeping import again, house_of, image, opened, rooms_of, tried
from tests.app.test_designing import choose, room_at_the_choice
from tests.app.test_guide import do
from tests.app.test_replaying import SCRIPT
from tests.app.watching import Frame, encoded, timed

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


@pytest.mark.parametrize("scenario", ["pick-a-server", "pick-an-entry", "order-the-steps", "a-number", "a-design"])
@pytest.mark.parametrize("seed", range(2))
def test_with_the_answers_and_goals_of_its_lesson(make_settings: MakeSettings, scenario: str, seed: int) -> None:
    async def story() -> None:
        dice, journal, settings = random.Random(seed), MemoryJournal(), make_settings()  # noqa: S311 - no secret
        room, viewer = await opened(
            rooms_of(house_of(settings, journal)), settings, lesson="every-kind", scenario=scenario
        )
        guide = room.guide
        assert guide is not None
        for _ in range(25):
            held = guide.held(room.branch)
            if held is not None:
                frame = encoded(guide.question(room.branch, held))
                options = [option["id"] for option in frame["options"]]
                choices = [None, ",".join(options), *options, *frame["candidates"], "1"]
                choice = dice.choice(choices)
                await tried(room, viewer, type="answer", request=1, question=held.id, choice=choice)
            await anything(dice, room, viewer)
        room.pacer.hold()
        room.rest()
        assert image(await again(room, settings, journal)) == image(room)

    asyncio.run(story())


def test_with_another_design_on_another_branch(make_settings: MakeSettings) -> None:
    async def story() -> None:
        journal, settings = MemoryJournal(), make_settings()
        room, learner = await room_at_the_choice(settings)
        await rooms_of(house_of(settings, journal)).keep(room)
        await choose(room, learner, "pre-vote")
        await do(room, learner, "run 10s")
        await choose(room, learner, None)
        await do(room, learner, "run 3s")
        assert len(room.broadcast.streams) == 2
        other = await again(room, settings, journal)
        assert image(other) == image(room)
        for each in (room, other):
            await do(each, each.enter("control"), "run 40s")
        assert image(other) == image(room)

    timed(story())


@pytest.mark.parametrize("how", ["script", "trace"])
def test_that_was_opened_with_something_done_in_it(make_settings: MakeSettings, how: str) -> None:
    async def story() -> None:
        journal, settings = MemoryJournal(), make_settings()
        rooms = rooms_of(house_of(settings, journal))
        room, _ = await opened(rooms, settings, script=SCRIPT)
        if how == "trace":
            trace = write_trace(room.session, room.branch, header_of(room.id, ""))
            room, _ = await opened(rooms, settings, trace=trace)
        assert image(await again(room, settings, journal)) == image(room)

    timed(story())


def test_that_was_gone_on_with_after_a_lesson_was_left(make_settings: MakeSettings) -> None:
    async def story() -> None:
        journal, settings = MemoryJournal(), make_settings()
        before, learner = await room_at_the_choice(settings)
        await choose(before, learner, "pre-vote")
        assert before.guide is not None
        extras = before.guide.extras(before.branch)
        trace = write_trace(before.session, before.branch, header_of("", before.guide.id), extras)
        room, learner = await opened(rooms_of(house_of(settings, journal)), settings, trace=trace, resume=True)
        other = await again(room, settings, journal)
        for each in (room, other):
            await do(each, each.enter("control"), "run 40s")
        assert image(other) == image(room)

    timed(story())


def test_after_a_thousand_things_were_done_in_few_records(make_settings: MakeSettings) -> None:
    async def story() -> None:
        journal, settings = MemoryJournal(), make_settings()
        room, viewer = await opened(rooms_of(house_of(settings, journal)), settings)
        viewer.rate.take = lambda: True  # type: ignore[method-assign]
        for number in range(1_200):
            await do(room, viewer, f"client c1 put x {number}" if number % 2 else "run 20ms")
        records = journal.read(stream_of(room.id))
        assert [record.kind for record in records[:2]] == [OPENED, PACKED]
        assert len(records) < 600
        other = await again(room, settings, journal)
        assert image(other) == image(room)
        assert len(journal.read(stream_of(room.id))) == 2

    asyncio.run(story())
