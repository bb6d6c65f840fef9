"""What a person asked of the system holds on the page: less motion, more contrast, the system's own colours."""

from __future__ import annotations

import re
from typing import Any, Final

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import barriers_in_both_themes
from tests.browser.conftest import NewContext, Server
from tests.browser.states import ELECTION, TROUBLE, Visitor, state_tab

WATCH: Final = """() => new Promise((resolve) => {
  const places = {}, arcs = new Set(), until = performance.now() + 1500;
  const look = () => {
    for (const each of document.querySelectorAll("[data-message]")) {
      const {x, y} = each.querySelector(".hit").getBoundingClientRect();
      if (x < 0) continue;
      const known = places[each.dataset.message] ??= [];
      // who steps aside for another message has not moved on
      if (!known.some((place) => Math.hypot(place.x - x, place.y - y) < 12)) known.push({x, y});
    }
    for (const each of document.querySelectorAll(".node:not(.leader) .timer")) arcs.add(each.getAttribute("d"));
    if (performance.now() < until) requestAnimationFrame(look);
    else resolve({stops: Math.max(...Object.values(places).map((known) => known.length)), arcs: arcs.size});
  };
  look();
})"""
RUNNING: Final = "document.getAnimations().filter((each) => each.playState === 'running').length"
SLOW: Final = "getComputedStyle(document.documentElement).getPropertyValue('--d-slow').trim()"
FIVE_STOPS: Final = 5
QUARTERS: Final = 5
"""Full, three quarters, half, one quarter, none."""
TWO_LOGS: Final = """cluster S1 S2 S3 network=manual timers=manual fsync=0us
server S1 term=2 log=1,2
server S2 term=2 log=1,1,1
server S3 term=2 log=1,2
timeout S1
deliver S1>S3 RequestVote
deliver S3>S1 RequestVoteReply
drop S1>S2 RequestVote
deliver S1>S2 AppendEntries
deliver S2>S1 AppendEntriesReply
"""


def watched(visitor: Visitor) -> dict[str, int]:
    """How many places a message and how many looks the timers had while a second and a half went by."""
    visitor.enter(ELECTION)
    visitor.press("Space")
    expect(visitor.lab.pause).to_be_visible()
    found: dict[str, int] = visitor.page.evaluate(WATCH)
    return found


LISTEN: Final = """
window.heard = [];
const start = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (...at) {
  heard.push(this.frequency.value < 300 ? "low" : "click");
  return start.apply(this, at);
};
"""


def enter_with(new_context: NewContext, server: Server, **options: Any) -> Visitor:  # noqa: ANN401 - Playwright's own
    return Visitor(new_context(**options).new_page(), server)


def style(page: Page, selector: str, name: str) -> str:
    value: str = page.locator(selector).first.evaluate("(node, name) => getComputedStyle(node)[name]", name)
    return value


def reduce_by_hand(visitor: Visitor) -> None:
    visitor.lab.open(f"{visitor.server.url}/lab")
    visitor.press("?")
    setting = visitor.page.get_by_role("checkbox", name="Reduce motion")
    expect(setting).not_to_be_checked()
    setting.check()
    visitor.go("/")


def test_messages_glide_where_nobody_asked_for_less(new_context: NewContext, server: Server) -> None:
    assert watched(enter_with(new_context, server))["stops"] > 2 * FIVE_STOPS


@pytest.mark.parametrize("asked", ["of the system", "on the page"])
def test_with_less_motion_messages_stop_five_times_and_timers_four(
    new_context: NewContext, server: Server, asked: str
) -> None:
    visitor = enter_with(new_context, server, reduced_motion="reduce" if asked == "of the system" else "no-preference")
    if asked == "on the page":
        reduce_by_hand(visitor)
    seen = watched(visitor)
    assert 2 <= seen["stops"] <= FIVE_STOPS
    assert seen["arcs"] <= QUARTERS
    assert visitor.page.evaluate(RUNNING) == 0
    assert visitor.page.evaluate(SLOW) in ("0ms", "0s")


