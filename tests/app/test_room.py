"""A room: what may be done in it, what is refused, and where its limits are."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from app.errors import RequestError
from app.wire.server import Branches as BranchesFrame
from app.wire.server import Pace
from tests.app.watching import Frame, ask, encoded, news, room_of, steps_of, take, timed

if TYPE_CHECKING:
    from app.room import Room
    from app.viewer import Viewer
    from tests.app.conftest import MakeSettings


async def intervene(room: Room, viewer: Viewer, directive: str, position: int | None = None) -> Frame:
    branch = room.branch.id
    return await ask(room, viewer, type="intervene", request=1, directive=directive, branch=branch, position=position)


async def refused(room: Room, viewer: Viewer, **frame: object) -> RequestError:
    with pytest.raises(RequestError) as raised:
        await ask(room, viewer, **frame)
    return raised.value


def test_an_impossible_intervention_is_refused_with_its_rule_and_changes_nothing(make_settings: MakeSettings) -> None:
    async def story() -> None:
        room = room_of(make_settings())
        teacher = room.enter("control")
        await intervene(room, teacher, "crash S1")
        answer = await intervene(room, teacher, "crash S1")
        assert answer["type"] == "refused"
        assert (answer["rule"], answer["says"]) == ("not_running", "S1 is stopped already.")
        assert room.branch.last_position == 1
        past = await intervene(room, teacher, "restart S1", 0)
        assert past["rule"] == "already_up"
        assert list(room.broadcast.streams) == ["main"], "a refused act in the past starts no branch"

    timed(story())


@pytest.mark.parametrize(
    ("frame", "code", "said"),
    [
        ({"type": "intervene", "directive": "crush S1"}, "bad_directive", "did you mean crash"),
        ({"type": "intervene", "directive": "cut S1"}, "bad_directive", "Found"),
        ({"type": "intervene", "directive": "crash S1; crash S2"}, "bad_directive", "Found"),
        ({"type": "intervene", "directive": "cluster S1 S2"}, "bad_directive", "exists already"),
        ({"type": "intervene", "directive": "never leaders > 1"}, "not_here", "belongs in a script file"),
        ({"type": "intervene", "directive": "crash S1", "position": 99}, "unknown_position", "has not reached"),
        ({"type": "intervene", "directive": "crash S1", "branch": "Z"}, "unknown_branch", "'Z'"),
        ({"type": "seek", "branch": "main", "position": 5}, "unknown_position", "has not reached"),
        ({"type": "select_branch", "branch": "A"}, "unknown_branch", "'A'"),
        ({"type": "rename_branch", "branch": "main", "name": " "}, "bad_name", "needs a name"),
        ({"type": "rename_branch", "branch": "main", "name": "a\u0007"}, "bad_name", "needs a name"),
        ({"type": "resume", "branch": "main", "position": 7}, "unknown_position", "has not reached"),
        ({"type": "explain", "branch": "main", "position": 0, "server": "S9"}, "unknown_server", "no S9"),
        ({"type": "answer", "question": "who", "choice": None}, "no_question", "no lesson"),
    ],
)
def test_what_cannot_be_done_is_told_why(
    make_settings: MakeSettings, frame: dict[str, object], code: str, said: str
) -> None:
    async def story() -> None:
        room = room_of(make_settings())
        teacher = room.enter("control")
        kind = frame["type"]
        defaults: dict[str, object] = {}
        if kind == "intervene":
            defaults = {"request": 1, "branch": "main", "position": None}
        elif kind in ("seek", "explain", "answer"):
            defaults = {"request": 1}
        error = await refused(room, teacher, **{**defaults, **frame})
        assert error.code == code
        assert said in error.says
        assert room.branch.last_position == 0

    timed(story())


def test_a_watcher_may_look_and_not_touch(make_settings: MakeSettings) -> None:
    async def story() -> None:
        room = room_of(make_settings())
        watcher = room.enter("watch")
        for frame in (
            {"type": "play", "speed": 1},
            {"type": "pause"},
            {"type": "step", "request": 1, "count": 1},
            {"type": "intervene", "request": 1, "directive": "crash S1", "branch": "main", "position": None},
            {"type": "rename_branch", "branch": "main", "name": "mine"},
        ):
            error = await refused(room, watcher, **frame)
            assert error.code == "watching"
            assert error.legal == ["seek", "resume", "explain"]
        keyframe = await ask(room, watcher, type="seek", request=1, branch="main", position=0)
        assert keyframe["type"] == "keyframe"

    timed(story())


def test_steps_are_taken_one_by_one_and_to_the_next_that_is_interesting(make_settings: MakeSettings) -> None:
    async def story() -> None:
        room = room_of(make_settings())
        teacher = room.enter("control")
        answer = await ask(room, teacher, type="step", request=5, count=3)
        assert answer == {"type": "accepted", "request": 5, "branch": "main", "position": 3}
        await ask(room, teacher, type="next_interesting", request=6)
        steps = room.session.timeline.steps(room.branch)
        assert steps[-1].interesting
        assert not any(step.interesting for step in steps[3:-1])

    timed(story())


def test_where_nothing_is_due_stepping_says_so(make_settings: MakeSettings) -> None:
    async def story() -> None:
        room = room_of(make_settings(), "cluster S1 S2 S3 timers=manual")
        teacher = room.enter("control")
        for frame in ({"type": "step", "request": 1, "count": 1}, {"type": "next_interesting", "request": 1}):
            error = await refused(room, teacher, **frame)
            assert error.code == "nothing_due"
        assert room.branch.now_us == 0

    timed(story())


def test_time_passes_by_directive_at_the_edge_only(make_settings: MakeSettings) -> None:
    async def story() -> None:
        room = room_of(make_settings())
        teacher = room.enter("control")
        assert (await intervene(room, teacher, "run until leader != none"))["type"] == "accepted"
        assert (await intervene(room, teacher, "expect leaders = 1"))["type"] == "accepted"
        unmet = await intervene(room, teacher, "expect leaders = 3")
        assert (unmet["type"], unmet["rule"]) == ("refused", "expect")
        now_us = room.branch.now_us
        await intervene(room, teacher, "run 20ms")
        assert room.branch.now_us == now_us + 20_000
        await intervene(room, teacher, "settle")
        assert room.session.world(room.branch).is_settled()
        past = await intervene(room, teacher, "run 20ms", 3)
        assert (past["type"], past["rule"]) == ("refused", "edge_only")

    timed(story())


def test_acting_in_the_past_keeps_what_was(make_settings: MakeSettings) -> None:
    async def story() -> None:
        room = room_of(make_settings())
        teacher = room.enter("control")
        await take(room, teacher, 1, of=20)
        before = [step.time_us for step in room.session.timeline.steps(room.branch)]
        answer = await intervene(room, teacher, "crash S1", 7)
        assert (answer["branch"], answer["position"]) == ("A", 8)
        assert [step.time_us for step in room.session.timeline.steps(room.session.main)] == before
        at_its_edge = await intervene(room, teacher, "crash S2", 8)
        assert (at_its_edge["branch"], at_its_edge["position"]) == ("A", 9)
        back = await ask(room, teacher, type="intervene", request=1, directive="crash S3", branch="main", position=None)
        assert (back["branch"], back["position"]) == ("main", 21)
        assert room.branch is room.session.main

    timed(story())


def test_a_branch_may_be_renamed(make_settings: MakeSettings) -> None:
    async def story() -> None:
        room = room_of(make_settings())
        teacher = room.enter("control")
        news(teacher.cursor)
        await ask(room, teacher, type="rename_branch", branch="main", name="  As it  was ")
        told = BranchesFrame.model_validate(news(teacher.cursor)[0])
        assert [branch.name for branch in told.branches] == ["As it was"]

    timed(story())


def test_while_playing_time_runs_at_its_speed_in_few_frames(make_settings: MakeSettings) -> None:
    async def story() -> None:
        room = room_of(make_settings(), "cluster S1 S2 S3 S4 S5 seed=7")
        teacher = room.enter("control")
        reached = asyncio.Event()

        async def hear(text: str) -> None:
            if encoded(text).get("time_us", 0) >= 600_000:
                reached.set()

        hearing = asyncio.create_task(teacher.run(hear))
        loop = asyncio.get_running_loop()
        began = loop.time()
        await ask(room, teacher, type="play", speed=2)
        await reached.wait()
        passed_s = loop.time() - began
        await ask(room, teacher, type="pause")
        hearing.cancel()
        assert passed_s > 0.2, "0.6 s at twice the speed"
        frames = room.broadcast.active.frames
        assert len(frames) <= passed_s * 30 + 2
        assert len(room.session.main.steps) > 20
        stood = room.branch.now_us
        await asyncio.sleep(0.1)
        assert room.branch.now_us <= stood + 100_000, "one tick may have been under way"
        assert not room.pacer.playing

    timed(story())


def test_the_limit_of_steps_stops_playback_and_says_so(make_settings: MakeSettings) -> None:
    async def story() -> None:
        room = room_of(make_settings(max_steps=50))
        teacher = room.enter("control")
        news(teacher.cursor)
        error = await refused(room, teacher, type="step", request=1, count=100)
        assert error.code == "steps_limit"
        assert room.branch.last_position == 50
        frames = news(teacher.cursor)
        assert steps_of(frames) == list(range(1, 51)), "what was done before the limit is there"
        assert [Pace.model_validate(frame).because for frame in frames if frame["type"] == "pace"] == ["limit"]
        for frame in (
            {"type": "play", "speed": 1},
            {"type": "intervene", "request": 1, "directive": "crash S1", "branch": "main", "position": None},
        ):
            assert (await refused(room, teacher, **frame)).code == "steps_limit"

    timed(story())


def test_the_limit_of_branches_leaves_those_there_are(make_settings: MakeSettings) -> None:
    async def story() -> None:
        room = room_of(make_settings(max_branches=2))
        teacher = room.enter("control")
        await take(room, teacher, 1, of=5)
        await intervene(room, teacher, "crash S1", 1)
        error = await refused(
            room, teacher, type="intervene", request=1, directive="crash S2", branch="main", position=2
        )
        assert error.code == "branches_limit"
        assert list(room.broadcast.streams) == ["main", "A"]
        assert list(room.session.timeline.branches) == ["main", "A"]

    timed(story())


def test_interventions_have_a_rate(make_settings: MakeSettings) -> None:
    async def story() -> None:
        room = room_of(make_settings(max_rate=5))
        teacher, other = room.enter("control"), room.enter("control")
        for number in range(10):
            await intervene(room, teacher, "crash S1" if number % 2 == 0 else "restart S1")
        error = await refused(
            room, teacher, type="intervene", request=1, directive="crash S1", branch="main", position=None
        )
        assert (error.code, error.legal) == ("rate_limit", "at most 5 interventions a second")
        assert (await intervene(room, other, "crash S1"))["type"] == "accepted"

    timed(story())


def test_a_full_room_says_so(make_settings: MakeSettings) -> None:
    async def story() -> None:
        room = room_of(make_settings(max_viewers=1))
        viewer = room.enter("control")
        with pytest.raises(RequestError, match="full"):
            room.enter("watch")
        room.leave(viewer)
        room.enter("watch")

    timed(story())


def test_a_violation_stops_playback_once(make_settings: MakeSettings) -> None:
    async def story() -> None:
        room = room_of(make_settings(), "cluster S1 S2 S3 variant=votes_twice network=manual timers=manual fsync=0us")
        teacher = room.enter("control")
        for directive in ("timeout S1", "timeout S2", "deliver S1>S3", "deliver S3>S1", "deliver S2>S3"):
            await intervene(room, teacher, directive)
        await ask(room, teacher, type="play", speed=1)
        news(teacher.cursor)
        await intervene(room, teacher, "deliver S3>S2")
        frames = news(teacher.cursor)
        assert [frame["because"] for frame in frames if frame["type"] == "pace"] == ["violation"]
        deltas = [step["delta"] for frame in frames if frame["type"] == "steps" for step in frame["steps"]]
        found = [violation["property"] for delta in deltas for violation in delta.get("violations", [])]
        assert "election_safety" in found
        await ask(room, teacher, type="play", speed=1)
        await intervene(room, teacher, "heartbeat S1")
        assert room.pacer.playing, "playback is stopped once"
        room.pacer.stop()
        keyframe = await ask(room, teacher, type="seek", request=1, branch="main", position=5)
        assert "election_safety" not in [violation["property"] for violation in keyframe["state"]["violations"]]

    timed(story())


def test_a_fault_of_ours_ends_the_room_with_its_script(
    make_settings: MakeSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def story() -> None:
        room = room_of(make_settings())
        teacher = room.enter("control")
        await intervene(room, teacher, "crash S1")

        def broken(*_: object) -> None:
            raise ZeroDivisionError

        monkeypatch.setattr(room.session, "advance", broken)
        said: list[Frame] = []

        async def hear(text: str) -> None:
            said.append(encoded(text))

        async def work() -> Frame:
            return await ask(room, teacher, type="step", request=1, count=1)

        assert await room.guard(work) is None
        assert room.is_over
        await teacher.run(hear)
        assert (said[-1]["type"], said[-1]["code"]) == ("error", "fault")
        assert said[-1]["script"].splitlines() == ["cluster S1 S2 S3 seed=7", "crash S1"]
        error = await refused(room, teacher, type="step", request=1, count=1)
        assert error.code == "room_over"
        with pytest.raises(RequestError, match="ended"):
            room.enter("watch")

    timed(story())


def test_a_branch_can_begin_with_nothing_done(make_settings: MakeSettings) -> None:
    async def story() -> None:
        room = room_of(make_settings())
        learner = room.enter("control")
        await ask(room, learner, type="step", request=1, count=20)
        told = await ask(room, learner, type="fork", request=2, branch="main", position=12)
        assert (told["type"], told["branch"], told["position"]) == ("accepted", "A", 12)
        at_the_edge = await ask(room, learner, type="fork", request=3, branch="main", position=20)
        assert (at_the_edge["branch"], at_the_edge["position"]) == ("B", 20)
        with pytest.raises(RequestError, match="has not reached position 21"):
            await ask(room, learner, type="fork", request=4, branch="main", position=21)

    timed(story())
