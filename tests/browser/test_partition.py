"""Partitions are drawn round servers, and healed or merged where they stand; the stage comes nearer and goes back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Server
from tests.browser.lab import Lab


@pytest.fixture
def lab(page: Page, server: Server) -> Lab:
    """A new sandbox."""
    return Lab(page).open(f"{server.url}/lab")


def region(lab: Lab, says: str) -> Locator:
    """The name that a region bears on the stage."""
    return lab.stage.locator(".region-label").filter(has_text=re.compile(f"^{says}$"))


def draw_round(lab: Lab, *names: str) -> None:
    """Draw a line round servers: a box round all of their middles."""
    boxes = [lab.server(name).bounding_box() for name in names]
    middles = [(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2) for box in boxes if box is not None]
    left, right = min(x for x, _ in middles) - 45, max(x for x, _ in middles) + 45
    top, bottom = min(y for _, y in middles) - 40, max(y for _, y in middles) + 40
    mouse = lab.page.mouse
    mouse.move(left, top)
    mouse.down()
    for x, y in ((right, top), (right, bottom), (left, bottom), (left, top)):
        mouse.move(x, y, steps=6)
    mouse.up()


def test_a_line_round_servers_parts_them_and_a_click_heals(lab: Lab) -> None:
    lab.page.keyboard.press("b")
    expect(lab.stage.get_by_role("button", name="Partition")).to_have_attribute("aria-pressed", "true")
    draw_round(lab, "S3", "S4")
    label = region(lab, "Partition: S3, S4")
    expect(label).to_be_visible()
    assert lab.event() == 1

    lab.page.keyboard.press("v")
    label.click()
    menu = lab.page.get_by_role("menu", name=re.compile("Partition: S3, S4"))
    menu.get_by_role("menuitem", name="Heal").click()
    expect(label).to_have_count(0)


def test_shift_makes_one_more_group_and_groups_are_merged(lab: Lab) -> None:
    lab.stage.get_by_role("button", name="Partition").click()
    draw_round(lab, "S3", "S4")
    expect(region(lab, "Partition: S3, S4")).to_be_visible()
    lab.page.keyboard.down("Shift")
    draw_round(lab, "S1")
    lab.page.keyboard.up("Shift")
    expect(region(lab, "Partition: S1 alone")).to_be_visible()
    expect(region(lab, "Partition: S3, S4")).to_be_visible()
    lab.stage.get_by_role("button", name="Select").click()
    region(lab, "Partition: S1 alone").click()
    lab.page.get_by_role("menuitem", name="Merge with S2, S5").click()
    expect(region(lab, "Partition: S1 alone")).to_have_count(0)
    expect(region(lab, "Partition: S3, S4")).to_be_visible()


def test_escape_takes_a_line_back_and_nobody_inside_is_said(lab: Lab) -> None:
    lab.page.keyboard.press("b")
    box = lab.stage.bounding_box()
    assert box is not None
    mouse = lab.page.mouse
    mouse.move(box["x"] + 30, box["y"] + 150)
    mouse.down()
    mouse.move(box["x"] + 700, box["y"] + 150, steps=5)
    mouse.move(box["x"] + 700, box["y"] + 380, steps=5)
    lab.page.keyboard.press("Escape")
    mouse.up()
    assert lab.event() == 0
    mouse.move(box["x"] + 30, box["y"] + 200)
    mouse.down()
    mouse.move(box["x"] + 60, box["y"] + 200, steps=5)
    mouse.move(box["x"] + 60, box["y"] + 240, steps=5)
    mouse.up()
    expect(lab.notices.get_by_text(re.compile("^Draw a line round some of the servers"))).to_be_visible()
    assert lab.event() == 0


def test_the_stage_comes_nearer_and_goes_back(lab: Lab) -> None:
    before = lab.server("S2").bounding_box()
    lab.server("S2").hover()
    lab.page.keyboard.down("Control")
    lab.page.mouse.wheel(0, -300)
    lab.page.keyboard.up("Control")
    whole = lab.stage.get_by_role("button", name="Whole cluster")
    expect(whole).to_be_visible()
    near = lab.server("S2").bounding_box()
    assert before is not None
    assert near is not None
    assert near["width"] > 1.5 * before["width"]

    lab.page.keyboard.press("b")
    draw_round(lab, "S2")
    expect(region(lab, "Partition: S2 alone")).to_be_attached()
    whole.click()
    expect(whole).to_be_hidden()
    assert lab.server("S2").bounding_box() == before
