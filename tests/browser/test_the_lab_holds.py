"""What the lab does when it is shared, reloaded, cut off, left, turned dark, or looked at on a small screen."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewContext, Server, Watch
from tests.browser.lab import Lab

SIZES = [(1440, 900), (1280, 720), (390, 844)]
DROPPED = re.compile(r"WebSocket connection to .* failed|net::ERR_CONNECTION_REFUSED")


def ran_until_a_leader(page: Page, server: Server) -> Lab:
    """A lab that stands still after an election."""
    lab = Lab(page).open(f"{server.url}/lab")
    page.keyboard.press("=")
    page.keyboard.press("=")
    lab.play.click()
    lab.leader()
    lab.pause.click()
    lab.expect_paused()
    return lab


def test_two_tabs_see_the_same_and_a_reload_comes_back(new_context: NewContext, server: Server) -> None:
    context = new_context()
    one = ran_until_a_leader(context.new_page(), server)
    other = Lab(context.new_page()).open(one.page.url)
    at, leader = one.event(), one.leader()
    other.expect_event(at)
    assert other.leader() == leader
    expect(one.page.get_by_text("2 viewers here")).to_be_visible()

    other.page.keyboard.press(leader.id.removeprefix("S"))
    other.page.keyboard.press("c")
    for lab in (one, other):
        expect(lab.server(leader.id)).to_have_accessible_name(re.compile(", down, "))
        lab.expect_event(at + 1)

    one.page.reload()
    one.ready()
    one.expect_event(at + 1)
    expect(one.server(leader.id)).to_have_accessible_name(re.compile(", down, "))


LONG_RUN = "cluster S1 S2 S3 S4 S5 seed=3 timing=lan\ntimeout S2\nrun 40s\n"


def test_who_comes_late_is_told_what_was_not_fetched_and_gets_it_on_going_there(page: Page, server: Server) -> None:
    asked = page.request.post(
        f"{server.url}/api/rooms", data={"script": LONG_RUN}, headers={"Origin": server.url}
    ).json()
    lab = Lab(page).open(f"{server.url}/lab#room={asked['room']}&key={asked['control']}")
    unread = lab.time.get_by_text("not fetched yet")
    expect(unread).to_be_visible()
    band = lab.time.get_by_title("S2 leads term 1")
    expect(band).to_be_visible()
    begins, width = band.bounding_box(), unread.bounding_box()
    assert begins is not None
    assert width is not None
    assert abs(begins["x"] - (width["x"] + width["width"])) < 3

    unread.click()
    expect(unread).to_be_hidden()
    lab.expect_past()
    time = float(lab.time.get_by_role("slider", name="Time").get_attribute("aria-valuenow") or "0")
    assert 0 < time < 20
    assert lab.event() < 4_000
    expect(lab.server("S2")).to_have_accessible_name(re.compile(", leader, term 1, "))


def test_a_lost_connection_leaves_the_history(page: Page, own_server: Server, watch: Watch) -> None:
    lab = ran_until_a_leader(page, own_server)
    at = lab.event()
    own_server.stop()
    expect(page.get_by_role("button", name="Try now")).to_be_visible()
    expect(lab.stage.get_by_text("The server restarts", exact=True)).to_be_visible()
    expect(lab.stage.get_by_text("What was received stays here.")).to_be_visible()
    page.keyboard.press("ArrowLeft")
    lab.expect_event(at - 1)
    page.keyboard.press("Home")
    lab.expect_event(0)
    expect(lab.server("S1")).to_have_accessible_name(re.compile("^S1[^,]*, follower, term 0, "))
    page.keyboard.press("End")
    lab.expect_event(at)
    watch.errors[:] = [said for said in watch.errors if not DROPPED.search(said)]


def test_another_key_in_the_address_is_another_seat(page: Page, server: Server) -> None:
    page.goto(server.url)
    opened = page.request.post(f"{server.url}/api/rooms", data={}, headers={"Origin": server.url}).json()
    lab = Lab(page).open(f"{server.url}/lab#room={opened['room']}&key={opened['watch']}")
    page.keyboard.press("1")
    page.keyboard.press("c")
    expect(lab.notices.get_by_text("You are watching this room.")).to_be_visible()
    with page.expect_event("load"):
        page.evaluate("fragment => { location.hash = fragment; }", f"#room={opened['room']}&key={opened['control']}")
    lab.ready()
    page.keyboard.press("1")
    page.keyboard.press("c")
    expect(lab.server("S1")).to_have_accessible_name(re.compile(", down, "))


def test_back_leads_back_and_forth(page: Page, server: Server) -> None:
    page.goto(server.url)
    page.get_by_role("link", name="Open sandbox").click()
    lab = Lab(page)
    lab.ready()
    room = page.url
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_contain_text("five stations")
    page.go_forward()
    lab.ready()
    assert page.url == room


def test_both_themes(new_context: NewContext, server: Server) -> None:
    page = new_context(color_scheme="dark").new_page()
    lab = Lab(page).open(f"{server.url}/lab")
    background = "getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(background)
    page.get_by_role("button", name="Change to the light theme").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    assert page.evaluate(background) != dark
    page.reload()
    lab.ready()
    expect(page.get_by_role("button", name="Change to the dark theme")).to_be_visible()


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_nothing_is_wider_than_the_screen(new_context: NewContext, server: Server, width: int, height: int) -> None:
    page = new_context(width, height).new_page()
    for path in ("/", "/classroom", "/join", "/lab", "/lab?lesson=the-raft-algorithm&scenario=an-election"):
        answer = page.goto(server.url + path)
        assert answer is not None
        policy = answer.header_value("content-security-policy") or ""
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        if path.startswith("/lab"):
            Lab(page).ready()
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    bar = page.get_by_role("navigation", name="Panels")
    if width > 640:
        expect(bar).to_be_hidden()
        return
    tabs = bar.get_by_role("button")
    expect(tabs).to_have_text(["Lesson", "Logs", "State", "Why", "Safety"])
    for tab in tabs.all():
        tab.click()
        expect(tab).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
