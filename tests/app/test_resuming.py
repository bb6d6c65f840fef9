"""A learner goes on with a lesson: in its room while that is there, else in one in which everything was done again."""

from __future__ import annotations

import httpx
import pytest

from app.errors import RequestError
from app.lessons import load
from app.metrics import Metrics
from app.opening import Wish, open_room
from app.recording import header_of
from app.workers import Workers
from raft_core.trace.record import write_trace
from tests.app.conftest import MakeSettings, Serve
from tests.app.test_designing import choose, room_at_the_choice
from tests.app.watching import encoded, timed
from tests.lessons.samples import KINDS


def test_whether_a_room_is_there_is_told_to_who_has_a_key(serve: Serve) -> None:
    served = serve(lessons_dir=KINDS)
    wish = {"lesson": "every-kind", "scenario": "a-number"}
    seat = httpx.post(f"{served.http}/api/rooms", json=wish).json()
    there = httpx.get(f"{served.http}/api/rooms/{seat['room']}?key={seat['control']}").json()
    assert there == {"room": seat["room"], "role": "control", "title": "A number", "lesson": "every-kind/a-number"}
    assert httpx.get(f"{served.http}/api/rooms/{seat['room']}?key={seat['watch']}").json()["role"] == "watch"
    assert httpx.get(f"{served.http}/api/rooms/{seat['room']}?key=wrong").status_code == 403
    assert httpx.get(f"{served.http}/api/rooms/gone?key={seat['control']}").status_code == 404


async def trace_of_a_lesson(make_settings: MakeSettings, lesson: str = "every-kind/a-design") -> str:
    room, learner = await room_at_the_choice(make_settings())
    await choose(room, learner, "pre-vote")
    assert room.guide is not None
    return write_trace(room.session, room.branch, header_of(room.id, lesson), room.guide.extras(room.branch))


def test_a_run_that_is_gone_on_with_is_no_replay_to_be_judged(make_settings: MakeSettings) -> None:
    async def story() -> None:
        text = await trace_of_a_lesson(make_settings)
        workers = Workers()
        room = await open_room(Wish(trace=text, resume=True), load(KINDS), make_settings(), Metrics(), workers)
        workers.close()
        welcome = encoded(room.welcome("control"))
        assert welcome["replay"] is None
        assert welcome["lesson"]["scenario"]["id"] == "a-design"
        assert room.guide is not None
        assert room.guide.held(room.branch) is None

    timed(story())


@pytest.mark.parametrize("lesson", ["every-kind/a-number", "every-kind/gone", ""])
def test_a_run_of_a_lesson_that_changed_is_not_gone_on_with(make_settings: MakeSettings, lesson: str) -> None:
    async def story() -> None:
        text = await trace_of_a_lesson(make_settings, lesson)
        workers = Workers()
        with pytest.raises(RequestError, match="The lesson has changed since"):
            await open_room(Wish(trace=text, resume=True), load(KINDS), make_settings(), Metrics(), workers)
        workers.close()

    timed(story())
