"""The files of /static: read once, named by what they hold, kept by browsers for ever, packed where that helps."""

from __future__ import annotations

import asyncio
import os
import re
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from app.data import data_folder
from app.static_files import Files
from tests.app.browser import Browser


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "js").mkdir()
    (tmp_path / "js" / "a.js").write_text("export const a = 1;\n" * 50)
    (tmp_path / "b.woff2").write_bytes(bytes(1000))
    return tmp_path


@pytest.fixture
def files(folder: Path) -> Files:
    return Files(folder)


@pytest.fixture
def browser(files: Files) -> Browser:
    return Browser(Starlette(routes=[Mount("/static", files)]))


def change(path: Path, text: str) -> None:
    path.write_text(text)
    os.utime(path, ns=(1, path.stat().st_mtime_ns + 1))


def test_under_its_version_a_file_is_kept_for_ever(browser: Browser, files: Files) -> None:
    answer = browser.get(f"{files.address}/js/a.js")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"


@pytest.mark.parametrize("prefix", ["/static", "/static/v-0123456789abcdef"])
def test_without_a_version_or_under_another_one_it_is_asked_for_anew(browser: Browser, prefix: str) -> None:
    answer = browser.get(f"{prefix}/js/a.js")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-cache"
    again = browser.get(f"{prefix}/js/a.js", headers={"if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_what_changes_is_read_again_and_has_another_address(browser: Browser, files: Files, folder: Path) -> None:
    before, old = files.address, browser.get("/static/js/a.js")
    change(folder / "js" / "a.js", "export const a = 2;\n")
    # somebody who still has the page of before gets what there is, but is not to keep it under that name
    stale = browser.get(f"{before}/js/a.js")
    assert (stale.text, stale.headers["cache-control"]) == ("export const a = 2;\n", "no-cache")
    assert browser.get("/static/js/a.js", headers={"if-none-match": old.headers["etag"]}).status_code == 200
    assert files.address != before


def test_the_address_follows_from_what_the_files_hold_and_not_from_when_they_were_written(
    files: Files, folder: Path
) -> None:
    path = folder / "js" / "a.js"
    before = files.address
    change(path, path.read_text())
    assert files.address == before
    assert Files(folder).address == before
    change(path, path.read_text().replace("1", "2"))
    assert files.address != before


def test_a_file_that_is_taken_away_is_served_as_it_was(browser: Browser, files: Files, folder: Path) -> None:
    before = browser.get("/static/js/a.js").content
    (folder / "js" / "a.js").unlink()
    assert browser.get(f"{files.address}/js/a.js").content == before


def test_text_goes_packed_to_who_can_unpack_it(browser: Browser, folder: Path) -> None:
    path = folder / "js" / "a.js"
    plain = browser.get("/static/js/a.js", headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    packed = browser.get("/static/js/a.js", headers={"accept-encoding": "gzip, br"})
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.headers["vary"] == "Accept-Encoding"
    assert int(packed.headers["content-length"]) < path.stat().st_size / 5
    assert packed.text == plain.text == path.read_text()
    assert packed.headers["etag"] == plain.headers["etag"]
    assert "content-encoding" not in browser.get("/static/b.woff2", headers={"accept-encoding": "gzip"}).headers


def test_every_file_of_ours_is_served_as_it_is() -> None:
    ours = data_folder("static")
    browser = Browser(Starlette(routes=[Mount("/static", Files(ours))]))
    for path in filter(Path.is_file, ours.rglob("*")):
        assert browser.get(f"/static/{path.relative_to(ours).as_posix()}").content == path.read_bytes(), path


@pytest.mark.parametrize(
    "path", ["/static/", "/static/js", "/static/js/", "/static/c.js", "/static/v-1", "/static/js/../../etc/passwd"]
)
def test_what_is_no_file_is_not_there(browser: Browser, path: str) -> None:
    assert browser.get(path).status_code == 404


def test_files_are_only_read(browser: Browser) -> None:
    answer = browser.post("/static/js/a.js")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")
    seen = asyncio.run(browser.ask("HEAD", "/static/js/a.js"))
    assert (seen.status_code, seen.headers["content-type"]) == (200, "text/javascript; charset=utf-8")


def test_a_page_asks_for_all_its_files_by_their_version(client: Browser) -> None:
    page = client.get("/lab").text
    named = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
    assert len(named) > 100
    assert len({address.split("/")[2] for address in named}) == 1
    for address in named:
        answer = client.get(address)
        assert (answer.status_code, "immutable" in answer.headers["cache-control"]) == (200, True), address
