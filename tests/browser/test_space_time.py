"""The space-time view by clicks and keys: opened when wanted, folds, heartbeats, causes, the table, the file."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import NewContext, Server
from tests.browser.lab import Lab

STORY = """cluster S1 S2 S3 S4 S5 seed=7 timing=classroom
timeout S2
run 9s
crash S5
run 2s
restart S5
run 2s
"""
SELECTED = re.compile(r"Event [\d,]+, \d+\.\d{3} s$")


class SpaceTime:
    """The view, found by what a screen reader would say."""

    def __init__(self, lab: Lab) -> None:
        self.lab = lab
        self.stage = lab.stage
        self.views = lab.stage.get_by_role("group", name="View")
        self.ring = self.views.get_by_role("button", name="Ring")
        self.button = self.views.get_by_role("button", name="Space-time")
        self.tools = lab.stage.get_by_role("group", name="Space-time")
        self.drawing = lab.stage.get_by_role("slider", name=re.compile("^Space-time diagram of 5 servers"))
        self.folds = lab.stage.get_by_role("button", name=re.compile("^Open .* folded, "))

    def marks(self, look: str) -> Locator:
        """Marks of the drawing, which a screen reader is not told of one by one."""
        return self.drawing.locator(f".st-svg {look}")

    def selected(self) -> str:
        """What is said of the selected event."""
        expect(self.drawing).to_have_attribute("aria-valuetext", SELECTED)
        return self.drawing.get_attribute("aria-valuetext") or ""


def opened(page: Page, server: Server) -> SpaceTime:
    """A lab in which the story has been told, and the view is open at its beginning."""
    room = page.request.post(f"{server.url}/api/rooms", data={"script": STORY}, headers={"Origin": server.url}).json()
    lab = Lab(page)
    page.goto(f"{server.url}/lab#room={room['room']}&key={room['control']}")
    lab.ready()
    page.keyboard.press("Home")
    expect(lab.time.get_by_role("slider", name="Time")).to_have_attribute("aria-valuenow", re.compile(r"^0\.0+$"))
    view = SpaceTime(lab)
    page.keyboard.press("z")
    expect(view.drawing).to_be_visible()
    return view


def test_the_key_and_the_button_change_the_stage(page: Page, server: Server) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    lab = Lab(page).open(f"{server.url}/lab")
    view = SpaceTime(lab)
    expect(view.ring).to_have_attribute("aria-pressed", "true")
    assert not any("spacetime/" in url or "spacetime.css" in url for url in asked)

    view.button.click()
    expect(view.drawing).to_be_visible()
    expect(lab.server("S1")).to_be_hidden()
    assert any(url.endswith("/spacetime/spacetime.js") for url in asked)
    page.keyboard.press("z")
    expect(lab.server("S1")).to_be_visible()
    expect(view.drawing).to_be_hidden()


def test_lives_are_drawn_with_their_terms_and_crashes(page: Page, server: Server) -> None:
    view = opened(page, server)
    expect(view.marks(".lifelabel")).to_have_text(["S1", "S2", "S3", "S4", "S5"])
    expect(view.marks(".disc")).to_have_count(5)
    expect(view.marks(".lifetitle").first).to_have_text("S2 leads term 1")
    page.keyboard.press("End")
    expect(view.marks(".sign.crash")).to_have_count(1)
    expect(view.marks(".sign.restart")).to_have_count(1)
    expect(view.marks(".life.down").first).to_be_attached()


def test_a_fold_opens_where_it_is_pressed_and_all_with_the_box(page: Page, server: Server) -> None:
    view = opened(page, server)
    expect(view.folds.first).to_be_visible()
    name = view.folds.first.get_attribute("aria-label") or ""
    view.folds.first.click()
    expect(view.stage.get_by_role("button", name=name, exact=True)).to_have_count(0)
    box = view.tools.get_by_role("checkbox", name="Fold quiet time")
    box.uncheck()
    expect(view.folds).to_have_count(0)
    expect(box).not_to_be_checked()


def test_heartbeats_are_counted_and_shown_when_asked_for(page: Page, server: Server) -> None:
    view = opened(page, server)
    box = view.tools.get_by_role("checkbox", name=re.compile(r"^Heartbeats \(\d+ hidden\)$"))
    expect(box).not_to_be_checked()
    expect(view.marks(".arr.hb")).to_have_count(0)
    view.tools.get_by_role("checkbox", name="Fold quiet time").uncheck()
    box.check()
    expect(view.marks(".arr.hb").first).to_be_attached()


def test_a_message_that_is_clicked_is_explained_and_its_causes_are_lit(page: Page, server: Server) -> None:
    view = opened(page, server)
    reply = view.marks(".arr.rv-ok .gg").first
    box = reply.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    said = view.selected()
    expect(view.lab.inspector.get_by_role("tab", name="Why")).to_have_attribute("aria-selected", "true")
    number = re.search(r"Event ([\d,]*\d)", said)
    assert number is not None
    expect(view.lab.inspector.get_by_text(f"Event {number[1]}", exact=True)).to_be_visible()
    expect(view.marks(".arr.cone").first).to_be_attached()
    expect(view.marks(".arr.dim").first).to_be_attached()

    follow = view.tools.get_by_role("group", name="Follow")
    lit = view.marks(".arr.cone").count()
    follow.get_by_role("button", name="Effects").click()
    expect(view.marks(".arr.cone")).not_to_have_count(lit)
    follow.get_by_role("button", name="Neither").click()
    expect(view.marks(".arr.cone")).to_have_count(0)
    expect(view.marks(".dim")).to_have_count(0)


def test_keys_walk_from_event_to_event(page: Page, server: Server) -> None:
    view = opened(page, server)
    view.drawing.focus()
    page.keyboard.press("ArrowRight")
    first = view.selected()
    assert first.startswith("S2's election timer ran out")
    page.keyboard.press("ArrowRight")
    expect(view.drawing).not_to_have_attribute("aria-valuetext", first)
    second = view.selected()
    page.keyboard.press("Enter")
    expect(view.drawing).not_to_have_attribute("aria-valuetext", second)
    received = view.selected()
    page.keyboard.press("Enter")
    expect(view.drawing).to_have_attribute("aria-valuetext", second)
    assert received != second


def test_a_click_on_the_time_leads_there(page: Page, server: Server) -> None:
    view = opened(page, server)
    box = view.drawing.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + 24)
    expect(view.lab.time.get_by_text("event 0", exact=True)).to_be_hidden()
    view.lab.expect_past()
    assert view.lab.event() > 0


def test_the_table_says_what_the_drawing_shows(page: Page, server: Server) -> None:
    view = opened(page, server)
    view.stage.get_by_role("button", name="Show as table").click()
    table = view.stage.get_by_role("table", name=re.compile("^Events from 0.0 to "))
    row = table.get_by_role("row").filter(has_text="S2 leads term 1 with votes from")
    row.get_by_role("button").click()
    expect(view.lab.inspector.get_by_role("heading", name=re.compile("^S2 leads term 1"))).to_be_visible()
    expect(row).to_have_attribute("aria-current", "true")
    view.stage.get_by_role("button", name="Show as drawing").click()
    expect(view.drawing).to_be_visible()


def test_the_file_needs_nothing_else(page: Page, server: Server, tmp_path: Path) -> None:
    view = opened(page, server)
    with page.expect_download() as coming:
        view.stage.get_by_role("button", name="Save as SVG").click()
    kept = view.lab.save(coming.value, tmp_path)
    assert kept.name == "space-time-main.svg"
    text = kept.read_text(encoding="utf-8")
    read = "(text) => [...new DOMParser().parseFromString(text, 'image/svg+xml').querySelectorAll('svg > *, text')]"
    parts = page.evaluate(f"{read}.map((node) => [node.tagName, node.textContent])", text)
    said = {says for name, says in parts if name == "text"}
    assert {"S1", "S5", "S2 leads term 1", "7.1 s folded"} <= said
    assert all(name in ("title", "rect", "defs", "g", "text") for name, _ in parts)
    assert "var(" not in text
    assert "class=" not in text
    assert not re.search(r'href="(?!#)', text)


def test_a_thumb_scrolls_down_time_on_a_phone(new_context: NewContext, server: Server) -> None:
    page = new_context(390, 844, has_touch=True, is_mobile=True).new_page()
    view = opened(page, server)
    expect(view.drawing).to_have_attribute("aria-orientation", "vertical")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    names = [label.bounding_box() for label in view.marks(".lifelabel").all()]
    assert len({round(box["y"]) for box in names if box}) == 1
    disc = view.marks(".disc").nth(1).bounding_box()
    assert disc is not None
    page.touchscreen.tap(disc["x"] + disc["width"] / 2, disc["y"] + disc["height"] / 2)
    view.selected()


def test_a_paused_eye_sees_no_motion(new_context: NewContext, server: Server) -> None:
    page = new_context(reduced_motion="reduce").new_page()
    view = opened(page, server)
    running = "document.getAnimations().filter((each) => each.playState === 'running').length"
    assert page.evaluate(running) == 0
    page.keyboard.press("End")
    expect(view.marks(".sign.crash")).to_have_count(1)
    assert page.evaluate(running) == 0


def test_two_branches_stand_beside_each_other(page: Page, server: Server) -> None:
    view = opened(page, server)
    page.keyboard.press("m")
    expect(view.lab.notices.get_by_text("There is one branch only.")).to_be_visible()
    for _ in range(4):
        page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("1")
    page.keyboard.press("c")
    expect(view.lab.picker).to_have_text("A")

    chooser = view.stage.get_by_role("combobox", name="Compare with")
    chooser.select_option("main")
    expect(view.marks(".ground")).to_have_count(2)
    expect(view.marks(".ghead .b")).to_have_text(["main", "A"])
    expect(view.marks(".way")).to_have_count(10)
    expect(view.marks(".forkmark text")).to_have_text(re.compile(r"^Fork at \d+\.\d s$"))
    compare = view.lab.inspector.get_by_role("tabpanel", name="Compare")
    expect(compare.get_by_role("heading", name="3 things were done since")).to_be_visible()
    expect(compare.get_by_role("listitem").filter(has_text="crash S1")).to_be_visible()
    expect(compare.get_by_role("row", name=re.compile("^Elections started"))).to_be_visible()
    expect(view.lab.inspector.get_by_role("tab", name="State")).to_be_hidden()
    compare.get_by_role("button", name="Switch to main").click()
    expect(view.lab.picker).to_have_text("main")
    compare.get_by_role("button", name="Switch to A").click()
    expect(view.lab.picker).to_have_text("A")
    compare.get_by_role("button", name="Close compare").click()
    expect(view.marks(".ground")).to_have_count(1)
    expect(view.lab.inspector.get_by_role("tab", name="State")).to_have_attribute("aria-selected", "true")

    page.reload()
    view.lab.ready()
    page.keyboard.press("m")
    expect(view.marks(".ghead .b")).to_have_text(["main", "A"])
    page.keyboard.press("End")
    view.drawing.hover()
    for _ in range(20):
        page.mouse.wheel(400, 0)
    # what this page was never told of the other branch has come too: there S5 restarted
    expect(view.marks(".sign.restart")).to_have_count(1)
