"""A lesson is written while it is open in the lab: a mistake is seen at once, and so is that it was mended."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Server, Watch
from tests.browser.lab import Lab
from tests.lessons.samples import with_kind_changed

NAME = "pick-a-server"
ADDRESS = f"/lab?lesson=every-kind&scenario={NAME}"


@pytest.fixture
def lessons(tmp_path: Path) -> Path:
    return with_kind_changed(tmp_path / "lessons", NAME, "title: A refusal", "title: A refusal")


@pytest.fixture
def writing(chromium: Path, tmp_path: Path, lessons: Path) -> Iterator[Server]:
    """A server whose lessons are being written."""
    assert chromium.exists()
    running = Server(tmp_path, "--lessons-dir", lessons, "--authoring")
    yield running
    running.stop()


def change(lessons: Path, old: str, new: str) -> None:
    (file,) = lessons.glob("*/*/scenario.md")
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_a_change_is_offered_and_a_mistake_told_while_the_lesson_is_open(
    page: Page, writing: Server, lessons: Path
) -> None:
    lab = Lab(page).open(f"{writing.url}{ADDRESS}")
    strip = lab.lesson.get_by_role("complementary", name="Authoring")
    expect(strip).to_contain_text("The check has nothing against it.")
    change(lessons, "title: A refusal", "titel: A refusal")
    expect(strip).to_contain_text("It cannot be opened any more:")
    expect(strip.get_by_role("listitem")).to_contain_text("scenario.md:10:1: found 'titel': that is no field of a step")
    change(lessons, "titel: A refusal", "title: Nobody has to vote")
    expect(strip).to_contain_text("The lesson has changed. The check has nothing against it.")
    strip.get_by_role("link", name="Open it anew").click()
    expect(lab.lesson.get_by_role("heading", name="Nobody has to vote")).to_be_visible()
    change(lessons, "answer: S1", "answer: S2")
    expect(strip).to_contain_text("The check found 1 problem:")
    expect(strip.get_by_role("listitem")).to_contain_text("S2 is given as the right answer, but S1 comes true")


def test_a_broken_lesson_says_why_on_its_page_and_opens_once_it_is_mended(
    page: Page, writing: Server, lessons: Path, watch: Watch
) -> None:
    change(lessons, "eventually: leader = S3", "eventually: leeder = S3")
    page.goto(f"{writing.url}{ADDRESS}")
    says = page.get_by_role("main").get_by_role("listitem").filter(has_text="leeder")
    expect(says).to_contain_text("scenario.md:33:13: found 'leeder': that is no name")
    watch.errors.clear()
    change(lessons, "leeder", "leader")
    page.get_by_role("link", name="Try again").click()
    Lab(page).ready()
    page.goto(writing.url)
    expect(page.get_by_role("heading", name="Every kind of question")).to_be_visible()


def test_a_run_is_saved_as_a_lesson(page: Page, writing: Server, tmp_path: Path) -> None:
    lab = Lab(page).open(f"{writing.url}/lab")
    page.keyboard.press("2")
    page.keyboard.press("e")
    lab.play.click()
    lab.leader()
    page.get_by_role("button", name="Export trace").click()
    with page.expect_download() as download:
        page.get_by_role("menuitem", name=re.compile("^Record as a lesson")).click()
    with ZipFile(lab.save(download.value, tmp_path)) as archive:
        assert archive.namelist() == [
            f"01-recorded-run/{name}" for name in ("scenario.md", "setup.raft", "solution.raft")
        ]
        assert "timeout S2" in archive.read("01-recorded-run/solution.raft").decode()
