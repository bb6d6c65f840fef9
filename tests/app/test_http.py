"""Pages for people and documents for programs."""

from __future__ import annotations

import json
import re
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import httpx
import pytest
from fastapi import FastAPI

from app.context import Context
from app.data import data_folder
from app.lessons import load
from app.lessons.check import check_scenario
from app.recording import is_signed
from app.wire.schema import asyncapi, frames_schema
from raft_core.script import parse
from raft_core.trace.read import read_trace
from raft_core.trace.verify import verify
from tests.app.browser import Browser

PEOPLE = {"accept": "text/html"}
EXTERNAL = re.compile(r"""(?:src|href|action)=["'](?:https?:)?//""")


def context_of(app: FastAPI) -> Context:
    context = app.state.context
    assert isinstance(context, Context)
    return context


def opened(client: Browser, **wish: str) -> dict[str, str]:
    answer = client.post("/api/rooms", json=wish)
    assert answer.status_code == 201, answer.text
    seat: dict[str, str] = answer.json()
    return seat


def trouble(answer: httpx.Response) -> dict[str, Any]:
    document: dict[str, Any] = answer.json()
    assert document.keys() == {"code", "says", "where", "legal"}
    assert document["says"].endswith(".")
    return document


@pytest.mark.parametrize("path", ["/", "/lab", "/lab?lesson=the-raft-algorithm", "/reference"])
def test_pages_need_nothing_from_elsewhere(client: Browser, path: str) -> None:
    answer = client.get(path, headers=PEOPLE)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert not EXTERNAL.search(answer.text)
    assert " style=" not in answer.text
    assert not re.search(r"<script(?![^>]* src=)", answer.text)


def test_the_catalogue_offers_the_lessons(client: Browser, app: FastAPI) -> None:
    page = client.get("/").text
    lessons = context_of(app).catalogue.working
    assert lessons
    assert all(lesson.title in page for lesson in lessons)


