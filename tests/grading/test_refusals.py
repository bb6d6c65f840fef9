"""What a replay needs beside interventions: refusals that mattered to a lesson, and when an answer was given."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.metrics import Metrics
from app.offline.tape import tape_of_trace
from app.opening import Wish, open_room
from app.recording import header_of
from app.settings import Settings
from app.workers import Workers
from raft_core.trace.read import TraceError, read_trace
from raft_core.trace.record import write_trace
from raft_core.trace.verify import verify
from tests.app.test_guide import answer_if_asked, do
from tests.app.watching import timed
from tests.grading.sessions import changed, course, graded, session, the_scenario

FIRST_LESSON = "the-raft-algorithm"
LESSON, SCENARIO = "raft-in-practice", "one-server-at-a-time"


@pytest.fixture(scope="module")
def trace() -> str:
    return session(LESSON, SCENARIO)


def end_of(text: str) -> dict[str, object]:
    end: dict[str, object] = json.loads(text.splitlines()[-1])
    return end


def test_the_replay_meets_a_goal_that_asks_for_a_refusal(trace: str) -> None:
    met = {goal.id for goal in graded(trace, lesson=LESSON, key=None).goals if goal.met}
    assert "refused-early" in met
    without = graded(changed(trace, "end", refused=[]), lesson=LESSON, key=None)
    assert "refused-early" not in {goal.id for goal in without.goals if goal.met}
    assert any("which the replay does not reach" in claim for claim in without.claims)


@pytest.mark.parametrize(
    "invented",
    [
        {"position": 1, "time_us": 0, "directive": "crash S1", "rule": "not_running", "who": ""},
        {"position": 1, "time_us": 0, "directive": "restart S1", "rule": "not_running", "who": ""},
        {"position": 10**9, "time_us": 0, "directive": "restart S1", "rule": "already_up", "who": ""},
    ],
)
def test_a_refusal_that_the_replay_does_not_show_is_a_difference(trace: str, invented: dict[str, object]) -> None:
    found = verify(read_trace(changed(trace, "end", refused=[invented])))
    assert not found.identical


def test_a_refusal_that_happens_again_is_none(trace: str) -> None:
    again = {"position": 0, "time_us": 0, "directive": "restart S1", "rule": "already_up", "who": ""}
    assert verify(read_trace(changed(trace, "end", refused=[again]))).identical


@pytest.mark.parametrize("refused", [7, [7], [{}], [{"position": True}], [{"position": 1, "time_us": 1}]])
def test_refusals_that_are_none_make_no_trace(trace: str, refused: object) -> None:
    with pytest.raises(TraceError, match="no proper 'refused'"):
        read_trace(changed(trace, "end", refused=refused))


def test_a_trace_without_refusals_says_nothing_of_them() -> None:
    assert "refused" not in end_of(session())


def test_an_offline_page_of_the_trace_shows_the_goal_met(trace: str) -> None:
    lesson = course().lesson(LESSON)
    notices = tape_of_trace(read_trace(trace), "x", (lesson, the_scenario(LESSON, SCENARIO))).notices
    goals = {goal["id"]: goal["met"] for goal in json.loads(notices[0])["goals"]}
    assert goals["refused-early"]


def test_an_answer_counts_from_where_it_was_given_though_it_was_asked_earlier(tmp_path: Path) -> None:
    async def story() -> None:
        settings, wish = Settings(data_dir=tmp_path, port=0), Wish(lesson=FIRST_LESSON)
        room = await open_room(wish, course(), settings, Metrics(), Workers())
        assert room.guide is not None
        learner = room.enter("control")
        await do(room, learner, "client c1 put x 1")
        await do(room, learner, "crash S2")
        assert await answer_if_asked(room, learner) == "what-a-timeout-does"
        await do(room, learner, "timeout S4")
        extras = room.guide.extras(room.branch)
        assert [(answer.position, answer.given_at) for answer in extras.answers] == [(0, 2)]
        header = header_of(room.id, room.guide.id, "Ada")
        text = write_trace(room.session, room.branch, header, extras)
        assert [answer.given_at for answer in read_trace(text).answers] == [2]
        result = graded(text, key=None)
        assert (result.status, result.claims, result.answers[0].state) == ("verified", (), "right")
        assert {goal.id: goal.position for goal in result.goals if goal.met} == end_of(text)["goals"]

    timed(story())


def test_a_room_remembers_what_it_refused_where_it_mattered(tmp_path: Path) -> None:
    async def story() -> None:
        room = await open_room(
            Wish(lesson=LESSON, scenario=SCENARIO), course(), Settings(data_dir=tmp_path, port=0), Metrics(), Workers()
        )
        assert room.guide is not None
        learner = room.enter("control")
        assert (await do(room, learner, "promote S4"))["type"] == "refused"
        assert room.guide.extras(room.branch).declined == (), "nobody asked for that one"
        await answer_if_asked(room, learner)
        for directive in ("timeout S1", "run until S1.role = leader and S1.commit = 7", "add S4 as=learner"):
            await do(room, learner, directive)
            await answer_if_asked(room, learner)
        assert (await do(room, learner, "promote S4"))["type"] == "refused"
        (declined,) = room.guide.extras(room.branch).declined
        assert (declined.directive, declined.position) == ("promote S4", room.branch.last_position)
        twig = room.fork(room.branch, room.branch.last_position)
        assert room.guide.extras(twig).declined == (declined,)
        header = header_of(room.id, room.guide.id, "Ada")
        result = graded(write_trace(room.session, twig, header, room.guide.extras(twig)), lesson=LESSON, key=None)
        assert (result.status, result.claims) == ("verified", ())
        assert "refused-early" in {goal.id for goal in result.goals if goal.met}
        assert room.guide.extras(room.fork(twig, 1)).declined == ()

    timed(story())
