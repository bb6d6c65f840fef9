"""The lab by keys and by ear: the order of the focus, arrows on the stage, names, and what a screen reader is told."""

from __future__ import annotations

import re
from itertools import groupby
from typing import Final

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Server
from tests.browser.states import ELECTION, TROUBLE, Visitor

LANDMARK: Final = """() => {
  const place = document.activeElement.closest("header, main, nav, section[aria-label], aside");
  return place?.getAttribute("aria-label") ?? place?.tagName.toLowerCase() ?? "";
}"""
DESCRIBED: Final = (
    "Term 1. S2 leads, commit 2. S5 is down. S4 is paused. ",
    "messages are in flight.",
)
ORDER: Final = ["header", "Lesson", "Cluster", "Clients", "Logs", "Inspector", "Timeline"]
MANY: Final = 80


@pytest.fixture
def visitor(page: Page, server: Server) -> Visitor:
    return Visitor(page, server)


def focused(visitor: Visitor) -> Locator:
    return visitor.page.locator(":focus")


def expect_focus(visitor: Visitor, name: str) -> None:
    expect(focused(visitor)).to_have_accessible_name(re.compile(name))


def polite(visitor: Visitor) -> Locator:
    return visitor.page.locator("[aria-live=polite]")


def test_tab_goes_through_the_panels_in_their_order(visitor: Visitor) -> None:
    visitor.enter(TROUBLE)
    visitor.page.evaluate("document.activeElement.blur()")
    visitor.press("Tab")
    expect_focus(visitor, "^Skip to the cluster$")
    places = []
    for _ in range(MANY):
        visitor.press("Tab")
        places.append(visitor.page.evaluate(LANDMARK))
        if not places[-1]:
            break
    assert [place for place, _ in groupby(places) if place] == ORDER
    assert len(places) < MANY


def test_the_way_back_is_the_same(visitor: Visitor) -> None:
    visitor.enter(ELECTION)
    visitor.lab.time.get_by_role("slider", name="Time").focus()
    places = []
    for _ in range(MANY):
        places.append(visitor.page.evaluate(LANDMARK))
        if places[-1] == "header":
            break
        visitor.press("Shift+Tab")
    assert [place for place, _ in groupby(places)] == ORDER[::-1]


def test_the_skip_link_leads_to_the_cluster(visitor: Visitor) -> None:
    visitor.enter(ELECTION)
    visitor.page.evaluate("document.activeElement.blur()")
    visitor.press("Tab")
    visitor.press("Enter")
    assert visitor.page.evaluate(LANDMARK) == "Cluster"


def test_arrows_go_round_the_ring_into_the_links_and_to_the_messages(visitor: Visitor) -> None:
    visitor.enter(ELECTION)
    visitor.lab.server("S2").focus()
    visitor.press("ArrowRight")
    expect_focus(visitor, "^S3, follower")
    visitor.press("ArrowLeft")
    visitor.press("ArrowLeft")
    visitor.press("ArrowLeft")
    expect_focus(visitor, "^S5, follower")
    expect(focused(visitor)).to_have_attribute("aria-pressed", "true")

    for link in ("S1 to S5", "S2 to S5", "S3 to S5", "S4 to S5"):
        visitor.press("ArrowDown")
        expect_focus(visitor, f"^{link}, up$")
    visitor.press("ArrowDown")
    expect_focus(visitor, r"^RequestVote, S2 to S\d, term 1, asks for a vote$")
    visitor.press("Enter")
    expect(visitor.page.get_by_role("menu", name=re.compile("^RequestVote, S2 to "))).to_be_visible()
    visitor.press("Escape")
    expect_focus(visitor, "^RequestVote, S2 to ")

    for _ in range(5):
        visitor.press("ArrowUp")
    expect_focus(visitor, "^S5, follower")
    visitor.press("ArrowUp")
    expect_focus(visitor, "^T1 votes: 1 of 3$")
    visitor.press("Enter")
    visitor.press("ArrowDown")
    expect_focus(visitor, "^S5, follower")


def test_the_focus_on_a_message_goes_on_to_its_receiver(visitor: Visitor) -> None:
    visitor.enter(ELECTION)
    message = visitor.lab.stage.get_by_role("button", name=re.compile("^RequestVote, S2 to S")).first
    receiver = re.search(r" to (S\d)", message.get_attribute("aria-label") or "")
    assert receiver is not None
    message.focus()
    visitor.press("Space")
    expect_focus(visitor, f"^{receiver[1]}, ")
    expect(visitor.lab.server(receiver[1])).to_have_attribute("aria-pressed", "true")


def test_everything_on_the_stage_and_in_the_logs_has_a_name(visitor: Visitor) -> None:
    visitor.enter(TROUBLE)
    stage = visitor.lab.stage
    button = stage.get_by_role("group", name="Cluster of 5 servers").get_by_role("button")
    names = [each.get_attribute("aria-label") or "" for each in button.all()]
    assert all(names)
    assert "S5, down, term 1, voted S2, commit 0, applied 0, 1 message in flight" in names
    assert "S4, follower, term 1, voted S2, commit 2, applied 2, paused, timer 30 percent, 1 message in flight" in names
    assert any(
        re.fullmatch(r"S2, leader, term 1, .*, timer \d+ percent, \d messages in flight", each) for each in names
    )
    assert "S1 to S3, cut one way, S3 to S1 works" in names
    assert "S1 to S2, takes 2 s" in names
    assert "S2 to S3, loses 30%" in names
    assert "AppendEntries, S2 to S1, term 1, sends index 3" in names
    assert "AppendEntries, S2 to S4, term 1, heartbeat" in names
    assert "AppendEntriesReply, S1 to S2, term 1, append accepted" in names
    assert "index 3: 2 of 3" in names
    cells = [each.get_attribute("aria-label") for each in visitor.lab.logs.get_by_role("gridcell").all()]
    assert "index 2, term 1, x equals 1, applied" in cells
    assert "index 2, term 1, x equals 1, stored" in cells
    assert "snapshot of indices 1 to 2, last term 1" in cells


