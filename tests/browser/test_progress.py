"""What a learner does is kept in the browser: the catalogue shows it, and one goes on where one left."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from tests.browser.conftest import NewContext, Server, Watch
from tests.browser.lab import Lab

ELECTION = "/lab?lesson=the-raft-algorithm&scenario=an-election"


def take_first_step(lab: Lab) -> None:
    """Let S4 stand, as the first step of An election wants."""
    lab.lesson.get_by_role("button", name="Skip").click()
    lab.page.keyboard.press("4")
    lab.page.keyboard.press("e")
    expect(lab.lesson.get_by_role("listitem").filter(has_text="S4 stands for election")).to_contain_text("Met: ")


def test_a_lesson_is_gone_on_with_where_it_was_left(page: Page, server: Server) -> None:
    lab = Lab(page).open(f"{server.url}{ELECTION}")
    take_first_step(lab)
    page.goto(server.url)
    entry = page.get_by_role("listitem").filter(has=page.get_by_role("link", name=re.compile("^An election")))
    expect(entry).to_contain_text("Step 2 of 4")
    page.get_by_role("link", name="Resume “An election”").click()
    lab.ready()
    expect(lab.lesson.get_by_text("S4 needs three of the five votes")).to_be_visible()
    expect(lab.server("S4")).to_have_accessible_name(re.compile(", candidate, term 1, "))
    expect(lab.notices).to_contain_text("You are back where you left.")


def test_a_lesson_is_gone_on_with_after_the_server_was_started_anew(page: Page, tmp_path: Path, watch: Watch) -> None:
    first = Server(tmp_path)
    lab = Lab(page).open(f"{first.url}{ELECTION}")
    with page.expect_response(re.compile("/trace")):
        take_first_step(lab)
    page.wait_for_function("Object.keys(localStorage).some((key) => key.startsWith('orbital-raft.run.'))")
    # a page that is still fetching when its server goes down complains of that
    page.goto(first.url, wait_until="networkidle")
    first.stop()
    second = Server(tmp_path, "--port", str(urlsplit(first.url).port))
    try:
        page.goto(second.url)
        page.get_by_role("link", name="Resume “An election”").click()
        lab.ready()
        expect(lab.lesson.get_by_text("S4 needs three of the five votes")).to_be_visible()
        expect(lab.server("S4")).to_have_accessible_name(re.compile(", candidate, term 1, "))
        # That the old room is gone is asked with an answer of 404.
        assert all("404" in error for error in watch.errors)
        watch.errors.clear()
    finally:
        second.stop()


def test_who_starts_over_begins_anew_and_can_go_back(page: Page, server: Server) -> None:
    lab = Lab(page).open(f"{server.url}{ELECTION}")
    take_first_step(lab)
    lab.lesson.get_by_role("button", name="Start over").click()
    expect(lab.lesson.get_by_text("Five stations keep one catalog.")).to_be_visible()
    expect(lab.server("S4")).to_have_accessible_name(re.compile(", follower, term 0, "))
    page.go_back()
    expect(lab.server("S4")).to_have_accessible_name(re.compile(", candidate, term 1, "))


def test_what_is_done_is_ticked_off_and_the_next_scenario_comes_next(page: Page, kinds: Server) -> None:
    lab = Lab(page).open(f"{kinds.url}/lab?lesson=every-kind&scenario=pick-a-server")
    page.keyboard.press("1")
    lab.lesson.get_by_role("button", name="Lock in answer").click()
    page.keyboard.press("3")
    page.keyboard.press("e")
    lab.play.click()
    expect(lab.lesson.get_by_text("You were right")).to_be_visible()
    lab.lesson.get_by_role("button", name="Next scenario").click()
    expect(lab.lesson.get_by_role("heading", name="Pick an entry")).to_be_visible()
    page.goto(kinds.url)
    done = page.get_by_role("listitem").filter(has_text="Pick a server")
    expect(done).to_contain_text("Done, 2 min")
    expect(done).to_have_attribute("title", "1 of 1 goal, 2 of 2 points")
    expect(page.get_by_role("article").filter(has_text="Every kind of question")).to_contain_text("1/5")
    expect(page.get_by_role("link", name="Begin “Pick an entry”")).to_be_visible()


def test_two_tabs_agree_and_the_browser_can_forget(new_context: NewContext, kinds: Server) -> None:
    context = new_context()
    catalogue, other = context.new_page(), context.new_page()
    catalogue.goto(kinds.url)
    entry = catalogue.get_by_role("listitem").filter(has_text="A design")
    expect(entry).to_contain_text("5 min")
    expect(catalogue.get_by_role("button", name="Forget my progress")).to_be_hidden()
    lab = Lab(other).open(f"{kinds.url}/lab?lesson=every-kind&scenario=a-design")
    other.keyboard.press("1")
    other.keyboard.press("e")
    lab.play.click()
    lab.leader()
    lab.client.get_by_role("button", name=re.compile("^Send")).first.click()
    expect(entry).to_contain_text("Step 2 of 2")
    catalogue.get_by_role("button", name="Forget my progress").click()
    catalogue.get_by_role("button", name="Click again to forget it").click()
    expect(entry).to_contain_text("5 min")
    expect(catalogue.get_by_role("link", name="Begin “Pick a server”")).to_be_visible()


def test_who_watches_makes_no_progress(new_context: NewContext, kinds: Server) -> None:
    owner = new_context().new_page()
    opened = owner.request.post(f"{kinds.url}/api/rooms", data={"lesson": "every-kind", "scenario": "a-number"}).json()
    watcher = new_context().new_page()
    lab = Lab(watcher).open(f"{kinds.url}/lab#room={opened['room']}&key={opened['watch']}")
    expect(lab.lesson.get_by_role("heading", name="A number")).to_be_visible()
    assert watcher.evaluate("localStorage.getItem('orbital-raft.progress')") is None


def test_a_browser_that_keeps_nonsense_takes_lessons_all_the_same(page: Page, server: Server) -> None:
    page.goto(server.url)
    page.evaluate('localStorage.setItem(\'orbital-raft.progress\', \'{"version":1,"scenarios":{"x/y":{}},"last":7}\')')
    page.reload()
    page.get_by_role("link", name=re.compile("^Begin")).first.click()
    Lab(page).ready()