def test_what_is_not_there_is_said_to_people_as_a_page_and_to_programs_as_json(client: Browser) -> None:
    page = client.get("/nowhere", headers=PEOPLE)
    assert (page.status_code, page.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert "There is nothing at /nowhere." in page.text
    assert "/lab for the sandbox" in page.text
    document = client.get("/nowhere", headers={"accept": "application/json"})
    assert (document.status_code, trouble(document)["code"]) == (404, "not_found")


def test_a_name_in_an_address_is_shown_as_text(client: Browser) -> None:
    page = client.get("/%3Cscript%3Ealert(1)%3C/script%3E", headers=PEOPLE)
    assert "<script>alert" not in page.text
    assert "&lt;script&gt;" in page.text


def test_health_and_metrics_are_told(client: Browser) -> None:
    opened(client)
    assert client.get("/healthz").json()["status"] == "ok"
    metrics = client.get("/metrics").text
    assert "orbital_rooms 1.0" in metrics
    for name in ("orbital_viewers", "orbital_steps_total", "orbital_frame_lag_seconds", "orbital_frames_sent_total"):
        assert name in metrics


def test_a_sandbox_has_a_random_seed_that_its_script_names(client: Browser) -> None:
    seats = [opened(client), opened(client)]
    scripts = [client.get(f"/api/rooms/{seat['room']}/script?key={seat['watch']}").text for seat in seats]
    seeds = [parse(script).scenario.settings.seed for script in scripts]
    assert seeds[0] != seeds[1]
    assert all(parse(script).scenario.servers == (1, 2, 3, 4, 5) for script in scripts)


def test_a_room_of_a_script_has_done_what_it_says(client: Browser) -> None:
    script = "cluster S1 S2 S3 seed=7\nrun until leader != none within 10s\nclient c1 put x 1\nrun 200ms\n"
    seat = opened(client, script=script)
    text = client.get(f"/api/rooms/{seat['room']}/trace?key={seat['control']}").text
    trace = read_trace(text)
    assert verify(trace).identical
    assert [record.directive for record in trace.records] == ["client c1 put x 1"]


def test_the_script_of_a_room_leads_to_the_same_events(client: Browser) -> None:
    script = (
        "cluster S1 S2 S3 seed=7\nrun 300ms\ncrash S2\nstep 3\nisolate S1\nstep 1\nheal\nrun 100ms\nsettle\nrun 50ms\n"
        "client c1 put x 1\nclient c2 put y 2\nrestart S2\nstep 11\n"
    )
    seat = opened(client, script=script)
    written = client.get(f"/api/rooms/{seat['room']}/script?key={seat['watch']}").text
    again = opened(client, script=written)
    ends = [
        client.get(f"/api/rooms/{each['room']}/trace?key={each['watch']}").text.splitlines()[-2]
        for each in (seat, again)
    ]
    assert json.loads(ends[0])["digest"] == json.loads(ends[1])["digest"]
    assert ends[0] == ends[1]


def test_a_run_is_saved_as_a_scenario_that_works(client: Browser, tmp_path: Path) -> None:
    script = "cluster S1 S2 S3 seed=7\ntimeout S2\nrun until leader = S2\nclient c1 put x 1\nrun 1s\n"
    seat = opened(client, script=script)
    answer = client.get(f"/api/rooms/{seat['room']}/scenario?key={seat['watch']}")
    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["content-disposition"].endswith('-main.zip"')
    with ZipFile(BytesIO(answer.content)) as archive:
        archive.extractall(tmp_path / "lessons" / "01-mine")
    lesson = (data_folder("lessons") / "template" / "lesson.md").read_text(encoding="utf-8")
    (tmp_path / "lessons" / "01-mine" / "lesson.md").write_text(lesson.replace("my-lesson", "mine"), encoding="utf-8")
    (found,) = load(tmp_path / "lessons").working
    assert check_scenario(found.scenarios[0], found).problems == []
    assert "x=1 is committed" in [goal.title for goal in found.scenarios[0].goals]


def test_a_trace_is_signed_and_a_changed_one_is_not(client: Browser, app: FastAPI) -> None:
    seat = opened(client, script="cluster S1 S2 S3\nrun 400ms\ncrash S1\n")
    answer = client.get(f"/api/rooms/{seat['room']}/trace?key={seat['control']}")
    assert answer.headers["content-disposition"].endswith('-main.trace.jsonl"')
    signer = context_of(app).signer
    assert is_signed(answer.text, signer)
    assert not is_signed(answer.text.replace("crash S1", "crash S2"), signer)
    assert not is_signed(answer.text.replace('"participant":""', '"participant":"Ada"'), signer)
    assert not is_signed("", signer)
    assert not is_signed("[]\n", signer)


@pytest.mark.parametrize(
    ("wish", "status", "code", "said"),
    [
        ({"script": "clutter S1"}, 422, "bad_script", "script:1:1: found 'clutter'"),
        ({"script": "cluster S1 S2 S3\ncrush S1"}, 422, "bad_script", "script:2:1"),
        ({"script": "cluster S1 S2 S3 variant=nonsense"}, 422, "bad_script", "nonsense"),
        ({"script": ""}, 422, "bad_script", "an empty script"),
        ({"lesson": "nope"}, 404, "unknown_lesson", "no lesson 'nope'"),
        ({"lesson": "the-raft-algorithm", "scenario": "nope"}, 404, "unknown_scenario", "no scenario 'nope'"),
        ({"scenario": "an-election"}, 422, "bad_body", "belongs to a lesson"),
        ({"lesson": 3}, 422, "bad_body", "body.lesson"),
        ({"lessons": "x"}, 422, "bad_body", "body.lessons"),
        ([], 422, "bad_body", "body"),
        ({"script": "cluster S1", "lesson": "x"}, 422, "bad_body", "without a lesson"),
    ],
)
def test_a_wish_that_cannot_be_granted_is_told_why(
    client: Browser, wish: object, status: int, code: str, said: str
) -> None:
    answer = client.post("/api/rooms", json=wish)
    found = trouble(answer)
    assert (answer.status_code, found["code"]) == (status, code)
    assert said in found["says"]


def test_a_room_is_opened_by_json_from_our_own_pages(client: Browser) -> None:
    form = client.post("/api/rooms", data={"script": "x"})
    assert (form.status_code, trouble(form)["code"]) == (415, "bad_type")
    foreign = client.post("/api/rooms", json={}, headers={"origin": "https://evil.example"})
    assert (foreign.status_code, trouble(foreign)["code"]) == (403, "bad_origin")
    own = client.post("/api/rooms", json={}, headers={"origin": "http://lab.example"})
    assert own.status_code == 201
    json_type = {"content-type": "application/json"}
    broken = client.post("/api/rooms", content=b"{", headers=json_type)
    assert (broken.status_code, trouble(broken)["code"]) == (422, "bad_body")
    large = client.post("/api/rooms", content=b" " * 7_000_000, headers=json_type)
    assert (large.status_code, trouble(large)["code"]) == (413, "too_large")


def test_a_download_needs_the_rooms_key(client: Browser) -> None:
    seat = opened(client)
    wrong = client.get(f"/api/rooms/{seat['room']}/trace?key=guess")
    assert (wrong.status_code, trouble(wrong)["code"]) == (403, "bad_key")
    nowhere = client.get("/api/rooms/none/trace?key=guess")
    assert (nowhere.status_code, trouble(nowhere)["code"]) == (404, "unknown_room")
    branch = client.get(f"/api/rooms/{seat['room']}/trace?key={seat['watch']}&branch=Z")
    assert trouble(branch)["code"] == "unknown_branch"
    assert trouble(branch)["legal"] == ["main"]


def test_the_schemas_are_served(client: Browser) -> None:
    schema = client.get("/schema/frames.json").json()
    assert schema == json.loads(json.dumps(frames_schema()))
    described = client.get("/schema/asyncapi.json").json()
    assert described == json.loads(json.dumps(asyncapi()))
    assert described["asyncapi"].startswith("3.")


def references(document: object) -> list[str]:
    if isinstance(document, dict):
        own = [document["$ref"]] if isinstance(document.get("$ref"), str) else []
        return own + [found for value in document.values() for found in references(value)]
    if isinstance(document, list):
        return [found for value in document for found in references(value)]
    return []


@pytest.mark.parametrize("document", [frames_schema(), asyncapi()], ids=["frames", "asyncapi"])
def test_every_reference_inside_a_schema_leads_somewhere(document: dict[str, Any]) -> None:
    found = references(document)
    assert found
    for reference in found:
        place: Any = document
        for part in reference.removeprefix("#/").split("/"):
            place = place[part]


def test_the_reference_tells_of_every_frame_event_and_directive(client: Browser) -> None:
    page = client.get("/reference").text
    for word in (
        "next_interesting",
        "keyframe",
        "EntriesTruncated",
        "isolate S1",
        "run until PREDICATE",
        "max_inflight",
    ):
        assert word in page


def test_the_catalogue_is_told_in_the_language_of_who_asks(client: Browser) -> None:
    told = {
        tag: {lesson["id"]: lesson for lesson in client.get("/api/lessons", headers={"accept-language": tag}).json()}
        for tag in ("en", "zh-CN")
    }
    assert list(told["en"]) == list(told["zh-CN"])
    english, chinese = (told[tag]["the-raft-algorithm"] for tag in ("en", "zh-CN"))
    assert english["title"] != chinese["title"]
    assert english["scenarios"][0].keys() >= {"id", "title", "summary", "minutes", "goals", "questions"}
