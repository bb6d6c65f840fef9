"""Projector mode: laid out for 1280 by 720, scaled up from there, remembered by its tab, left with two keys."""

from __future__ import annotations

import itertools
import re
from typing import Any, Final

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import NewContext, Server
from tests.browser.states import ELECTION, FIGURE_7, TROUBLE, UNSAFE, Visitor, answered, project, question

SCREENS: Final = [(1920, 1080, 1.5), (1440, 900, 1.125), (1366, 768, 768 / 720), (1280, 720, 1), (1024, 768, 1)]
SCALE: Final = "Number(getComputedStyle(document.body).zoom)"
OVERFLOW: Final = """() => {
  const parts = document.querySelectorAll(".lab, .lab > *, .lesson > *, .insp > *, .log > *");
  return [...parts].filter((each) => each.getBoundingClientRect().right > innerWidth + 1).map((each) => each.className);
}"""
HEADLINES: Final = """() => {
  window.said = [];
  const look = () => {
    const text = document.querySelector(".why-t")?.textContent ?? "";
    if (text && window.said.at(-1)?.[0] !== text) window.said.push([text, performance.now()]);
  };
  look();
  const inspector = document.getElementById("inspector");
  new MutationObserver(look).observe(inspector, {childList: true, subtree: true, characterData: true});
}"""
UNREST: Final = "cluster S1 S2 S3 S4 S5 seed=7 timing=classroom loss=70%\ntimeout S2\n"
STAYS_MS: Final = 4000
SLACK_MS: Final = 150
SENTENCES: Final = 3
SIZE_OF_THE_LASER: Final = 28


@pytest.fixture
def visitor(new_context: NewContext, server: Server) -> Visitor:
    """Somebody at a screen of 1280 by 720."""
    return at(new_context, server, 1280, 720)


def at(new_context: NewContext, server: Server, width: int, height: int, **options: Any) -> Visitor:  # noqa: ANN401
    return Visitor(new_context(width, height, **options).new_page(), server)


def box(locator: Locator) -> dict[str, float]:
    found = locator.bounding_box()
    assert found is not None
    x, y, width, height = found["x"], found["y"], found["width"], found["height"]
    return {"x": x, "y": y, "width": width, "height": height, "right": x + width, "bottom": y + height}


def expect_desk(visitor: Visitor) -> None:
    expect(visitor.lab.client).to_be_visible()
    expect(visitor.page.get_by_role("button", name="Projector mode")).to_have_attribute("aria-pressed", "false")
    assert visitor.page.evaluate(SCALE) == 1


def test_the_stage_is_left_and_the_logs_are_over_one_sentence(visitor: Visitor) -> None:
    answered(visitor)
    project(visitor)
    lab = visitor.lab
    caption, stage, why, time = box(lab.lesson), box(lab.stage), box(lab.inspector), box(lab.time)
    logs = box(visitor.page.get_by_role("region", name="Logs"))
    assert (caption["x"], caption["width"]) == (0, 1280)
    assert stage["width"] == pytest.approx(676, abs=2)
    assert stage["y"] == pytest.approx(caption["bottom"], abs=1)
    assert logs["x"] == pytest.approx(stage["right"], abs=1)
    assert why["y"] == pytest.approx(logs["bottom"], abs=1)
    assert why["bottom"] == stage["bottom"] == pytest.approx(time["y"], abs=1)
    assert time["bottom"] == 720
    assert box(lab.time.get_by_text("Leader", exact=True))["y"] < box(lab.time.get_by_text("Faults", exact=True))["y"]
    assert visitor.page.evaluate(OVERFLOW) == []


def test_what_a_room_needs_is_shown_and_nothing_else(visitor: Visitor) -> None:
    answered(visitor)
    project(visitor)
    page, lab = visitor.page, visitor.lab
    expect(lab.lesson.get_by_role("heading", level=1)).to_be_visible()
    expect(lab.lesson.get_by_text("became a candidate")).to_be_visible()
    expect(lab.lesson.get_by_role("listitem")).to_have_count(1)
    expect(lab.lesson.get_by_role("listitem")).to_contain_text("Met: ")
    expect(lab.inspector.get_by_role("heading", name="S4 stands for election in term 1")).to_be_visible()
    expect(lab.play).to_be_visible()
    for hidden in (
        lab.client,
        lab.inspector.get_by_role("tablist"),
        lab.inspector.get_by_role("heading", name=re.compile("^How S4 decided")),
        lab.inspector.get_by_role("button"),
        lab.stage.get_by_role("group", name="View"),
        lab.stage.get_by_text("Hobart"),
        lab.time.get_by_role("slider", name="Speed"),
        lab.time.get_by_text("Clients", exact=True),
        page.get_by_role("group", name="Cell size"),
    ):
        expect(hidden.filter(visible=True)).to_have_count(0)


