"""What goes to other programs and what comes from them: the forms of a run, and the log of another implementation."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.cli import main
from tests.browser.conftest import NewContext, Server, Watch
from tests.browser.lab import Lab
from tests.browser.test_setting_up import SCRIPT, another_room, drop, refused
from tests.importing.logs import GOOD, Line, entry, log, text_of

BROKEN: tuple[Line, ...] = (
    *GOOD,
    {"node": "n3", "time": 0.5, "term": 1, "role": "candidate", "vote": "n3"},
    {"node": "n3", "time": 0.6, "role": "leader", "log": log(1, entry(1, "put x 9"))},
)
FORMS = ("Space-time diagram", "ShiViz", "TLA+", "Mermaid", "Perfetto", "All events")


@pytest.fixture
def lab(page: Page, server: Server) -> Lab:
    """A sandbox."""
    return Lab(page).open(f"{server.url}/lab")


def is_paused_at(page: Page, event: int) -> None:
    expect(page.get_by_role("slider", name="Time")).to_have_attribute("aria-valuetext", re.compile(rf"event {event}$"))


def test_a_run_is_handed_out_for_every_other_program(lab: Lab, new_context: NewContext, tmp_path: Path) -> None:
    page = lab.page
    before = page.url
    drop(page, "mine.raft", SCRIPT)
    another_room(page, before)
    lab.expect_paused()
    saved: dict[str, Path] = {}
    for form in FORMS:
        page.get_by_role("button", name="Export trace").click()
        group = page.get_by_role("group", name="For other programs")
        with page.expect_download() as download:
            group.get_by_role("menuitem", name=re.compile(f"^{re.escape(form)}")).click()
        saved[form] = lab.save(download.value, tmp_path)
    assert saved["ShiViz"].read_text(encoding="utf-8").startswith("(?<host>")
    assert saved["Mermaid"].read_text(encoding="utf-8").startswith("sequenceDiagram\n")
    assert saved["TLA+"].read_bytes()[:2] == b"PK"
    picture = new_context().new_page()
    picture.goto(saved["Space-time diagram"].as_uri())
    expect(picture.get_by_text(re.compile(r"^S\d leads term \d$")).first).to_be_visible()
    expect(picture).to_have_title(re.compile("^Space-time diagram of S1 "))


def test_the_picture_follows_the_theme_of_its_reader(new_context: NewContext, tmp_path: Path) -> None:
    (tmp_path / "a.raft").write_text("cluster S1 S2 S3\ntimeout S1\nrun 300ms\n", encoding="utf-8")
    trace, picture = tmp_path / "a.trace.jsonl", tmp_path / "a.svg"
    assert main(["run", str(tmp_path / "a.raft"), "--trace", str(trace)]) == 0
    assert main(["export", str(trace), "--format", "svg", "--out", str(picture)]) == 0
    paper = {}
    for scheme in ("light", "dark"):
        page = new_context(color_scheme=scheme).new_page()
        page.goto(picture.as_uri())
        paper[scheme] = page.evaluate("getComputedStyle(document.querySelector('.paper')).fill")
        assert page.evaluate("document.documentElement.scrollWidth") <= 1_600
    assert paper == {"light": "rgb(244, 245, 242)", "dark": "rgb(13, 18, 24)"}


def test_a_log_that_is_dropped_is_shown_with_what_is_wrong_in_it(lab: Lab) -> None:
    page = lab.page
    before = page.url
    drop(page, "mine.jsonl", text_of(*BROKEN))
    page.wait_for_url(re.compile("/imports/"))
    Lab(page).ready()
    expect(page.get_by_role("heading", name="mine.jsonl")).to_be_visible()
    expect(page.get_by_text("S1 is n1, S2 is n2, S3 is n3")).to_be_visible()
    expect(page.get_by_text("2 findings, each on the Safety tab.")).to_be_visible()
    expect(page.get_by_role("button", name="Export trace")).to_be_hidden()
    expect(page.get_by_text("PreVote off")).to_be_hidden()
    page.get_by_role("region", name="Timeline").get_by_role("button", name="End", exact=True).click()
    is_paused_at(page, len(BROKEN) - 1)
    expect(page.get_by_role("button", name=re.compile("^S3 n3, leader, term 1"))).to_be_visible()
    page.get_by_role("tab", name=re.compile("^Safety")).click()
    inspector = page.get_by_role("complementary", name="Inspector")
    expect(inspector.get_by_text("S1 and S3 both lead term 1.")).to_be_visible()
    expect(inspector.get_by_text("3 of 5 properties hold")).to_be_visible()
    expect(inspector.get_by_text("Linearizability")).to_be_hidden()
    inspector.get_by_role("button", name="Why").first.click()
    expect(inspector.get_by_text(re.compile(r'^Line 12 of the log: \{"node": "n3"'))).to_be_visible()
    page.go_back()
    Lab(page).ready()
    assert page.url == before


def test_a_log_with_a_bad_line_changes_nothing_and_says_which_line_it_is(lab: Lab, watch: Watch) -> None:
    before = lab.page.url
    drop(lab.page, "mine.jsonl", '{"node":"n1"}\n{"node":"n1","role":"boss"}\n')
    said = lab.notices.get_by_text(re.compile(r"^mine\.jsonl: line 2: 'role' is \"boss\"; legal is follower"))
    expect(said).to_be_visible()
    assert lab.page.url == before
    refused(watch)


def test_a_page_of_a_log_needs_no_server(new_context: NewContext, tmp_path: Path) -> None:
    source, out = tmp_path / "mine.jsonl", tmp_path / "mine.html"
    source.write_text(text_of(*BROKEN), encoding="utf-8")
    assert main(["import", str(source), "--out", str(out)]) == 1
    context = new_context(width=390, height=844)
    context.set_offline(True)
    page = context.new_page()
    page.goto(f"{out.as_uri()}#event=5")
    Lab(page).ready()
    is_paused_at(page, 5)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