def test_the_cluster_is_described_on_screen_and_to_the_ear(visitor: Visitor) -> None:
    visitor.enter(TROUBLE)
    visitor.lab.stage.get_by_role("button", name="Describe the cluster").click()
    notice = visitor.lab.notices.get_by_role("listitem")
    for says in DESCRIBED:
        expect(notice).to_contain_text(says)
        expect(polite(visitor)).to_contain_text(says)

    visitor.press("Escape")
    visitor.press("Control+k")
    visitor.page.keyboard.type("desc")
    expect(visitor.page.get_by_role("option", name=re.compile("^describe"))).to_be_visible()
    visitor.press("Tab")
    visitor.press("Enter")
    expect(notice).to_have_count(1)
    notice.get_by_role("button", name="Close").click()
    expect(notice).to_have_count(0)


def test_what_was_refused_is_told_to_the_ear(visitor: Visitor) -> None:
    visitor.enter(TROUBLE)
    visitor.press("t")
    expect(visitor.lab.notices.get_by_text("S2 leads already.")).to_be_visible()
    expect(polite(visitor)).to_have_text("S2 leads already.")
    visitor.press("t")
    expect(polite(visitor)).to_have_text(re.compile("^S2 leads already\\.\u00a0$"), use_inner_text=False)


def test_each_step_is_told(visitor: Visitor) -> None:
    visitor.enter(ELECTION)
    visitor.press("Home")
    visitor.lab.expect_past()
    visitor.press("ArrowRight")
    expect(polite(visitor)).to_have_text("S2's election timer ran out. S2 stands in term 1.")


def test_a_value_is_typed_into_a_menu_without_a_mouse(visitor: Visitor) -> None:
    visitor.enter(TROUBLE)
    visitor.press("1")
    visitor.press("k")
    dialog = visitor.page.get_by_role("dialog", name="Clock of S1")
    expect(dialog.get_by_role("menuitem", name="×0.5")).to_be_focused()
    visitor.press("Shift+Tab")
    field = dialog.get_by_role("textbox", name="Another value")
    expect(field).to_be_focused()
    visitor.page.keyboard.type("1.7")
    expect(dialog.get_by_text("clock S1 rate=1.7")).to_be_visible()
    visitor.press("Home")
    expect(field).to_be_focused()
    visitor.press("Tab")
    expect(dialog.get_by_role("menuitem", name="×0.5")).to_be_focused()
    visitor.press("Tab")
    expect(dialog.get_by_role("menuitem", name="×0.8")).to_be_focused()
    field.focus()
    visitor.press("Enter")
    expect(dialog).to_be_hidden()
    expect(visitor.lab.stage.get_by_text("×1.7")).to_be_visible()


def test_all_keys_can_be_turned_off_and_stay_off(visitor: Visitor) -> None:
    visitor.enter(TROUBLE)
    visitor.lab.expect_paused()
    position = visitor.lab.event()
    visitor.press("?")
    keys = visitor.page.get_by_role("checkbox", name="Keys work everywhere")
    expect(keys).to_be_checked()
    keys.uncheck()
    visitor.press("Escape")
    expect(keys).to_be_hidden()
    for reloaded in (False, True):
        if reloaded:
            visitor.page.reload()
            visitor.lab.ready()
        visitor.page.evaluate("document.activeElement.blur()")
        for key in ("?", "Space", "ArrowLeft", "c", "z", "n", "g", "Shift+H", "Alt+3"):
            visitor.press(key)
        expect(visitor.page.get_by_role("dialog")).to_have_count(0)
        expect(visitor.page.get_by_role("textbox", name="Go to index")).to_be_hidden()
        expect(visitor.lab.inspector.get_by_role("tab", name="State")).to_have_attribute("aria-selected", "true")
        visitor.lab.expect_event(position)
        visitor.lab.expect_paused()

    visitor.lab.server("S3").focus()
    visitor.press("ArrowRight")
    visitor.press("Enter")
    expect(visitor.page.get_by_role("menu", name=re.compile("^S4"))).to_be_visible()
    visitor.press("Escape")
    visitor.press("Control+k")
    expect(visitor.page.get_by_role("combobox", name="Command palette")).to_be_focused()
    visitor.press("Escape")
    visitor.page.get_by_role("button", name="Help and keyboard shortcuts").click()
    keys.check()
    visitor.press("Escape")
    visitor.press("Alt+3")
    expect(visitor.lab.inspector.get_by_role("tab", name="Safety")).to_have_attribute("aria-selected", "true")


def test_a_menu_that_is_closed_takes_no_key_more(visitor: Visitor) -> None:
    visitor.enter(TROUBLE)
    visitor.press("Enter")
    expect(visitor.page.get_by_role("menu")).to_be_visible()
    # within one task, since a browser mends the focus of what was hidden with its next picture
    escaped = "document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key: 'Escape', bubbles: true}))"
    assert visitor.page.evaluate(f"() => {{ {escaped}; return document.activeElement === document.body }}")
    visitor.press("k")
    expect(visitor.page.get_by_role("dialog", name="Clock of S2")).to_be_visible()
