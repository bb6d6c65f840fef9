"""A design in a room: in force at once, its fault in its time; another one on another branch; the trace has it all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.errors import RequestError
from app.lessons import load
from app.metrics import Metrics
from app.opening import Wish, open_room
from app.recording import header_of
from app.workers import Workers
from raft_core.trace.read import read_trace
from raft_core.trace.record import write_trace
from raft_core.trace.verify import verify
from tests.app.test_guide import do
from tests.app.watching import Frame, ask, news, timed
from tests.lessons.samples import KINDS

if TYPE_CHECKING:
    from app.room import Room
    from app.settings import Settings
    from app.viewer import Viewer
    from tests.app.conftest import MakeSettings

QUESTION = "what-guards"
DECIDED_S = 33


async def room_at_the_choice(settings: Settings) -> tuple[Room, Viewer]:
    wish = Wish(lesson="every-kind", scenario="a-design")
    room = await open_room(wish, load(KINDS), settings, Metrics(), Workers())
    learner = room.enter("control")
    await do(room, learner, "timeout S1")
    await do(room, learner, "run until leader = S1")
    await do(room, learner, "client c1 put x 1")
    await do(room, learner, "run 5s")
    assert room.guide is not None
    assert room.guide.held(room.branch) is not None
    return room, learner


async def choose(room: Room, learner: Viewer, choice: str | None) -> Frame:
    return await ask(room, learner, type="answer", request=1, question=QUESTION, choice=choice)


def done(room: Room) -> list[str]:
    return [record.directive for record in room.session.timeline.recorded(room.branch) if record.who == "lesson"]


def told(frames: list[Frame]) -> Frame:
    return [frame for frame in frames if frame["type"] == "question"][-1]


def test_a_design_is_chosen_and_its_fault_comes_while_time_runs(make_settings: MakeSettings) -> None:
    async def story() -> None:
        room, learner = await room_at_the_choice(make_settings())
        at = room.branch.last_position
        assert (await choose(room, learner, "pre-vote"))["position"] == at + 1
        assert done(room) == ["set pre_vote=on"]
        await do(room, learner, f"run {DECIDED_S}s")
        assert done(room) == ["set pre_vote=on", "isolate S3", "heal", "client c2 put back yes"]
        question = told(news(learner.cursor))
        assert (question["state"], question["came_true"], question["again"]) == ("right", "stands", True)
        assert question["decided"]["position"] == question["position"]
        assert question["decided"]["verdict"]["rule"]

    timed(story())


def test_a_step_to_what_happens_next_reaches_what_is_planned(make_settings: MakeSettings) -> None:
    async def story() -> None:
        room, learner = await room_at_the_choice(make_settings())
        await choose(room, learner, "nothing")
        while done(room) == []:
            await ask(room, learner, type="step", request=1, count=1)
        assert done(room) == ["isolate S3"]

    timed(story())


def test_another_design_is_tried_on_a_branch_that_leaves_where_it_was_asked(make_settings: MakeSettings) -> None:
    async def story() -> None:
        room, learner = await room_at_the_choice(make_settings())
        at = room.branch.last_position
        await choose(room, learner, "nothing")
        await do(room, learner, f"run {DECIDED_S}s")
        assert told(news(learner.cursor))["state"] == "wrong"
        answer = await choose(room, learner, "pre-vote")
        assert (answer["branch"], room.branch.fork_position) == ("A", at)
        await do(room, learner, f"run {DECIDED_S}s")
        frames = news(learner.cursor)
        assert told(frames)["state"] == "right"
        goals = [frame for frame in frames if frame["type"] == "goals"][-1]
        assert goals["points"] == goals["possible_points"]
        await ask(room, learner, type="select_branch", branch="main")
        frames = news(learner.cursor)
        assert (told(frames)["chosen"], told(frames)["state"]) == ("nothing", "wrong")

    timed(story())


def test_a_design_that_is_open_waits_on_its_branch(make_settings: MakeSettings) -> None:
    async def story() -> None:
        room, learner = await room_at_the_choice(make_settings())
        assert room.guide is not None
        await ask(room, learner, type="intervene", request=1, directive="crash S2", branch="main", position=3)
        assert room.guide.held(room.branch) is None
        await do(room, learner, "run 1s")
        await ask(room, learner, type="select_branch", branch="main")
        assert room.guide.held(room.branch) is not None
        question = told(news(learner.cursor))
        assert (question["state"], question["branch"]) == ("open", "main")
        with pytest.raises(RequestError, match="question is open"):
            await do(room, learner, "run 1s")
        assert (await choose(room, learner, "pre-vote"))["branch"] == "main"

    timed(story())


def test_a_design_that_is_none_is_refused(make_settings: MakeSettings) -> None:
    async def story() -> None:
        room, learner = await room_at_the_choice(make_settings())
        with pytest.raises(RequestError, match="'luck' is no answer to what-guards; answers are nothing"):
            await choose(room, learner, "luck")
        assert done(room) == []

    timed(story())


@pytest.mark.parametrize("seconds", [0, 10, DECIDED_S])
def test_a_trace_with_a_design_is_verified_opened_and_gone_on_with(make_settings: MakeSettings, seconds: int) -> None:
    async def story() -> None:
        settings = make_settings()
        room, learner = await room_at_the_choice(settings)
        await choose(room, learner, "nothing")
        await choose(room, learner, "pre-vote")
        if seconds:
            await do(room, learner, f"run {seconds}s")
        assert room.guide is not None
        header, extras = header_of(room.id, room.guide.id), room.guide.extras(room.branch)
        text = write_trace(room.session, room.branch, header, extras)
        trace = read_trace(text)
        assert verify(trace).identical
        assert [(answer.question, answer.choice) for answer in trace.answers] == [(QUESTION, "pre-vote")]
        workers = Workers()
        again = await open_room(Wish(trace=text), load(KINDS), settings, Metrics(), workers)
        workers.close()
        watcher = again.enter("control")
        assert again.branch.last_position == room.branch.last_position
        await do(again, watcher, f"run {DECIDED_S + 1 - seconds}s")
        assert done(again) == ["set pre_vote=on", "isolate S3", "heal", "client c2 put back yes"]
        assert told(news(watcher.cursor))["state"] == "right"

    timed(story())
