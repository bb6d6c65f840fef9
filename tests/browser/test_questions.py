"""Each kind of question in the lab: with the mouse, with keys alone, and what is told when the run has decided."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import NewContext, Server
from tests.browser.lab import Lab

PHONE = {"width": 390, "height": 844}


def open_scenario(page: Page, server: Server, scenario: str) -> Lab:
    return Lab(page).open(f"{server.url}/lab?lesson=every-kind&scenario={scenario}")


def question(lab: Lab) -> Locator:
    return lab.lesson.get_by_role("group", name=re.compile(r"\?$|\.$")).first


def lock_in(lab: Lab) -> None:
    lab.lesson.get_by_role("button", name="Lock in answer").click()
    expect(lab.lesson.get_by_text("Your prediction is locked")).to_be_visible()


def expire(lab: Lab, key: str) -> None:
    lab.page.keyboard.press(key)
    lab.page.keyboard.press("e")


def test_a_server_is_picked_on_the_stage_and_the_deciding_rule_is_told(page: Page, kinds: Server) -> None:
    lab = open_scenario(page, kinds, "pick-a-server")
    expect(lab.lesson.get_by_text("Pick it before you see it")).to_be_visible()
    expect(lab.server("S2")).to_have_accessible_name(re.compile("may be picked$"))
    lab.server("S2").click()
    expect(lab.server("S2")).to_have_accessible_name(re.compile("your pick$"))
    expect(lab.lesson.get_by_role("radio", name="S2")).to_be_checked()
    expect(lab.stage.get_by_role("group", name="Your pick")).to_contain_text("Your pick: S2")
    lock_in(lab)
    expect(lab.stage.get_by_role("group", name="Your pick")).to_be_hidden()
    expire(lab, "3")
    lab.play.click()
    expect(lab.lesson.get_by_text("It went otherwise")).to_be_visible()
    expect(lab.lesson.get_by_text("S2 has nothing that S3 lacks")).to_be_visible()
    decided = lab.lesson.get_by_role("group", name="What decided it")
    expect(decided).to_contain_text("S1 refused its vote to S3 in term 3")
    expect(decided.get_by_role("listitem").last).to_contain_text(
        "No: Is the candidate's log at least as up to date? its last entry is (term 1, index 1), older than"
    )
    decided.get_by_role("button", name="Event 5").click()
    expect(lab.inspector.get_by_role("heading", name="S1 refused its vote to S3 in term 3")).to_be_visible()


def test_a_server_is_picked_by_its_number(page: Page, kinds: Server) -> None:
    lab = open_scenario(page, kinds, "pick-a-server")
    page.keyboard.press("2")
    page.keyboard.press("1")
    expect(lab.lesson.get_by_role("radio", name="S1")).to_be_checked()
    lab.lesson.get_by_role("radio", name="S1").focus()
    page.keyboard.press("Enter")
    expect(lab.lesson.get_by_text("Your prediction is locked")).to_be_visible()
    expire(lab, "3")
    page.keyboard.press("Space")
    expect(lab.lesson.get_by_text("You were right")).to_be_visible()


def test_an_entry_is_picked_in_the_logs(page: Page, kinds: Server) -> None:
    lab = open_scenario(page, kinds, "pick-an-entry")
    expire(lab, "1")
    lab.faster()
    lab.play.click()
    lab.leader()
    lab.client.get_by_role("button", name="Send to S1").click()
    expect(lab.lesson.get_by_text("Nothing picked yet")).to_be_visible()
    row = lab.logs.get_by_role("row", name=re.compile("^S1, "))
    other = lab.logs.get_by_role("row", name=re.compile("^S2, "))
    expect(row.get_by_role("gridcell", name=re.compile("^index 2.*may be picked$"))).to_be_visible()
    expect(other.get_by_role("gridcell", name=re.compile("^index 2"))).not_to_have_accessible_name(re.compile("picked"))
    row.get_by_role("gridcell", name=re.compile("^index 3")).click()
    expect(lab.lesson.get_by_text("index 3 of S1")).to_be_visible()
    # With keys: one to the left, and back again.
    lab.logs.focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    expect(lab.lesson.get_by_text("index 2 of S1")).to_be_visible()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    lock_in(lab)
    expire_and_crash(lab)
    expect(lab.lesson.get_by_text("You were right")).to_be_visible()
    expect(lab.lesson.get_by_text("Index 3 had not reached the disk of S1")).to_be_visible()


def expire_and_crash(lab: Lab) -> None:
    lab.page.keyboard.press("1")
    lab.page.keyboard.press("c")


def test_an_entry_is_picked_on_a_phone_without_the_lesson_in_sight(new_context: NewContext, kinds: Server) -> None:
    page = new_context(**PHONE, has_touch=True).new_page()
    lab = open_scenario(page, kinds, "pick-an-entry")
    expire(lab, "1")
    page.keyboard.press("+")
    page.keyboard.press("+")
    lab.play.click()
    lab.leader()
    page.keyboard.press("Control+k")
    page.keyboard.type("client c1 put x 1 to=S1")
    page.keyboard.press("Enter")
    hint = lab.stage.get_by_role("group", name="Your pick")
    hint.get_by_role("button", name="Show the logs").click()
    row = lab.logs.get_by_role("row", name=re.compile("^S1, "))
    row.get_by_role("gridcell", name=re.compile("^index 3")).click()
    hint.get_by_role("button", name="Lock in answer").click()
    expect(hint).to_be_hidden()


@pytest.mark.parametrize("with_keys", [True, False])
def test_steps_are_put_in_order(page: Page, kinds: Server, with_keys: bool) -> None:
    lab = open_scenario(page, kinds, "order-the-steps")
    expire(lab, "1")
    lab.play.click()
    order = lab.lesson.get_by_role("list", name="Your order")
    expect(order).to_be_visible()
    lock = lab.lesson.get_by_role("button", name="Lock in answer")
    expect(lock).to_be_disabled()
    wanted = ["S1 adds the entry", "A follower has the entry on its disk", "S1 commits the entry", "A follower learns"]
    for place, says in enumerate(wanted):
        item = order.get_by_role("listitem").filter(has_text=says)
        while not (order.get_by_role("listitem").nth(place).text_content() or "").startswith(says):
            if with_keys:
                item.get_by_role("button", name=re.compile("^Move up: ")).press("Enter")
            else:
                item.drag_to(order.get_by_role("listitem").nth(place))
    lock_in(lab)
    lab.client.get_by_role("button", name="Send to S1").click()
    lab.play.click()
    expect(lab.cell("S1", "x equals 1", "applied")).to_be_visible()
    page.keyboard.press("1")
    page.keyboard.press("Shift+E")
    expect(lab.lesson.get_by_text("You were right")).to_be_visible()


def test_an_order_that_is_wrong_is_shown_beside_what_happened(page: Page, kinds: Server) -> None:
    lab = open_scenario(page, kinds, "order-the-steps")
    expire(lab, "1")
    lab.play.click()
    order = lab.lesson.get_by_role("list", name="Your order")
    first = order.get_by_role("listitem").first
    first.get_by_role("button", name=re.compile("^Move down: ")).click()
    lock_in(lab)
    lab.client.get_by_role("button", name="Send to S1").click()
    lab.play.click()
    expect(lab.cell("S1", "x equals 1", "applied")).to_be_visible()
    page.keyboard.press("1")
    page.keyboard.press("Shift+E")
    expect(lab.lesson.get_by_text("It went like this:")).to_be_visible()
    went = lab.lesson.get_by_role("list").filter(has_text="S1 adds the entry").last
    expect(went.get_by_role("listitem").first).to_contain_text("S1 adds the entry to its log")


def test_a_number_is_typed(page: Page, kinds: Server) -> None:
    lab = open_scenario(page, kinds, "a-number")
    expire(lab, "1")
    lab.play.click()
    field = lab.lesson.get_by_role("textbox", name="Your answer, disks")
    lock = lab.lesson.get_by_role("button", name="Lock in answer")
    field.fill("many")
    expect(lock).to_be_disabled()
    field.fill("5")
    expect(lock).to_be_enabled()
    field.press("Enter")
    expect(lab.lesson.get_by_text("Your prediction is locked")).to_be_visible()
    lab.client.get_by_role("button", name="Send to S1").click()
    lab.play.click()
    expect(lab.lesson.get_by_text("It went otherwise")).to_be_visible()
    expect(lab.lesson.get_by_text("You said 5")).to_be_visible()
    expect(lab.lesson.get_by_text("It was 3 disks.")).to_be_visible()
    expect(lab.lesson.get_by_text("On 3: a majority of all five")).to_be_visible()


def test_a_design_falls_and_another_stands_on_a_branch_of_its_own(page: Page, kinds: Server) -> None:
    lab = open_scenario(page, kinds, "a-design")
    expire(lab, "1")
    for _ in range(4):
        page.keyboard.press("+")
    lab.play.click()
    lab.leader()
    lab.client.get_by_role("button", name=re.compile("^Send")).first.click()
    expect(lab.lesson.get_by_text("The next step begins with a question.")).to_be_visible()
    lab.lesson.get_by_role("button", name="Next").click()
    expect(lab.lesson.get_by_text("Choose, and see how it fares")).to_be_visible()
    lab.lesson.get_by_role("radio", name="CheckQuorum").check()
    lab.lesson.get_by_role("button", name="Choose this design").click()
    expect(lab.stage.get_by_text("CheckQuorum on")).to_be_visible()
    lab.play.click()
    expect(lab.stage.get_by_text("Partition: S3 alone")).to_be_visible()
    expect(lab.lesson.get_by_text("It went otherwise")).to_be_visible()
    expect(lab.lesson.get_by_text("check-quorum had nothing to say")).to_be_visible()
    lab.pause.click()
    lab.lesson.get_by_role("button", name="Try another design").click()
    lab.lesson.get_by_role("radio", name="PreVote").check()
    lab.lesson.get_by_role("button", name="Choose this design").click()
    expect(lab.picker).to_contain_text("A")
    expect(lab.stage.get_by_text("PreVote on")).to_be_visible()
    lab.play.click()
    expect(lab.lesson.get_by_text("You were right")).to_be_visible()
    expect(lab.lesson.get_by_text("In the dark its pre-votes found no majority")).to_be_visible()
    goal = lab.lesson.get_by_role("listitem").filter(has_text="The same station leads after the return")
    expect(goal).to_contain_text("Met: ")


def test_every_kind_can_be_skipped(page: Page, kinds: Server) -> None:
    lab = open_scenario(page, kinds, "pick-a-server")
    lab.lesson.get_by_role("button", name="Skip").click()
    expect(lab.lesson.get_by_text("You skipped this one")).to_be_visible()
    expire(lab, "3")
    lab.play.click()
    expect(lab.lesson.get_by_text("What happened")).to_be_visible()
    expect(lab.lesson.get_by_text("Only S1 has a log that is more up to date")).to_be_visible()
