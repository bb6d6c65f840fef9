"""A trace is opened as a room in which everything in it was done again, and that says whether the replay agrees."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from app.data import data_folder
from app.lessons import load
from app.metrics import Metrics
from app.opening import MAX_TRACE, Wish, open_room
from app.recording import header_of
from app.workers import Workers
from raft_core.trace.record import Header, write_trace
from tests.app.test_guide import LESSON, lesson_room, take_lesson
from tests.app.watching import encoded, news, timed

if TYPE_CHECKING:
    from app.room import Room
    from app.settings import Settings
    from tests.app.conftest import MakeSettings, Serve

SCRIPT = """cluster S1 S2 S3 seed=7
run until leader != none within 10s
client c1 put x 1
run 200ms
isolate S1
run 1s
heal
settle
run 300ms
"""

HEADER = Header(participant="Ada", created=1_764_547_200)


async def opened(settings: Settings, trace: str) -> Room:
    workers = Workers()
    try:
        return await open_room(Wish(trace=trace), load(data_folder("lessons")), settings, Metrics(), workers)
    finally:
        workers.close()


async def trace_of_a_script(settings: Settings, script: str = SCRIPT) -> tuple[Room, str]:
    room = await open_room(Wish(script=script), load(data_folder("lessons")), settings, Metrics(), Workers())
    return room, write_trace(room.session, room.branch, HEADER)


def test_the_room_of_a_trace_is_the_room_it_came_from(make_settings: MakeSettings) -> None:
    async def story() -> None:
        settings = make_settings()
        before, text = await trace_of_a_script(settings)
        room = await opened(settings, text)
        assert write_trace(room.session, room.branch, HEADER) == text
        told = encoded(room.welcome("control"))["replay"]
        assert (told["verified"], told["position"], told["participant"]) == (True, None, "Ada")
        assert told["steps"] == before.branch.last_position
        assert told["interventions"] == 4

    timed(story())


def test_a_lesson_comes_back_with_its_goals_and_answers(make_settings: MakeSettings) -> None:
    async def story() -> None:
        settings = make_settings(max_rate=10_000)
        before = await lesson_room(settings)
        asked = await take_lesson(before, before.enter("control"))
        assert before.guide is not None
        header, extras = header_of(before.id, before.guide.id, "Ada"), before.guide.extras(before.branch)
        room = await opened(settings, write_trace(before.session, before.branch, header, extras))
        assert room.guide is not None
        assert room.guide.extras(room.branch) == extras
        frames = news(room.enter("watch").cursor)
        goals = [frame for frame in frames if frame["type"] == "goals"][-1]["goals"]
        assert all(goal["met"] for goal in goals)
        states = {frame["id"]: frame["state"] for frame in frames if frame["type"] == "question"}
        assert states == dict.fromkeys(asked, "right")
        assert room.replay is not None
        assert (room.title, room.replay.answers) == ("An election", len(asked))

    timed(story())


def test_a_lesson_that_is_gone_leaves_the_run(make_settings: MakeSettings) -> None:
    async def story() -> None:
        settings = make_settings()
        before, _ = await trace_of_a_script(settings)
        for lesson in ("no-such-lesson/at-all", f"{LESSON}/an-election"):
            header = header_of(before.id, lesson, "Ada")
            room = await opened(settings, write_trace(before.session, before.branch, header))
            assert room.guide is None
            assert room.replay is not None
            assert room.replay.verified

    timed(story())


def changed(text: str, kind: str, **fields: Any) -> str:  # noqa: ANN401 - whatever the line takes
    """The trace with the first line of a kind changed."""
    lines = [json.loads(line) for line in text.splitlines()]
    next(line for line in lines if line["type"] == kind).update(fields)
    return "".join(json.dumps(line) + "\n" for line in lines)


@pytest.mark.parametrize(
    ("kind", "fields"),
    [("intervention", {"directive": "client c1 put x 2"}), ("end", {"digest": "0" * 64}), ("end", {"findings": [{}]})],
)
def test_a_trace_that_differs_is_shown_up_to_there(
    make_settings: MakeSettings, kind: str, fields: dict[str, Any]
) -> None:
    async def story() -> None:
        settings = make_settings()
        before, text = await trace_of_a_script(settings)
        room = await opened(settings, changed(text, kind, **fields))
        assert room.replay is not None
        assert not room.replay.verified
        assert room.replay.position is not None
        assert room.branch.last_position == room.replay.position - 1
        assert room.branch.last_position <= before.branch.last_position
        # the clock stands where the replay does, not where the trace claims that it ended
        assert room.branch.now_us == room.session.world(room.branch).time_us

    timed(story())


@pytest.mark.parametrize(
    ("text", "status", "code", "says"),
    [
        ("", 422, "bad_trace", "line 1"),
        ("hello", 422, "bad_trace", "not an Orbital Raft trace"),
        ('{"type":"header"}', 422, "bad_trace", "format"),
        ("x" * (MAX_TRACE + 1), 422, "bad_body", "body.trace"),
    ],
)
def test_what_is_no_trace_is_refused(serve: Serve, text: str, status: int, code: str, says: str) -> None:
    answer = httpx.post(f"{serve().http}/api/rooms", json={"trace": text})
    assert answer.status_code == status
    assert answer.json()["code"] == code
    assert says in answer.json()["says"]


def test_a_trace_that_is_longer_than_a_room_may_be_is_refused(make_settings: MakeSettings, serve: Serve) -> None:
    async def made() -> str:
        return (await trace_of_a_script(make_settings()))[1]

    answer = httpx.post(f"{serve(max_steps=10).http}/api/rooms", json={"trace": timed(made())})
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
