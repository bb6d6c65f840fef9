"""Members, snapshots, transfers and every kind of read, from menus, by keys and in the script language."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Server
from tests.browser.lab import Lab, Seen

ALL = ("S1", "S2", "S3", "S4", "S5")


@pytest.fixture
def lab(page: Page, server: Server) -> Lab:
    """A lab whose cluster has a leader, at five times the speed."""
    lab = Lab(page).open(f"{server.url}/lab")
    lab.faster()
    lab.play.click()
    lab.leader()
    return lab


def command(lab: Lab, line: str) -> None:
    """Say a line of Raft script in the palette."""
    lab.page.keyboard.press("Control+k")
    lab.page.get_by_role("combobox", name="Command palette").fill(line)
    lab.page.keyboard.press("Enter")


def write(lab: Lab, key: str, value: str) -> None:
    lab.client.get_by_role("textbox", name="Key").fill(key)
    lab.client.get_by_role("textbox", name="Value").fill(value)
    lab.client.get_by_role("button", name=re.compile("^Send to S")).click()
    expect(lab.outcome(rf"{key}={value}\s*index \d+")).to_be_visible()


def press_on(lab: Lab, name: str, key: str) -> None:
    lab.page.keyboard.press(name.removeprefix("S"))
    lab.page.keyboard.press(key)


def choose(lab: Lab, name: str, item: str) -> None:
    lab.right_click(name)
    lab.page.get_by_role("menuitem", name=re.compile(f"^{item}")).click()


def says(lab: Lab, name: str, words: str) -> None:
    expect(lab.server(name)).to_have_accessible_name(re.compile(rf"^{name}\b.*{words}"))


def another(leader: Seen) -> str:
    return next(name for name in ALL if name != leader.id)


def test_a_server_joins_as_a_learner_is_promoted_and_removed(lab: Lab) -> None:
    leader = lab.leader()
    press_on(lab, leader.id, "a")
    lab.page.get_by_role("menuitem", name="S6, a learner first").click()
    says(lab, "S6", "learner")
    expect(lab.logs.get_by_role("row", name=re.compile("^S6, "))).to_be_attached()
    says(lab, "S6", r"applied [1-9]")

    press_on(lab, "S6", "v")
    says(lab, "S6", "follower")

    choose(lab, "S6", "Remove from the cluster")
    says(lab, "S6", "in no configuration")


def test_a_joint_configuration_needs_both_majorities(lab: Lab) -> None:
    write(lab, "x", "1")
    lab.pause.click()
    lab.expect_paused()
    leader = lab.leader()
    others = [name for name in ALL if name != leader.id]
    command(lab, f"partition {leader.id} {others[0]} | {' '.join(others[1:])}")
    command(lab, f"reconfigure {leader.id} {others[0]} {others[1]}")
    for leaving in others[2:]:
        says(lab, leaving, "old only")
    # Three of the old five and two of the new three; and of the old five only two can be reached.
    expect(lab.stage.get_by_text("3 + 2")).to_be_visible()

    lab.stage.get_by_role("button", name="Heal all").click()
    lab.play.click()
    for gone in others[2:]:
        says(lab, gone, "in no configuration")


def test_a_snapshot_replaces_the_log_before_it(lab: Lab) -> None:
    write(lab, "x", "1")
    leader = lab.leader()
    says(lab, leader.id, r"applied [2-9]")
    press_on(lab, leader.id, "s")
    row = lab.logs.get_by_role("row", name=re.compile(rf"^{leader.id}, "))
    expect(row.get_by_label(re.compile(r"^snapshot of indices 1 to \d+, last term"))).to_be_visible()


def test_leadership_is_handed_over(lab: Lab) -> None:
    leader = lab.leader()
    successor = another(leader)
    press_on(lab, successor, "t")
    says(lab, successor, "leader")
    says(lab, leader.id, "follower")


@pytest.mark.parametrize(
    ("kind", "option"),
    [("read index", "index"), ("lease", "lease"), ("local", "local"), ("log", "log")],
)
def test_a_client_reads(lab: Lab, kind: str, option: str) -> None:
    if option == "lease":
        command(lab, "set leader_stickiness=on")
    write(lab, "x", "1")
    lab.client.get_by_role("button", name="Read", exact=True).click()
    lab.client.get_by_role("combobox", name="How to read").select_option(option)
    lab.client.get_by_role("button", name=re.compile("^Send to S")).click()
    expect(lab.outcome(rf"x\s*1.*{kind}")).to_be_visible()


def test_what_cannot_be_done_says_why(lab: Lab) -> None:
    leader = lab.leader()
    lab.right_click(leader.id)
    menu = lab.page.get_by_role("menu")
    handed = menu.get_by_role("menuitem", name=re.compile("^Hand leadership to it"))
    expect(handed).to_have_attribute("aria-disabled", "true")
    handed.focus()
    expect(menu.get_by_text(re.compile(rf"{leader.id} leads already"))).to_be_visible()


def test_the_state_tab_tells_who_holds_a_lease(lab: Lab) -> None:
    command(lab, "set leader_stickiness=on")
    leader = lab.leader()
    lab.server(leader.id).click()
    lab.page.keyboard.press("Alt+1")
    expect(lab.inspector.get_by_text("lease", exact=True)).to_be_visible()


def test_a_branch_begins_with_nothing_done_and_an_action_is_taken_back(lab: Lab) -> None:
    lab.pause.click()
    lab.expect_paused()
    at = lab.event()
    lab.page.keyboard.press("ArrowLeft")
    lab.expect_event(at - 1)
    lab.page.keyboard.press("f")
    expect(lab.picker).to_have_text("A")
    lab.expect_event(at - 1)

    press_on(lab, "S3", "c")
    expect(lab.server("S3")).to_have_accessible_name(re.compile(", down, "))
    lab.expect_event(at)
    lab.page.keyboard.press("Control+z")
    expect(lab.picker).to_have_text("main")
    lab.expect_event(at - 1)
    expect(lab.server("S3")).not_to_have_accessible_name(re.compile(", down, "))

    lab.page.keyboard.press("End")
    press_on(lab, "S2", "c")
    says(lab, "S2", "down")
    lab.page.keyboard.press("Control+z")
    expect(lab.picker).to_have_text("B")
    expect(lab.server("S2")).not_to_have_accessible_name(re.compile(", down, "))
    lab.page.keyboard.press("Control+z")
    expect(lab.notices.get_by_text("There is nothing to take back")).to_be_visible()
