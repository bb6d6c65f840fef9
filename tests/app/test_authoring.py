"""While a lesson is written, the server reads it again, and says what is wrong with it."""

from __future__ import annotations

from pathlib import Path

import httpx

from tests.app.conftest import Serve
from tests.lessons.samples import KINDS, SCENARIO, replaced, with_kind_changed, write_lesson

PATIENCE_S = 60
"""A lesson is proved in a process of its own, which has to start first."""


def test_without_authoring_nothing_is_told(serve: Serve, tmp_path: Path) -> None:
    served = serve(lessons_dir=write_lesson(tmp_path))
    assert httpx.get(f"{served.http}/api/authoring/small/first", timeout=PATIENCE_S).status_code == 404
    assert "data-authoring" not in httpx.get(f"{served.http}/lab", timeout=PATIENCE_S).text


def test_a_change_is_a_new_revision_and_a_mistake_is_told_with_its_place(serve: Serve, tmp_path: Path) -> None:
    served = serve(lessons_dir=write_lesson(tmp_path), authoring=True)
    address = f"{served.http}/api/authoring/small/first"
    assert 'data-authoring="yes"' in httpx.get(f"{served.http}/lab", timeout=PATIENCE_S).text
    first = httpx.get(address, timeout=PATIENCE_S).json()
    assert first["broken"] == []
    write_lesson(tmp_path, scenario=replaced(SCENARIO, "eventually: leader = S3", "eventually: leeder = S3"))
    second = httpx.get(address, timeout=PATIENCE_S).json()
    assert second["revision"] != first["revision"]
    assert second["broken"][0].startswith("04-small/01-first/scenario.md:89:13: found 'leeder': that is no name")
    page = httpx.get(f"{served.http}/", timeout=PATIENCE_S).text
    assert "04-small/01-first/scenario.md:89:13" in page
    refused = httpx.post(f"{served.http}/api/rooms", json={"lesson": "small", "scenario": "first"}, timeout=PATIENCE_S)
    assert (refused.status_code, refused.json()["code"]) == (422, "broken_lesson")
    assert refused.json()["says"].splitlines()[1] == second["broken"][0]
    write_lesson(tmp_path)
    assert (
        httpx.post(
            f"{served.http}/api/rooms", json={"lesson": "small", "scenario": "first"}, timeout=PATIENCE_S
        ).status_code
        == 201
    )


def test_what_only_a_run_shows_is_told_as_well(serve: Serve, tmp_path: Path) -> None:
    good = serve(lessons_dir=KINDS, authoring=True)
    assert httpx.get(f"{good.http}/api/authoring/every-kind/a-number", timeout=PATIENCE_S).json()["problems"] == []
    folder = with_kind_changed(tmp_path, "a-number", "answer: 3", "answer: 4")
    served = serve(lessons_dir=folder, authoring=True)
    told = httpx.get(f"{served.http}/api/authoring/every-kind/a-number", timeout=PATIENCE_S).json()
    assert told["problems"] == [
        "04-a-number: question how-many: 4 is given as the right answer, but 3 comes true at event 24"
    ]


def test_a_lesson_that_is_not_there_is_told(serve: Serve, tmp_path: Path) -> None:
    served = serve(lessons_dir=write_lesson(tmp_path), authoring=True)
    assert httpx.get(f"{served.http}/api/authoring/large/first", timeout=PATIENCE_S).status_code == 404
    assert httpx.get(f"{served.http}/api/authoring/small/second", timeout=PATIENCE_S).json()["problems"] == []