def test_the_setting_says_what_the_system_asks(new_context: NewContext, server: Server) -> None:
    visitor = enter_with(new_context, server, reduced_motion="reduce")
    visitor.lab.open(f"{server.url}/lab")
    visitor.press("?")
    setting = visitor.page.get_by_role("checkbox", name="Reduce motion")
    expect(setting).to_be_checked()
    expect(setting).to_be_disabled()
    expect(visitor.page.get_by_text("As your system asks")).to_be_visible()


def test_nothing_sounds_until_it_is_asked_for(new_context: NewContext, server: Server) -> None:
    visitor = enter_with(new_context, server)
    visitor.page.add_init_script(LISTEN)
    for asked in (False, True):
        visitor.lab.open(f"{server.url}/lab")
        if asked:
            visitor.press("?")
            visitor.page.get_by_role("checkbox", name="Sound").check()
            visitor.press("Escape")
        visitor.press("2")
        visitor.press("e")
        visitor.lab.play.click()
        visitor.lab.leader()
        expect(visitor.lab.server("S2")).to_have_accessible_name(re.compile(", commit 1, "))
        heard = visitor.page.evaluate("heard")
        assert (heard[:1], set(heard) - {"low", "click"}) == (["low"] if asked else [], set())
        assert ("click" in heard) == asked


def test_with_less_motion_removed_entries_stand_struck_for_a_second(new_context: NewContext, server: Server) -> None:
    visitor = enter_with(new_context, server, reduced_motion="reduce")
    visitor.enter(TWO_LOGS)
    row = visitor.lab.logs.get_by_role("row", name=re.compile("^S2, "))
    expect(row.get_by_role("gridcell")).to_have_count(3)
    visitor.press("Control+k")
    visitor.page.keyboard.type("deliver S1>S2 AppendEntries")
    visitor.press("Enter")
    struck = row.locator(".struck")
    expect(struck).to_have_count(2)
    assert style(visitor.page, ".struck", "animationName") == "none"
    assert "line-through" in style(visitor.page, ".struck", "textDecorationLine")
    expect(struck).to_have_count(0)


def test_with_more_contrast_lines_are_strong_and_no_text_is_faint(new_context: NewContext, server: Server) -> None:
    plain, strong = (enter_with(new_context, server, contrast=wish) for wish in ("no-preference", "more"))
    for visitor in (plain, strong):
        visitor.enter(TROUBLE)
    assert style(strong.page, ".facts", "color") == style(strong.page, ".msgkey", "color")
    for selector, name in (
        (".facts", "color"),
        (".link.up .ln", "stroke"),
        (".timer-track", "stroke"),
        (".lab > .client", "borderTopColor"),
    ):
        assert style(plain.page, selector, name) != style(strong.page, selector, name), selector
    assert barriers_in_both_themes(strong.page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_in_the_systems_colours_what_is_chosen_is_seen(new_context: NewContext, server: Server, scheme: str) -> None:
    visitor = enter_with(new_context, server, forced_colors="active", color_scheme=scheme)
    state_tab(visitor)
    page = visitor.page
    for group in (".views", ".opseg", ".tabs"):
        chosen = style(page, f"{group} :is([aria-pressed=true], [aria-selected=true])", "backgroundColor")
        other = style(page, f"{group} :is([aria-pressed=false], [aria-selected=false])", "backgroundColor")
        assert chosen != other, group
    cells = {kind: style(page, f".mx-row > .cell.{kind}", "backgroundColor") for kind in ("applied", "stored")}
    assert len(set(cells.values())) == 2
    paper = style(page, "body", "backgroundColor")
    for mark in (".mx-row > .front", ".playhead", ".band"):
        assert style(page, mark, "backgroundColor") != paper, mark
