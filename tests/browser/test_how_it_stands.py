"""What stands beside what in the lab: nothing is cut off, covered, or pushed about by its neighbours."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import FloatRect, Locator, Page, expect

from tests.browser.conftest import NewContext, Server
from tests.browser.states import SCENARIO, TROUBLE, Visitor

ALONE = "cluster S1 S2 S3 S4 S5 seed=7 timing=classroom\ntimeout S2\nrun 9s\nisolate S3\nrun 1s\n"
CHANGED = "cluster S1 S2 S3 S4 S5 seed=7 timing=classroom variant=operator_failover\n"


def box_of(place: Locator) -> FloatRect:
    box = place.bounding_box()
    assert box is not None
    return box


def overlap(one: FloatRect, other: FloatRect) -> bool:
    across = one["x"] < other["x"] + other["width"] and other["x"] < one["x"] + one["width"]
    return across and one["y"] < other["y"] + other["height"] and other["y"] < one["y"] + one["height"]


def trimmed(box: FloatRect, by: float) -> FloatRect:
    """Without the halo that is drawn round letters and lines."""
    return {"x": box["x"] + by, "y": box["y"] + by, "width": box["width"] - 2 * by, "height": box["height"] - 2 * by}


def is_whole(place: Locator) -> bool:
    """Whether all of an element lies inside the one that holds it."""
    return bool(
        place.evaluate(
            "node => { const a = node.getBoundingClientRect(), b = node.parentElement.getBoundingClientRect();"
            " return a.left >= b.left - 1 && a.right <= b.right + 1; }"
        )
    )


@pytest.mark.parametrize("width", [1440, 1280])
def test_the_size_of_the_cluster_can_be_read_beside_a_changed_rule(
    new_context: NewContext, server: Server, width: int
) -> None:
    page = new_context(width, 800).new_page()
    lab = Visitor(page, server)
    lab.enter(CHANGED)
    expect(lab.lab.stage.locator(".rulechips .chip")).to_be_visible()
    assert is_whole(lab.lab.stage.get_by_text("5 voters, majority 3"))


@pytest.mark.parametrize("count", [5, 7, 9])
@pytest.mark.parametrize("height", [900, 720])
def test_a_badge_leaves_the_name_of_its_server_free(
    new_context: NewContext, server: Server, count: int, height: int
) -> None:
    names = " ".join(f"S{i}" for i in range(1, count + 1))
    page = new_context(1440, height).new_page()
    visitor = Visitor(page, server)
    visitor.enter(f"cluster {names} seed=7 timing=classroom\ncrash S1\npause S2\ncrash S3\nwipe S3\n")
    for name in ("S1", "S2", "S3"):
        node = page.locator(f'.node[data-server="{name}"]')
        badge, word = box_of(node.locator(".badge")), box_of(node.locator(".sid"))
        # a badge is round, and letters are lower than their line
        assert not overlap(trimmed(badge, 3), trimmed(word, 4)), name


def test_the_clock_stays_where_it_is(page: Page, server: Server) -> None:
    visitor = Visitor(page, server)
    visitor.enter(TROUBLE)
    clock = visitor.lab.time.locator(".clock > b")
    before = box_of(clock)
    page.keyboard.press("Shift+ArrowLeft")
    visitor.lab.expect_past()
    page.keyboard.press("3")
    page.keyboard.press("c")
    expect(visitor.lab.picker).to_have_text("A")
    expect(visitor.lab.time.get_by_role("button", name="Compare")).to_be_visible()
    assert box_of(clock)["x"] == pytest.approx(before["x"], abs=1.5)


def test_branches_are_compared_with_a_button_too(page: Page, server: Server) -> None:
    visitor = Visitor(page, server)
    lab = visitor.lab
    visitor.enter(TROUBLE)
    compare = lab.time.get_by_role("button", name="Compare")
    expect(compare).to_be_hidden()
    page.keyboard.press("Shift+ArrowLeft")
    lab.expect_past()
    page.keyboard.press("3")
    page.keyboard.press("c")
    compare.click()
    expect(lab.inspector.get_by_role("tabpanel", name="Compare").get_by_role("table")).to_be_visible()
    expect(compare).to_have_attribute("aria-pressed", "true")
    compare.click()
    expect(compare).to_have_attribute("aria-pressed", "false")


def test_only_the_latest_fork_is_told_of(page: Page, server: Server) -> None:
    visitor = Visitor(page, server)
    visitor.enter(TROUBLE)
    for branch, name in (("A", "3"), ("B", "1")):
        page.keyboard.press("Shift+ArrowLeft")
        visitor.lab.expect_past()
        page.keyboard.press(name)
        page.keyboard.press("c")
        expect(visitor.lab.picker).to_have_text(branch)
    expect(visitor.lab.notices.get_by_text(re.compile("You are now on"))).to_have_count(1)
    expect(visitor.lab.notices.get_by_text(re.compile("You are now on B"))).to_be_visible()


@pytest.mark.parametrize("name", ["S2", "S3", "S4", "S5"])
def test_the_name_of_a_partition_is_beside_the_marks_of_its_edge(page: Page, server: Server, name: str) -> None:
    visitor = Visitor(page, server)
    visitor.enter(ALONE.replace("S3\nrun", f"{name}\nrun"))
    label = trimmed(box_of(visitor.lab.stage.locator(".region-label")), 3)
    marks = visitor.lab.stage.locator(".link .xmark")
    expect(marks).to_have_count(4)
    for mark in marks.all():
        assert not overlap(label, trimmed(box_of(mark), 3))


def test_the_names_of_compared_branches_can_be_read(page: Page, server: Server) -> None:
    visitor = Visitor(page, server)
    visitor.enter(TROUBLE)
    page.keyboard.press("Shift+ArrowLeft")
    visitor.lab.expect_past()
    page.keyboard.press("3")
    page.keyboard.press("c")
    expect(visitor.lab.picker).to_have_text("A")
    visitor.lab.play.click()
    page.wait_for_timeout(1500)
    visitor.lab.pause.click()
    visitor.lab.expect_paused()
    visitor.lab.time.get_by_role("button", name="Compare").click()
    stage = visitor.lab.stage
    difference = stage.locator(".firstdiff rect")
    expect(difference).to_be_visible()
    for title in stage.locator(".ghead").all():
        assert not overlap(box_of(difference), box_of(title))
    ground, fork = box_of(stage.locator(".ground").first), box_of(stage.locator(".forkmark text"))
    assert fork["x"] >= ground["x"] - 1 or fork["x"] >= box_of(stage)["x"] + 30
    tab = visitor.lab.inspector.get_by_role("tabpanel", name="Compare")
    foot, whole = box_of(tab.get_by_role("button", name="Close compare")), box_of(visitor.lab.inspector)
    assert whole["y"] + whole["height"] - foot["y"] - foot["height"] < 20


def test_five_rows_of_logs_are_whole_on_a_low_screen_with_three_faults(new_context: NewContext, server: Server) -> None:
    visitor = Visitor(new_context(1280, 720).new_page(), server)
    visitor.enter(TROUBLE)
    expect(visitor.lab.time.locator(".fbar")).not_to_have_count(0)
    last = visitor.lab.logs.get_by_role("row", name=re.compile("^S5, "))
    assert box_of(last)["y"] + box_of(last)["height"] <= box_of(visitor.lab.time)["y"] + 1


def test_what_a_short_snapshot_says_is_not_cut_off(page: Page, server: Server) -> None:
    visitor = Visitor(page, server)
    visitor.enter(TROUBLE)
    for piece in page.locator(".snap:visible > :visible").all():
        assert is_whole(piece)


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1280, 720)])
def test_the_empty_stage_covers_no_server(new_context: NewContext, server: Server, width: int, height: int) -> None:
    visitor = Visitor(new_context(width, height).new_page(), server)
    visitor.lab.open(visitor.server.url + SCENARIO)
    empty = box_of(visitor.lab.stage.locator(".empty:visible"))
    for body in visitor.lab.stage.locator(".node .body").all():
        assert not overlap(empty, box_of(body))


CALM = "cluster S1 S2 S3 S4 S5 seed=7 timing=classroom\ntimeout S2\nrun 9s\n"
EDGES = """() => {
  const left = (selector) => document.querySelector(selector).getBoundingClientRect().left;
  const right = (selector) => document.querySelector(selector).getBoundingClientRect().right;
  return { edge: left('.run .future'), branches: left('.lb .future'), playhead: left('.playhead'),
    band: right('.band'), line: right('.bline') };
}"""


def test_the_lanes_end_at_the_playhead_while_time_runs_and_where_it_stands(page: Page, server: Server) -> None:
    visitor = Visitor(page, server)
    visitor.enter(CALM)
    visitor.lab.play.click()
    for _ in range(12):
        page.wait_for_timeout(170)
        now = page.evaluate(EDGES)
        # where the axis makes room just now, half a mark stands beyond the edge
        assert now["playhead"] - 2 <= min(now["edge"], now["branches"])
        assert max(now["edge"], now["branches"]) <= now["playhead"] + 9
        assert min(now["band"], now["line"]) >= now["playhead"] - 2, "what the cover uncovers is there already"
    visitor.lab.pause.click()
    visitor.lab.expect_paused()
    page.wait_for_timeout(500)
    now = page.evaluate(EDGES)
    assert now["band"] == pytest.approx(now["playhead"], abs=2)
    assert now["line"] == pytest.approx(now["playhead"], abs=2)
    assert now["edge"] > now["playhead"], "marks at the edge are whole"
    visitor.press("Home")
    page.wait_for_timeout(500)
    there = page.evaluate(EDGES)
    assert there["edge"] == pytest.approx(now["edge"], abs=2), "what has happened stays in view from the past"


def test_a_press_beyond_the_edge_goes_to_the_edge(page: Page, server: Server) -> None:
    visitor = Visitor(page, server)
    visitor.enter(CALM)
    visitor.press("Home")
    visitor.lab.expect_event(0)
    band, lanes = box_of(page.locator(".band").last), box_of(page.locator(".run"))
    page.mouse.click(lanes["x"] + lanes["width"] - 4, band["y"] + band["height"] / 2)
    expect(page.get_by_role("button", name="Live edge")).to_have_attribute("aria-pressed", "true")
