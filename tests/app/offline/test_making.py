"""Offline pages by the command line, of a file, and by the server, of a room."""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path

import pytest
from fastapi import FastAPI

from app.cli import main
from app.context import Context
from app.data import data_folder
from app.lessons import load
from app.offline import rooms
from app.offline.rooms import RoomPages
from app.offline.tape import Tape, tape_of_trace
from app.recording import is_signed
from raft_core.script import parse
from raft_core.script.run import run
from raft_core.trace.read import read_trace
from raft_core.trace.record import Answered, Extras, Header, write_trace
from raft_core.trace.verify import verify
from tests.app.browser import Browser
from tests.app.offline.reading import Line, about, lines_of, steps_of
from tests.app.watching import ask, timed

SCRIPT = "cluster S1 S2 S3 seed=7\nrun 400ms\nclient c1 put x 1\nrun 300ms\n"
LESSON = "the-raft-algorithm"


@pytest.fixture
def trace(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A trace that `orbital-raft run` wrote."""
    script, written = tmp_path / "story.raft", tmp_path / "story.trace.jsonl"
    script.write_text(SCRIPT, encoding="utf-8")
    assert main(["run", str(script), "--trace", str(written)]) == 0
    capsys.readouterr()
    return written


def files_of(page: str) -> dict[tuple[str, str], Line]:
    return {(line["branch"], line["format"]): line for line in lines_of(page) if line["type"] == "file"}


def test_a_trace_becomes_a_page(trace: Path, tmp_path: Path) -> None:
    out = tmp_path / "story.html"
    assert main(["export", str(trace), "--format", "html", "--out", str(out)]) == 0
    page = out.read_text(encoding="utf-8")
    text = trace.read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    assert "<title>story | Orbital Raft</title>" in page
    said = about(page)
    assert (said["source"], said["difference"], said["recorded_s"]) == ("story.trace.jsonl", None, 0)
    assert said["steps"] == read_trace(text).end["position"]
    files = files_of(page)
    assert files["main", "trace"]["text"] == text
    assert files["main", "script"]["name"] == "story.raft"
    assert "client c1 put x 1" in files["main", "script"]["text"]


def test_a_page_goes_to_stdout_and_a_trace_comes_from_stdin(
    trace: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Input:
        buffer = trace.open("rb")

    monkeypatch.setattr("sys.stdin", Input())
    assert main(["export", "-", "--format", "html"]) == 0
    Input.buffer.close()
    page = capsys.readouterr().out
    assert about(page)["source"] == ""
    assert files_of(page)["main", "trace"]["name"] == "session.trace.jsonl"


def test_a_trace_that_is_not_true_becomes_a_page_that_says_so(
    trace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed, out = tmp_path / "changed.trace.jsonl", tmp_path / "changed.html"
    changed.write_text(trace.read_text(encoding="utf-8").replace("put x 1", "put x 2"), encoding="utf-8")
    assert main(["export", str(changed), "--format", "html", "--out", str(out)]) == 1
    page = out.read_text(encoding="utf-8")
    difference = about(page)["difference"]
    assert f"differs at position {difference['position']}: {difference['says']}" in capsys.readouterr().err
    assert steps_of(lines_of(page))[-1]["position"] == about(page)["steps"] == difference["position"]


def test_a_trace_that_is_too_long_is_bad_input(
    trace: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.offline.LONGEST", 10)
    assert main(["export", str(trace), "--format", "html"]) == 2
    assert re.search(r"a page holds at most 10 events; this trace has \d+", capsys.readouterr().err)


def test_a_lesson_is_on_the_page_with_what_was_answered(client: Browser, tmp_path: Path) -> None:
    seat = client.post("/api/rooms", json={"lesson": LESSON}).json()
    text = client.get(f"/api/rooms/{seat['room']}/trace?key={seat['watch']}").text
    lesson = json.loads(text.splitlines()[0])["lesson"]
    trace = tmp_path / "mine.trace.jsonl"
    trace.write_text(text, encoding="utf-8")
    out = tmp_path / "mine.html"
    assert main(["export", str(trace), "--format", "html", "--out", str(out)]) == 0
    lines = lines_of(out.read_text(encoding="utf-8"))
    (welcome,) = [line for line in lines if line["type"] == "welcome"]
    assert f"{welcome['lesson']['id']}/{welcome['lesson']['scenario']['id']}" == lesson
    assert welcome["title"] == welcome["lesson"]["scenario"]["title"]
    assert welcome["stage_names"].keys() == {"S1", "S2", "S3", "S4", "S5"}
    (goals,) = [line for line in lines if line["type"] == "goals"]
    assert len(goals["goals"]) > 5
    (question,) = [line for line in lines if line["type"] == "question"]
    assert question["state"] == "open"

    trace.write_text(text.replace(lesson, "gone/lost"), encoding="utf-8")
    assert main(["export", str(trace), "--format", "html", "--out", str(out)]) == 0
    (welcome,) = [line for line in lines_of(out.read_text(encoding="utf-8")) if line["type"] == "welcome"]
    assert welcome["lesson"] is None


def test_an_answer_in_a_trace_is_told_with_its_verdict() -> None:
    lesson = load(data_folder("lessons")).lesson(LESSON)
    scenario = lesson.scenarios[0]
    outcome = run(parse(f"{scenario.setup}\n{scenario.solution}"))
    asked = [question for question in scenario.questions if question.ask == "start"]
    given = tuple(Answered(question.id, question.answer, 0, True) for question in asked)
    text = write_trace(outcome.session, outcome.branch, Header(f"{lesson.id}/{scenario.id}"), Extras(given))
    tape = tape_of_trace(read_trace(text), "x", (lesson, scenario))
    notices = [json.loads(notice) for notice in tape.notices]
    told = {notice["id"]: notice for notice in notices if notice["type"] == "question"}
    assert told[asked[0].id]["state"] == "right"
    assert told[asked[0].id]["chosen"] == asked[0].answer
    (goals,) = [notice["goals"] for notice in notices if notice["type"] == "goals"]
    assert goals[0]["met"]
    assert goals[0]["met_at_us"] is not None


def opened(client: Browser, script: str = SCRIPT) -> dict[str, str]:
    seat: dict[str, str] = client.post("/api/rooms", json={"script": script}).json()
    return seat


def test_a_room_hands_out_its_page(client: Browser, app: FastAPI) -> None:
    seat = opened(client)
    answer = client.get(f"/api/rooms/{seat['room']}/offline?key={seat['watch']}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    name = f"orbital-raft-{seat['room'][:6]}-main"
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}.html"'
    page = answer.text
    for key in (seat["control"], seat["watch"]):
        assert key not in page
        assert key not in json.dumps(lines_of(page))
    said = about(page)
    assert (said["source"], said["difference"]) == (f"room {seat['room'][:6]}", None)
    saved = files_of(page)["main", "trace"]
    assert saved["name"] == f"{name}.trace.jsonl"
    assert verify(read_trace(saved["text"])).identical
    context = app.state.context
    assert isinstance(context, Context)
    assert is_signed(saved["text"], context.signer)


def test_a_page_needs_a_key_and_a_branch_that_is_there(client: Browser) -> None:
    seat = opened(client)
    assert client.get(f"/api/rooms/{seat['room']}/offline").status_code == 403
    assert client.get("/api/rooms/nowhere/offline?key=x").status_code == 404
    unknown = client.get(f"/api/rooms/{seat['room']}/offline?key={seat['watch']}&branch=Z")
    assert unknown.json()["code"] == "unknown_branch"


def test_who_asks_for_the_same_page_gets_the_one_that_was_made(
    client: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    seat = opened(client)
    made: list[str] = []

    def make(tape: Tape, *_: object) -> str:
        made.append(tape.room)
        return "a page"

    monkeypatch.setattr(rooms, "page_of_room", make)

    async def together() -> list[str]:
        path = f"/api/rooms/{seat['room']}/offline?key={seat['watch']}"
        answers = await asyncio.gather(*[client.ask("GET", path) for _ in range(5)])
        return [answer.text for answer in answers]

    assert asyncio.run(together()) == ["a page"] * 5
    assert made == [seat["room"]]


def test_a_room_goes_on_while_its_page_is_made(client: Browser, app: FastAPI) -> None:
    seat = opened(client)
    context = app.state.context
    assert isinstance(context, Context)
    room, _ = context.rooms.admit(seat["room"], seat["control"])

    async def both() -> str:
        teacher = room.enter("control")
        page = asyncio.create_task(RoomPages(context.signer).page(room, room.branch))
        await asyncio.sleep(0)
        while not page.done():
            await ask(room, teacher, type="step", request=1, count=5)
            await asyncio.sleep(0.001)
        return await page

    before = room.branch.last_position
    said = about(timed(both()))
    assert said["difference"] is None
    assert said["steps"] == before < room.branch.last_position


def test_a_room_that_is_too_long_for_a_page_says_so(client: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    seat = opened(client)
    monkeypatch.setattr(rooms, "LONGEST", 10)
    answer = client.get(f"/api/rooms/{seat['room']}/offline?key={seat['watch']}")
    assert answer.status_code == 413
    assert answer.json()["code"] == "too_long"
    assert "at most 10 steps" in answer.json()["legal"]