def test_commands_leave_the_cells(new_context: NewContext, server: Server) -> None:
    visitor = at(new_context, server, 1440, 900)
    visitor.enter(TROUBLE)
    cell = visitor.lab.cell("S1", "x equals 1", "applied")
    expect(cell.get_by_text("x=1")).to_be_visible()
    project(visitor)
    expect(cell.get_by_text("x=1")).to_be_hidden()
    expect(cell).to_be_visible()


def test_words_grow_and_so_do_messages(visitor: Visitor) -> None:
    visitor.enter(ELECTION)
    names = (".sid", ".lrole", ".hubbig", ".clock b", ".log h2", ".mx-row b")
    size = "(node) => Number.parseFloat(getComputedStyle(node).fontSize)"
    before = [visitor.page.locator(name).first.evaluate(size) for name in names]
    silhouette = box(visitor.page.locator(".msg .shape").first)["width"]
    project(visitor)
    after = [visitor.page.locator(name).first.evaluate(size) for name in names]
    assert all(large >= 1.25 * small for small, large in zip(before, after, strict=True))
    assert box(visitor.page.locator(".msg .shape").first)["width"] >= 1.2 * silhouette


def test_it_fills_any_screen(visitor: Visitor) -> None:
    visitor.enter(FIGURE_7, select="7")
    project(visitor)
    for width, height, scale in SCREENS:
        visitor.page.set_viewport_size({"width": width, "height": height})
        expect(visitor.page.locator("html")).to_have_attribute("style", re.compile(rf"--z: {str(scale)[:4]}\d*;"))
        assert visitor.page.evaluate(SCALE) == pytest.approx(scale, abs=0.002)
        assert box(visitor.lab.time)["bottom"] == pytest.approx(height, abs=1)
        assert box(visitor.lab.inspector)["right"] == pytest.approx(width, abs=1)
        assert visitor.page.evaluate(OVERFLOW) == []
        stage = box(visitor.lab.stage)
        for tag in visitor.page.locator(".node .tag").all():
            seen = box(tag)
            assert stage["x"] <= seen["x"], width
            assert seen["right"] <= stage["right"], width


def test_a_window_that_changes_is_filled_again(visitor: Visitor) -> None:
    visitor.enter(ELECTION)
    project(visitor)
    visitor.page.set_viewport_size({"width": 1920, "height": 1080})
    expect(visitor.page.locator("html")).to_have_attribute("style", re.compile(r"--z: 1\.5;"))
    assert visitor.page.evaluate(SCALE) == 1.5
    visitor.page.set_viewport_size({"width": 900, "height": 700})
    expect(visitor.lab.client).to_be_visible()
    assert visitor.page.evaluate(SCALE) == 1
    visitor.page.set_viewport_size({"width": 1280, "height": 720})
    expect(visitor.lab.client).to_be_hidden()


def test_what_is_too_narrow_says_so(new_context: NewContext, server: Server) -> None:
    visitor = at(new_context, server, 800, 1000)
    visitor.enter(ELECTION)
    visitor.press("Shift+P")
    expect(visitor.lab.notices.get_by_text("The projector mode needs a window")).to_be_visible()
    expect(visitor.lab.client).to_be_visible()


def test_two_keys_a_button_and_a_word_lead_in_and_out(visitor: Visitor) -> None:
    visitor.enter(ELECTION)
    button = visitor.page.get_by_role("button", name="Projector mode")
    project(visitor)
    visitor.press("Shift+P")
    expect_desk(visitor)
    button.click()
    expect(visitor.lab.client).to_be_hidden()
    button.click()
    expect_desk(visitor)

    visitor.press("Control+k")
    visitor.page.keyboard.type("projector")
    visitor.press("Enter")
    expect(visitor.lab.client).to_be_hidden()
    visitor.press("Escape")
    expect(visitor.lab.server("S2")).to_have_attribute("aria-pressed", "false")
    expect(visitor.lab.client).to_be_hidden()
    visitor.press("Escape")
    expect_desk(visitor)


def test_a_reload_keeps_it_and_another_tab_does_not_have_it(visitor: Visitor) -> None:
    visitor.enter(ELECTION)
    project(visitor)
    visitor.page.reload()
    visitor.lab.ready()
    expect(visitor.lab.client).to_be_hidden()
    other = Visitor(visitor.page.context.new_page(), visitor.server)
    other.page.goto(visitor.page.url)
    other.lab.ready()
    expect_desk(other)
    visitor.press("Escape")
    visitor.press("Escape")
    expect_desk(visitor)
    visitor.page.reload()
    visitor.lab.ready()
    expect_desk(visitor)


