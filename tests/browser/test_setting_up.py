"""A cluster of one's own: from the form, from a script, from a link, from a file; and the way back."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewContext, Server, Watch
from tests.browser.lab import Lab

LINES = "timeout S1\nrun 1s\nclient c1 put x 1\nrun 1s\n"
SCRIPT = f"cluster S1 S2 S3 seed=7\n{LINES}"


@pytest.fixture
def lab(new_context: NewContext, server: Server) -> Lab:
    """A new sandbox in a browser whose clipboard may be read."""
    context = new_context(permissions=["clipboard-read", "clipboard-write"])
    return Lab(context.new_page()).open(f"{server.url}/lab")


def set_up(lab: Lab) -> None:
    lab.lesson.get_by_role("button", name="Set up a cluster").click()
    expect(lab.page.get_by_role("heading", name="A cluster of your own")).to_be_focused()


def another_room(page: Page, before: str) -> None:
    """Wait until the page is in another room, and drawn anew."""
    expect(page).not_to_have_url(before)
    page.wait_for_load_state()
    Lab(page).ready()


def test_a_cluster_is_chosen_with_a_hint_about_its_times(lab: Lab) -> None:
    set_up(lab)
    page = lab.page
    script = page.get_by_role("textbox", name="As Raft script")
    expect(script).to_have_value(re.compile(r"^cluster S1 S2 S3 S4 S5 seed=\d+ timing=classroom\n"))
    page.get_by_role("slider", name="Servers").press("ArrowRight")
    page.get_by_role("checkbox", name=re.compile("^PreVote")).check()
    page.get_by_role("spinbutton", name="Seed").fill("9")
    page.get_by_role("spinbutton", name="Seed").press("Tab")
    expect(script).to_have_value("cluster S1 S2 S3 S4 S5 S6 seed=9 timing=classroom pre_vote=on\n")
    hint = page.get_by_role("status").filter(has_text="round of messages")
    expect(hint).to_contain_text("Fair")
    for _ in range(3):
        page.get_by_role("slider", name="Shortest election timeout").press("ArrowLeft")
    expect(hint).to_contain_text("No leader lasts")
    page.get_by_role("combobox", name="Pace").select_option("lan")
    expect(hint).to_contain_text("Fair")
    page.get_by_role("slider", name="A message takes up to").press("Home")
    expect(hint).to_contain_text("Steady")
    before = page.url
    page.get_by_role("button", name="Start it").click()
    another_room(page, before)
    expect(lab.server("S6")).to_be_visible()
    expect(lab.stage.get_by_text("PreVote on")).to_be_visible()


def refused(watch: Watch) -> None:
    """The console tells of what the server refused, and of nothing else."""
    watch.errors[:] = [said for said in watch.errors if "status of 422" not in said]


def test_a_script_is_run_and_the_way_back_leads_to_the_cluster_before(lab: Lab, watch: Watch) -> None:
    page = lab.page
    lab.faster()
    lab.play.click()
    leader = lab.leader()
    lab.pause.click()
    lab.expect_paused()
    at, before = lab.event(), page.url
    set_up(lab)
    script = page.get_by_role("textbox", name="As Raft script")
    script.fill("cluster S1 S2 S3\nfrobnicate S1\n")
    page.get_by_role("button", name="Start it").click()
    expect(page.get_by_role("alert").filter(has_text="script:2:1")).to_be_visible()
    refused(watch)
    script.fill(SCRIPT)
    page.get_by_role("button", name="Start it").click()
    another_room(page, before)
    expect(lab.server("S4")).to_have_count(0)
    expect(lab.outcome(r"x=1\s*index 2")).to_be_visible()
    page.go_back()
    expect(lab.server("S4")).to_be_visible()
    lab.expect_event(at)
    assert lab.leader() == leader


def test_a_link_opens_this_run_at_this_moment(lab: Lab, new_context: NewContext, server: Server) -> None:
    page = lab.page
    before = page.url
    set_up(lab)
    page.get_by_role("textbox", name="As Raft script").fill(SCRIPT)
    page.get_by_role("button", name="Start it").click()
    another_room(page, before)
    lab.expect_paused()
    at = lab.event() - 4
    for _ in range(4):
        page.keyboard.press("ArrowLeft")
    lab.expect_event(at)
    page.get_by_role("button", name="Export trace").click()
    page.get_by_role("menuitem", name="Copy a link to this moment").click()
    expect(lab.notices.get_by_text(re.compile("The link is on the clipboard"))).to_be_visible()
    link = page.evaluate("navigator.clipboard.readText()")
    assert link.startswith(f"{server.url}/lab#open=1.")
    other = Lab(new_context().new_page()).open(link)
    other.expect_event(at)
    assert "open=" not in other.page.url
    other.page.keyboard.press("End")
    expect(other.outcome(r"x=1\s*index 2")).to_be_visible()
    page.get_by_role("button", name="Export trace").click()
    page.get_by_role("menuitem", name="Copy as script").click()
    expect(lab.notices.get_by_text("The script is on the clipboard.")).to_be_visible()
    assert "client c1 put x 1" in page.evaluate("navigator.clipboard.readText()")


@pytest.mark.parametrize(
    ("fragment", "says"),
    [("#open=2.abc", "a newer Orbital Raft"), ("#open=1.???", "damaged"), ("#open=1.abcd", "damaged")],
)
def test_a_link_that_cannot_be_opened_says_so_politely(page: Page, server: Server, fragment: str, says: str) -> None:
    page.goto(f"{server.url}/lab{fragment}")
    expect(page.get_by_text(re.compile(says))).to_be_visible()
    page.get_by_role("link", name="Open a new one").click()
    Lab(page).ready()


def drop(page: Page, name: str, text: str) -> None:
    """Drop a file on the lab."""
    transfer = page.evaluate_handle(
        "([name, text]) => { const t = new DataTransfer(); t.items.add(new File([text], name)); return t; }",
        [name, text],
    )
    page.dispatch_event("main", "dragover", {"dataTransfer": transfer})
    expect(page.get_by_text("Drop a Raft script, a trace or the log of your own Raft to open it")).to_be_visible()
    page.dispatch_event("main", "drop", {"dataTransfer": transfer})


def test_a_trace_that_is_dropped_is_replayed_and_verified(lab: Lab, tmp_path: Path) -> None:
    page = lab.page
    before = page.url
    drop(page, "mine.raft", SCRIPT)
    another_room(page, before)
    lab.expect_paused()
    at = lab.event()
    with page.expect_download() as download:
        page.get_by_role("button", name="Export trace").click()
        page.get_by_role("menuitem", name=re.compile("^Trace")).click()
    text = lab.save(download.value, tmp_path).read_text(encoding="utf-8")
    before = page.url
    drop(page, "mine.trace.jsonl", text)
    another_room(page, before)
    lab.expect_event(at)
    expect(page.get_by_text("Replay verified")).to_be_visible()

    lines = [json.loads(line) for line in text.splitlines()]
    next(line for line in lines if line["type"] == "intervention")["directive"] = "timeout S2"
    before = page.url
    drop(page, "other.trace.jsonl", "".join(json.dumps(line) + "\n" for line in lines))
    another_room(page, before)
    expect(lab.stage.get_by_text("The replay differs")).to_be_visible()
    expect(page.get_by_text("Replay verified")).to_be_hidden()


def test_a_file_that_is_neither_changes_nothing(lab: Lab, watch: Watch) -> None:
    before = lab.page.url
    drop(lab.page, "notes.txt", "dear diary")
    expect(lab.notices.get_by_text(re.compile("^notes.txt: script:1:1"))).to_be_visible()
    drop(lab.page, "notes.jsonl", '{"type": "diary"}')
    expect(lab.notices.get_by_text(re.compile("^notes.jsonl: This is not an Orbital Raft trace"))).to_be_visible()
    assert lab.page.url == before
    refused(watch)
