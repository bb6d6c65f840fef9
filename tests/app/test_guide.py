"""A lesson in a room: goals that the cluster ticks off, questions that hold playback, answers that are kept."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from app.data import data_folder
from app.errors import RequestError
from app.lessons import load
from app.metrics import Metrics
from app.opening import Wish, open_room
from app.recording import header_of, is_signed, signed_trace
from app.security import Signer
from app.workers import Workers
from raft_core.script import RunFor, RunUntil, Show, View, parse
from raft_core.trace.read import read_trace
from raft_core.trace.verify import verify
from tests.app.watching import Frame, ask, encoded, news, timed

if TYPE_CHECKING:
    from app.room import Room
    from app.settings import Settings
    from app.viewer import Viewer
    from tests.app.conftest import MakeSettings

LESSON = "the-raft-algorithm"


async def lesson_room(settings: Settings) -> Room:
    return await open_room(Wish(lesson=LESSON), load(data_folder("lessons")), settings, Metrics(), Workers())


async def do(room: Room, viewer: Viewer, directive: str) -> Frame:
    return await ask(
        room, viewer, type="intervene", request=1, directive=directive, branch=room.branch.id, position=None
    )


async def answer_if_asked(room: Room, viewer: Viewer) -> str | None:
    """Answer the open question as its author does; its id."""
    assert room.guide is not None
    held = room.guide.held(room.branch)
    if held is None:
        return None
    told = await ask(room, viewer, type="answer", request=2, question=held.id, choice=held.answer)
    assert told["type"] == "accepted"
    return held.id


async def take_lesson(room: Room, viewer: Viewer) -> list[str]:
    """Do what the solution does, and answer what is asked on the way; the questions."""
    assert room.guide is not None
    scenario = room.guide.scenario
    asked = [await answer_if_asked(room, viewer)]
    for directive in parse(scenario.setup + scenario.solution).directives:
        action = directive.action
        if isinstance(action, Show):
            continue
        until_us = room.branch.now_us + action.duration_us if isinstance(action, RunFor) else 0
        line = action.directive
        while True:
            told = await do(room, viewer, line)
            assert told["type"] == "accepted", told
            question = await answer_if_asked(room, viewer)
            if question is None:
                break
            asked.append(question)
            view = View(room.session.world(room.branch), room.session.checks(room.branch))
            if isinstance(action, RunUntil):
                if action.predicate.holds(view):
                    break
            elif isinstance(action, RunFor) and room.branch.now_us < until_us:
                line = f"run {until_us - room.branch.now_us}us"
            else:
                break
    return [question for question in asked if question is not None]


def test_a_lesson_is_taken_from_first_to_last_step(make_settings: MakeSettings) -> None:
    async def story() -> None:
        settings = make_settings(max_rate=10_000)
        room = await lesson_room(settings)
        assert room.guide is not None
        learner = room.enter("control")
        welcome = encoded(room.welcome("control"))
        assert (welcome["title"], welcome["lesson"]["id"]) == ("An election", LESSON)
        assert welcome["stage_names"].keys() == {"S1", "S2", "S3", "S4", "S5"}
        asked = await take_lesson(room, learner)
        assert asked == [question.id for question in room.guide.scenario.questions]
        frames = news(learner.cursor)
        goals = [frame for frame in frames if frame["type"] == "goals"][-1]["goals"]
        assert all(goal["met"] for goal in goals), [goal["id"] for goal in goals if not goal["met"]]
        questions = {frame["id"]: frame["state"] for frame in frames if frame["type"] == "question"}
        assert questions == dict.fromkeys(asked, "right")
        signer = Signer(settings.data_dir)
        header, extras = header_of(room.id, room.guide.id, "Ada"), room.guide.extras(room.branch)
        text = signed_trace(room.session, room.branch, signer, header, extras)
        assert is_signed(text, signer)
        trace = read_trace(text)
        assert verify(trace).identical
        assert trace.header.lesson == f"{LESSON}/an-election"
        assert [answer.question for answer in trace.answers] == asked
        assert all(answer.correct for answer in trace.answers)
        assert trace.end["goals"].keys() == {goal["id"] for goal in goals}

    timed(story())


def test_an_open_question_holds_time_and_nothing_else(make_settings: MakeSettings) -> None:
    async def story() -> None:
        room = await lesson_room(make_settings())
        learner = room.enter("control")
        assert room.guide is not None
        held = room.guide.held(room.branch)
        assert held is not None
        for frame in (
            {"type": "play", "speed": 1},
            {"type": "step", "request": 1, "count": 1},
            {"type": "next_interesting", "request": 1},
            {"type": "intervene", "request": 1, "directive": "run 1s", "branch": "main", "position": None},
        ):
            with pytest.raises(RequestError, match="question is open") as raised:
                await ask(room, learner, **frame)
            assert raised.value.where == held.id
        assert [frame["because"] for frame in news(learner.cursor) if frame["type"] == "pace"] == ["question"]
        with pytest.raises(RequestError, match="is no answer"):
            await ask(room, learner, type="answer", request=1, question=held.id, choice="nonsense")
        await ask(room, learner, type="answer", request=1, question=held.id, choice=None)
        with pytest.raises(RequestError, match="answered already"):
            await ask(room, learner, type="answer", request=1, question=held.id, choice=held.answer)
        assert (await ask(room, learner, type="step", request=1, count=1))["position"] == 1

    timed(story())


def test_who_joins_is_told_of_goals_and_questions(make_settings: MakeSettings) -> None:
    async def story() -> None:
        room = await lesson_room(make_settings())
        learner = room.enter("control")
        await answer_if_asked(room, learner)
        await do(room, learner, "timeout S4")
        watcher = room.enter("watch")
        frames = news(watcher.cursor)
        told = {frame["type"]: frame for frame in frames}
        assert told["question"]["state"] == "right"
        assert told["question"]["feedback"]
        assert any(goal["met"] for goal in told["goals"]["goals"])
        assert json.dumps(told["goals"]) == json.dumps([f for f in news(learner.cursor) if f["type"] == "goals"][-1])

    timed(story())


def test_a_branch_goes_on_from_the_goals_of_its_fork(make_settings: MakeSettings) -> None:
    async def story() -> None:
        room = await lesson_room(make_settings())
        learner = room.enter("control")
        await answer_if_asked(room, learner)
        await ask(room, learner, type="step", request=1, count=3)
        await do(room, learner, "timeout S4")
        news(learner.cursor)
        await ask(room, learner, type="intervene", request=1, directive="crash S1", branch="main", position=2)
        frames = [frame for frame in news(learner.cursor) if frame["type"] == "goals"]
        assert frames[-1]["branch"] == "A"
        assert not any(goal["met"] for goal in frames[-1]["goals"])
        await ask(room, learner, type="select_branch", branch="main")
        frames = [frame for frame in news(learner.cursor) if frame["type"] == "goals"]
        assert frames[-1]["branch"] == "main"
        assert frames[-1]["goals"][0]["met"]

    timed(story())


def test_a_refusal_is_seen_by_the_lesson(make_settings: MakeSettings) -> None:
    async def story() -> None:
        room = await lesson_room(make_settings())
        learner = room.enter("control")
        await answer_if_asked(room, learner)
        await do(room, learner, "crash S1")
        seen: list[str] = []
        assert room.guide is not None
        observe = room.guide.observe

        def listen(branch: object, refused_by: str = "", refused: str = "") -> object:
            seen.append(f"{refused}: {refused_by}")
            return observe(room.branch, refused_by, refused)

        object.__setattr__(room.guide, "observe", listen)
        assert (await do(room, learner, "crash S1"))["type"] == "refused"
        assert seen == ["crash S1: not_running"]

    timed(story())
