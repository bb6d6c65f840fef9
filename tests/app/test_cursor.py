"""A viewer is a place in the broadcast: it gets everything once, in order, and holds nobody up."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import pytest

from app.cursor import WINDOW, Cursor
from app.stream import LARGEST_JOINED
from app.viewer import Stalled
from tests.app.watching import ask, news, room_of, steps_of, take, timed, types

if TYPE_CHECKING:
    from tests.app.conftest import MakeSettings


def test_who_joins_gets_a_keyframe_and_everything_since(make_settings: MakeSettings) -> None:
    async def story() -> None:
        room = room_of(make_settings())
        teacher = room.enter("control")
        await take(room, teacher, 5, of=7)
        frames = news(Cursor(room.broadcast, 60))
        assert types(frames)[0] == "keyframe"
        assert frames[0]["position"] == 0
        assert steps_of(frames) == list(range(1, 36))

    timed(story())


def test_who_joins_late_gets_the_last_part_and_the_rest_on_request(make_settings: MakeSettings) -> None:
    async def story() -> None:
        room = room_of(make_settings())
        teacher = room.enter("control")
        await take(room, teacher, 3, of=2_000)
        cursor = Cursor(room.broadcast, 60)
        frames = news(cursor)
        first = frames[0]["position"]
        assert 0 < first <= 6_000 - WINDOW
        assert steps_of(frames) == list(range(first + 1, 6_001))
        sought = await ask(room, teacher, type="seek", request=1, branch="main", position=12)
        assert (sought["type"], sought["position"], sought["state"]["position"]) == ("keyframe", 12, 12)
        cursor.resume(room.broadcast.active, 12)
        frames = news(cursor)
        assert steps_of(frames) == list(range(13, 6_001))
        assert len(frames[0]["steps"]) <= LARGEST_JOINED + 200

    timed(story())


def test_nothing_is_lost_or_sent_twice_after_a_lost_connection(make_settings: MakeSettings) -> None:
    async def story() -> None:
        room = room_of(make_settings())
        teacher = room.enter("control")
        await take(room, teacher, 4, of=10)
        for position in (0, 9, 10, 11, 25, 39, 40):
            cursor = Cursor(room.broadcast, 60)
            cursor.resume(room.broadcast.active, position)
            frames = news(cursor)
            assert steps_of(frames) == list(range(position + 1, 41)), f"after {position}"
            assert "keyframe" not in types(frames)
            assert steps_of(frames[:1]) == list(range(position + 1, 41)), "all that was missed comes in one frame"

    timed(story())


def test_a_lagging_viewer_skips_to_a_keyframe_and_goes_on(make_settings: MakeSettings) -> None:
    async def story() -> None:
        room = room_of(make_settings())
        teacher = room.enter("control")
        slow, quick = Cursor(room.broadcast, 10), Cursor(room.broadcast, 10)
        news(slow)
        news(quick)
        got: list[int] = []
        for _ in range(12):
            await take(room, teacher, 1)
            got += steps_of(news(quick))
        assert got == list(range(1, 13))
        frames = news(slow)
        assert types(frames)[0] == "keyframe"
        assert frames[0]["position"] == 12
        await take(room, teacher, 2)
        assert steps_of(news(slow)) == [13, 14]

    timed(story())


def test_a_viewer_that_catches_up_is_not_taken_for_a_lagging_one(make_settings: MakeSettings) -> None:
    async def story() -> None:
        room = room_of(make_settings())
        await take(room, room.enter("control"), 30)
        assert steps_of(news(Cursor(room.broadcast, 10))) == list(range(1, 31))

    timed(story())


def test_a_new_branch_begins_with_its_fork(make_settings: MakeSettings) -> None:
    async def story() -> None:
        room = room_of(make_settings())
        teacher = room.enter("control")
        await take(room, teacher, 2, of=10)
        cursor = Cursor(room.broadcast, 60)
        news(cursor)
        answer = await ask(room, teacher, type="intervene", request=1, directive="crash S1", branch="main", position=5)
        assert (answer["type"], answer["branch"], answer["position"]) == ("accepted", "A", 6)
        frames = news(cursor)
        assert types(frames) == ["branches", "keyframe", "steps"]
        assert frames[0]["branch"] == "A"
        assert frames[0]["because"].startswith("You are now on A, forked at 0.")
        assert (frames[1]["branch"], frames[1]["position"]) == ("A", 5)
        assert steps_of(frames, "A") == [6]

    timed(story())


def test_who_joins_on_a_branch_of_a_branch_gets_the_whole_history(make_settings: MakeSettings) -> None:
    async def story() -> None:
        room = room_of(make_settings())
        teacher = room.enter("control")
        await take(room, teacher, 3, of=10)
        await ask(room, teacher, type="intervene", request=1, directive="crash S1", branch="main", position=15)
        await take(room, teacher, 2, of=10)
        await ask(room, teacher, type="intervene", request=2, directive="restart S1", branch="A", position=28)
        await take(room, teacher, 1, of=3)
        frames = news(Cursor(room.broadcast, 60))
        own = [position for position in steps_of(frames, "main") if position <= 15]
        own += [position for position in steps_of(frames, "A") if position <= 28]
        own += steps_of(frames, "B")
        assert own == list(range(1, 33))
        assert types(frames).count("keyframe") == 1

    timed(story())


def test_back_on_a_branch_a_viewer_goes_on_where_it_left_it(make_settings: MakeSettings) -> None:
    async def story() -> None:
        room = room_of(make_settings())
        teacher = room.enter("control")
        cursor = Cursor(room.broadcast, 60)
        await take(room, teacher, 1, of=10)
        frames = news(cursor)
        await ask(room, teacher, type="intervene", request=1, directive="crash S1", branch="main", position=5)
        frames += news(cursor)
        await ask(room, teacher, type="select_branch", branch="main")
        await take(room, teacher, 1, of=5)
        frames += news(cursor)
        assert steps_of(frames) == list(range(1, 16))
        await ask(room, teacher, type="select_branch", branch="A")
        await take(room, teacher, 1, of=2)
        assert steps_of(news(cursor), "A") == [7, 8]

    timed(story())


def test_after_a_lost_connection_a_branch_is_resumed_across_its_fork(make_settings: MakeSettings) -> None:
    async def story() -> None:
        room = room_of(make_settings())
        teacher = room.enter("control")
        await take(room, teacher, 2, of=10)
        await ask(room, teacher, type="intervene", request=1, directive="crash S1", branch="main", position=15)
        cursor = Cursor(room.broadcast, 60)
        cursor.resume(room.broadcast.active, 7)
        frames = news(cursor)
        assert set(range(8, 16)) <= set(steps_of(frames, "main"))
        assert steps_of(frames, "A") == [16]
        assert "keyframe" not in types(frames)
        other = Cursor(room.broadcast, 60)
        other.resume(room.broadcast.stream("main"), 18)
        frames = news(other)
        assert steps_of(frames, "main")[:2] == [19, 20]
        assert steps_of(frames, "A")[-1] == 16

    timed(story())


def test_who_asks_for_another_branch_on_the_way_gets_both(make_settings: MakeSettings) -> None:
    async def story() -> None:
        room = room_of(make_settings())
        teacher = room.enter("control")
        await take(room, teacher, 6, of=10)
        await ask(room, teacher, type="intervene", request=1, directive="crash S1", branch="main", position=45)
        cursor = Cursor(room.broadcast, 60)
        begun = [json.loads(outgoing.text) for _ in range(2) if (outgoing := cursor.next()) is not None]
        assert types(begun) == ["keyframe", "steps"]
        cursor.resume(room.broadcast.stream("main"), 45)
        frames = begun + news(cursor)
        assert set(steps_of(frames, "main")) == set(range(1, 61))
        assert steps_of(frames, "A") == [46]

    timed(story())


def test_time_without_steps_is_told_once(make_settings: MakeSettings) -> None:
    async def story() -> None:
        room = room_of(make_settings(), "cluster S1 S2 S3 timers=manual")
        teacher = room.enter("control")
        cursor = Cursor(room.broadcast, 60)
        news(cursor)
        await ask(room, teacher, type="intervene", request=1, directive="run 500ms", branch="main", position=None)
        frames = news(cursor)
        assert [(frame["type"], frame["steps"], frame["time_us"]) for frame in frames] == [("steps", [], 500_000)]
        assert news(cursor) == []

    timed(story())


def test_one_that_does_not_read_holds_nobody_up_and_is_dropped(make_settings: MakeSettings) -> None:
    async def story() -> None:
        room = room_of(make_settings(stall_seconds=0.2, lag_frames=5))
        stuck, well = room.enter("control"), room.enter("watch")
        got: list[str] = []
        arrived = asyncio.Event()

        async def never(_: str) -> None:
            await asyncio.Event().wait()

        async def at_once(text: str) -> None:
            got.append(text)
            arrived.set()

        stalled = asyncio.create_task(stuck.run(never))
        reading = asyncio.create_task(well.run(at_once))
        for position in range(1, 21):
            await take(room, stuck, 1)
            while position not in steps_of([json.loads(text) for text in got]):
                arrived.clear()
                await arrived.wait()
        with pytest.raises(Stalled):
            await stalled
        reading.cancel()
        assert steps_of([json.loads(text) for text in got]) == list(range(1, 21))
        assert room.metrics.stalled._value.get() == 1

    timed(story())