def test_a_question_is_asked_in_the_caption(visitor: Visitor) -> None:
    question(visitor)
    project(visitor)
    expect(visitor.lab.time.get_by_text("Held for your prediction")).to_be_visible()
    expect(visitor.lab.lesson.get_by_text("S4 has heard from no leader")).to_be_visible()
    visitor.lab.lesson.get_by_role("radio", name=re.compile("^Stand for election")).check()
    visitor.lab.lesson.get_by_role("button", name="Lock in answer").click()
    expect(visitor.lab.lesson.get_by_text("Five stations keep one catalog")).to_be_visible()
    visitor.press("4")
    visitor.press("e")
    visitor.lab.lesson.get_by_role("button", name="Next").click()
    expect(visitor.lab.lesson.get_by_text("S4 needs three of the five votes")).to_be_visible()


def test_a_sentence_stays_long_enough_for_a_room_to_read_it(visitor: Visitor) -> None:
    visitor.enter(UNREST)
    visitor.press("Escape")
    project(visitor)
    visitor.page.evaluate(HEADLINES)
    visitor.press("Space")
    while len(visitor.page.evaluate("window.said")) <= SENTENCES:
        visitor.page.wait_for_timeout(SLACK_MS)
    visitor.press("Space")
    at_rest = visitor.page.evaluate("performance.now()")
    said = visitor.page.evaluate("window.said")
    shown = [moment for _, moment in said[1:]]
    assert all(later - earlier >= STAYS_MS - SLACK_MS for earlier, later in itertools.pairwise(shown)), said
    # what was on the screen when time stopped is not taken away either
    visitor.page.wait_for_timeout(max(0, STAYS_MS - 2 * SLACK_MS - (at_rest - shown[-1])))
    assert len(visitor.page.evaluate("window.said")) == len(said)


def test_what_broke_stands_above_the_reason(visitor: Visitor) -> None:
    visitor.enter(UNSAFE)
    visitor.press("Escape")
    project(visitor)
    block = visitor.lab.inspector.locator(".violation").filter(visible=True)
    expect(block).to_have_count(1)
    reason = visitor.lab.inspector.get_by_role("heading", name=re.compile("^S5 leads term 5"))
    assert box(block)["bottom"] <= box(reason)["y"]


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1920, 1080)])
def test_the_laser_is_a_ring_at_the_pointer(new_context: NewContext, server: Server, width: int, height: int) -> None:
    visitor = at(new_context, server, width, height)
    visitor.enter(ELECTION)
    laser = visitor.page.locator(".laser")
    mouse, keyboard = visitor.page.mouse, visitor.page.keyboard
    mouse.move(600, 300)
    keyboard.down(".")
    expect(laser).to_be_hidden()
    keyboard.up(".")

    project(visitor)
    keyboard.down(".")
    for x, y in ((600, 300), (900, 420)):
        mouse.move(x, y)
        expect(laser).to_be_visible()
        ring = box(laser)
        assert ring["width"] == pytest.approx(SIZE_OF_THE_LASER * width / 1280, abs=0.5)
        assert (ring["x"] + ring["right"]) / 2 == pytest.approx(x, abs=1)
        assert (ring["y"] + ring["bottom"]) / 2 == pytest.approx(y, abs=1)
    keyboard.down("Shift")
    keyboard.up(".")
    expect(laser).to_be_hidden()


def test_the_mouse_hits_what_it_points_at(new_context: NewContext, server: Server) -> None:
    visitor = at(new_context, server, 1920, 1080)
    visitor.enter(TROUBLE)
    project(visitor)
    lab, page = visitor.lab, visitor.page

    axis = lab.time.get_by_role("slider", name="Time")
    six = box(lab.time.get_by_text("6", exact=True))
    leader = box(lab.time.get_by_text("Faults", exact=True))
    page.mouse.click(six["x"], leader["y"] + leader["height"] / 2)
    expect(axis).to_have_attribute("aria-valuenow", re.compile(r"^(5\.9|6\.0)"))
    visitor.press("End")

    lab.right_click("S3")
    menu, server_at = box(page.get_by_role("menu", name=re.compile("^S3"))), box(lab.server("S3"))
    assert menu["x"] == pytest.approx((server_at["x"] + server_at["right"]) / 2, abs=2)
    assert menu["bottom"] <= 1080
    visitor.press("Escape")
    page.get_by_role("button", name="Export").click()
    exports = page.get_by_role("menu", name="Export trace")
    assert box(exports)["right"] == pytest.approx(box(page.get_by_role("button", name="Export"))["right"], abs=2)
    visitor.press("Escape")

    visitor.press("z")
    drawing = lab.stage.get_by_role("slider", name=re.compile("^Space-time"))
    disc = box(drawing.locator(".st-svg .disc").nth(1))
    page.mouse.click((disc["x"] + disc["right"]) / 2, (disc["y"] + disc["bottom"]) / 2)
    expect(drawing).to_have_attribute("aria-valuetext", re.compile(r"term 1\. Event [\d,]+, "))
