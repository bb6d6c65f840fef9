"""The recording of a page: the frames that a viewer would have got, and the answers that a room would give."""

from __future__ import annotations

import json

import pytest

from app.offline import reasons
from app.offline.tape import tape_of_room, tape_of_trace
from app.offline.tell import Told, tell
from app.room import Room
from app.why import explain
from raft_core.trace.read import read_trace
from raft_core.trace.record import Header, write_trace
from tests.app.conftest import MakeSettings
from tests.app.offline.reading import Line, Reasons, steps_of
from tests.app.watching import ask, room_of, timed

STORY = "cluster S1 S2 S3 seed=7"
DONE = ("run 400ms", "client c1 put x 1", "run 200ms", "crash S2", "settle", "run 300ms", "restart S2", "step 9")


def played(make_settings: MakeSettings, *branching: int) -> Room:
    """A room in which a story was played, and then forked at some positions."""

    async def play() -> Room:
        room = room_of(make_settings(max_rate=1_000), STORY)
        teacher = room.enter("control")
        for directive in DONE:
            told = await ask(
                room, teacher, type="intervene", request=1, directive=directive, branch="main", position=None
            )
            assert told["type"] == "accepted", told
        for position in branching:
            fork = {"type": "intervene", "request": 2, "branch": "main", "position": position}
            assert (await ask(room, teacher, directive="isolate S1", **fork))["type"] == "accepted"
            await ask(room, teacher, type="step", request=3, count=20)
        return room

    return timed(play())


def lines_of(told: Told) -> list[Line]:
    return [*map(json.loads, told.frames), *map(json.loads, told.reasons.lines())]


def test_the_frames_are_those_of_the_room(make_settings: MakeSettings) -> None:
    room = played(make_settings, 40, 60)
    lines = lines_of(tell(tape_of_room(room, "A")))
    assert [line["type"] for line in lines[:3]] == ["welcome", "keyframe", "steps"]
    assert lines[0] == {
        **json.loads(room.welcome("watch").encode()),
        "branch": "A",
        "limits": {"steps": room.steps_taken},
        "life": "",
    }
    assert lines[1] == json.loads(room.broadcast.keyframe(room.session.main, 0))
    assert list(room.broadcast.streams) == ["main", "A", "B"]
    for branch, stream in room.broadcast.streams.items():
        frames = [json.loads(frame.text) for frame in stream.frames]
        sent = [step for frame in frames for step in frame["steps"]]
        assert steps_of(lines, branch) == sent
        assert sent
        last = [line for line in lines if line["type"] == "steps" and line["branch"] == branch][-1]
        assert last["time_us"] == stream.branch.now_us


def test_why_is_answered_as_the_room_answers(make_settings: MakeSettings) -> None:
    room = played(make_settings, 40)
    page = Reasons(lines_of(tell(tape_of_room(room, "A"))))
    for name in ("main", "A"):
        branch = room.broadcast.stream(name).branch
        for position in range(branch.last_position + 1):
            for server in (None, "S1", "S2", "S3"):
                why = json.loads(explain(room.session, branch, position, server, 1).encode())
                said = page.said(name, position, server)
                chain = [{"position": link["position"], "says": link["says"]} for link in why["chain"]]
                assert said == {**{key: why[key] for key in said}, "chain": chain}, (name, position, server)


def test_a_long_recording_keeps_the_reasons_of_what_is_interesting(
    make_settings: MakeSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reasons, "EXPLAINED", 20)
    room = played(make_settings)
    lines = lines_of(tell(tape_of_room(room, "main")))
    page = Reasons(lines)
    kept = [step["interesting"] for step in steps_of(lines)][20:]
    assert True in kept
    assert False in kept
    assert ["verdicts" in page.row("main", 21 + number) for number in range(len(kept))] == kept
    bare = page.row("main", 21 + kept.index(False))
    assert bare.keys() == {"headline", "text", "led"}
    assert bare["text"].endswith(".")


def test_nothing_differs_when_all_is_done_again(make_settings: MakeSettings) -> None:
    tape = tape_of_room(played(make_settings, 40), "main")
    taken: list[tuple[int, int]] = []
    told = tell(tape, lambda done, of: taken.append((done, of)))
    assert told.difference is None
    assert told.steps == tape.steps
    assert taken == [(100 * (number + 1), tape.steps) for number in range(tape.steps // 100)]


def test_a_step_that_went_otherwise_is_found(make_settings: MakeSettings) -> None:
    tape = tape_of_room(played(make_settings, 40), "A")
    main, twig = tape.strands
    assert main.steps is not None
    main.steps[33] = main.steps[32]
    told = tell(tape)
    assert told.difference is not None
    assert told.difference.position == 33
    # what was forked from a past that is not true is left out, and the branch on show is one that is there
    welcome = json.loads(told.frames[0])
    assert [branch["id"] for branch in welcome["branches"]] == ["main"]
    assert welcome["branch"] == "main"
    assert twig.id == "A"


def test_a_trace_that_was_changed_is_told_up_to_where_it_is_true(make_settings: MakeSettings) -> None:
    room = played(make_settings)
    text = write_trace(room.session, room.session.main, Header())
    changed = text.replace('"directive":"crash S2"', '"directive":"crash S1"')
    assert changed != text
    tape = tape_of_trace(read_trace(changed), "story", None)
    told = tell(tape)
    assert tape.difference is not None
    assert told.difference == tape.difference
    assert tape.difference.says == "'crash S1' had another effect"
    assert steps_of(lines_of(told))[-1]["position"] == tape.difference.position
    assert tell(tape_of_trace(read_trace(text), "story", None)).difference is None


def test_a_recording_that_ends_where_it_begins_is_one(make_settings: MakeSettings) -> None:
    tape = tape_of_room(room_of(make_settings(), STORY), "main")
    lines = lines_of(tell(tape))
    assert steps_of(lines) == []
    assert Reasons(lines).said("main", 0, None)["headline"] == "The cluster begins."
