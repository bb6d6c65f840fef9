"""The report of a student, opened from a disk: what it says, where it leads, and that everybody can read it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.cli import main
from tests.browser.axe import barriers_in_both_themes
from tests.grading.sessions import KEY, LESSON, changed, session, signed, wrong


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The reports of three students, written as an instructor would."""
    folder = tmp_path_factory.mktemp("class")
    traces = {
        "Ada": signed(session(participant="Ada")),
        "Ben": signed(session(participant="Ben", choose=wrong)),
        "Eve": signed(changed(session(participant="Eve"), "intervention", 2, directive="crash S5")),
    }
    for name, content in traces.items():
        (folder / f"{name}.trace.jsonl").write_bytes(content)
    (folder / "signing.key").write_bytes(KEY)
    out = str(folder / "reports")
    options = ["--names", "--data-dir", str(folder), "--format", "html", "--replays", "--out", out]
    assert main(["grade", *(str(folder / f"{name}.trace.jsonl") for name in traces), "--lesson", LESSON, *options]) == 0
    return folder / "reports"


def test_a_report_tells_the_score_and_that_the_replay_was_verified(page: Page, folder: Path) -> None:
    page.goto((folder / "Ada.html").as_uri())
    expect(page.get_by_role("heading", level=1)).to_have_text("Ada")
    expect(page.get_by_role("main")).to_contain_text("Score 15 of 140")
    expect(page.get_by_role("main")).to_contain_text("Replay verified")
    expect(page.get_by_role("main")).to_contain_text("Signed by the server.")
    goals = page.get_by_role("list").filter(has_text="S4 stands for election").last.get_by_role("listitem")
    expect(goals.first).to_contain_text("S4 stands for election in term 1.")


def test_a_time_in_a_report_leads_to_the_moment_in_the_replay(page: Page, folder: Path) -> None:
    page.goto((folder / "Ada.html").as_uri())
    page.get_by_role("link", name="7.646 s").first.click()
    expect(page.get_by_role("region", name="Timeline").get_by_role("slider", name="Time")).to_have_attribute(
        "aria-valuetext", "7.646 seconds, event 30"
    )


def test_a_wrong_answer_stands_beside_what_happened_and_what_it_overlooks(page: Page, folder: Path) -> None:
    page.goto((folder / "Ben.html").as_uri())
    row = page.get_by_role("row").nth(1)
    expect(row).to_contain_text("Ask the others whether one of them still hears a leader")
    expect(row).to_contain_text("Stand for election, with a vote for itself")
    expect(row).to_contain_text("That comes with PreVote (lesson 3).")
    expect(row).to_contain_text("wrong")


def test_a_report_of_a_trace_that_differs_says_so_before_anything_else(page: Page, folder: Path) -> None:
    page.goto((folder / "Eve.html").as_uri())
    expect(page.get_by_role("main")).to_contain_text("Score 0 of 140")
    expect(page.get_by_role("main")).to_contain_text("the replay differs at position 3")
    expect(page.get_by_role("main")).to_contain_text("Unverified, it would have scored")


@pytest.mark.parametrize("name", ["Ada", "Ben", "Eve"])
@pytest.mark.parametrize("size", [(1280, 720), (390, 844)], ids=["desktop", "phone"])
def test_a_report_has_no_barriers_and_fits(page: Page, folder: Path, name: str, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto((folder / f"{name}.html").as_uri())
    assert barriers_in_both_themes(page) == []
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")


def test_the_theme_can_be_changed(page: Page, folder: Path) -> None:
    page.goto((folder / "Ada.html").as_uri())
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.get_by_role("button", name="Change theme").click()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != before


def test_on_paper_a_report_is_black_on_white_without_controls(page: Page, folder: Path) -> None:
    page.goto((folder / "Ada.html").as_uri())
    page.get_by_role("button", name="Change theme").click()
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light"
    expect(page.get_by_role("button", name="Change theme")).to_be_hidden()
    expect(page.get_by_text("sha256")).to_be_visible()


def test_a_name_is_text_and_nothing_else(page: Page, tmp_path: Path) -> None:
    name = '<img src=x onerror="document.title=1">'
    (tmp_path / "a.jsonl").write_bytes(signed(session(participant=name)))
    out = tmp_path / "report.html"
    assert main(["grade", str(tmp_path / "a.jsonl"), "--names", "--format", "html", "--out", str(out)]) == 0
    page.goto(out.as_uri())
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    expect(page).to_have_title(f"Report, {name} | Orbital Raft")
