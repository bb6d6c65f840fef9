"""Logs of other implementations over HTTP, and the forms of a room's branch."""

from __future__ import annotations

import json
from io import BytesIO
from xml.etree import ElementTree as ET
from zipfile import ZipFile

from app.importing import KEPT, MOST_BYTES
from raft_core.export.forms import FORMS
from tests.app.browser import Browser
from tests.app.test_http import opened, trouble
from tests.importing.logs import GOOD, text_of

LOG = {"content-type": "application/x-ndjson"}


def test_a_log_becomes_a_page_that_may_run_its_own_scripts_and_nothing_else(client: Browser) -> None:
    answer = client.post("/api/imports?name=mine.jsonl", content=text_of(*GOOD), headers=LOG)
    assert answer.status_code == 201
    page = client.get(answer.json()["page"])
    assert page.status_code == 200
    assert "<title>mine.jsonl | Orbital Raft</title>" in page.text
    policy = page.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'nonce-")
    assert policy.endswith("frame-ancestors 'none'")
    assert "unsafe" not in policy
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["x-content-type-options"] == "nosniff"


def test_a_bad_line_is_named(client: Browser) -> None:
    answer = client.post("/api/imports", content='{"node":"n1"}\n{"node":7.5}\n', headers=LOG)
    assert answer.status_code == 422
    told = trouble(answer)
    assert (told["code"], told["where"]) == ("bad_log", "line 2")
    assert told["says"] == "line 2: 'node' is 7.5; legal is a name of at most 40 letters, or a number."


def test_what_is_no_log_is_refused_before_it_is_read(client: Browser) -> None:
    assert client.post("/api/imports", content="{}").status_code == 415
    assert client.post("/api/imports", content=b"\xff", headers=LOG).status_code == 422
    assert client.post("/api/imports", content=b" " * (MOST_BYTES + 1), headers=LOG).status_code == 413
    foreign = {**LOG, "origin": "https://elsewhere.example"}
    assert trouble(client.post("/api/imports", content="{}", headers=foreign))["code"] == "bad_origin"
    assert trouble(client.get("/imports/nothing"))["code"] == "unknown_page"


def test_a_name_is_no_way_into_the_page(client: Browser) -> None:
    answer = client.post("/api/imports?name=<script>alert(1)</script>", content=text_of(*GOOD), headers=LOG)
    assert "<script>alert" not in client.get(answer.json()["page"]).text


def test_the_oldest_pages_go_first(client: Browser) -> None:
    pages = [client.post("/api/imports", content=text_of(*GOOD), headers=LOG).json()["page"] for _ in range(KEPT + 1)]
    assert client.get(pages[0]).status_code == 404
    assert client.get(pages[1]).status_code == 200


def test_a_branch_can_be_had_in_every_form(client: Browser) -> None:
    seat = opened(client, script="cluster S1 S2 S3 seed=7\ntimeout S2\nrun 300ms\n")
    for form in FORMS:
        answer = client.get(f"/api/rooms/{seat['room']}/export/{form}?key={seat['watch']}")
        assert answer.status_code == 200, form
        name = answer.headers["content-disposition"]
        assert name.endswith('-main.tla.zip"' if form == "tla" else f'-main{FORMS[form].ending}"')
        if form == "tla":
            with ZipFile(BytesIO(answer.content)) as archive:
                assert archive.namelist() == ["Session.tla", "Session.cfg"]
                assert b"MODULE Session" in archive.read("Session.tla")
        elif form == "svg":
            assert ET.fromstring(answer.text).tag.endswith("svg")  # noqa: S314 - made here
        elif form == "perfetto":
            assert json.loads(answer.text)["traceEvents"]


def test_a_form_that_there_is_not_is_answered_with_those_there_are(client: Browser) -> None:
    seat = opened(client)
    answer = client.get(f"/api/rooms/{seat['room']}/export/word?key={seat['watch']}")
    assert answer.status_code == 404
    assert trouble(answer)["legal"] == list(FORMS)
    assert client.get(f"/api/rooms/{seat['room']}/export/svg?key=wrong").status_code in (403, 404)
