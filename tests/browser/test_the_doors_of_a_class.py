"""What somebody is told who cannot come into a class, and how one leaves it."""

from __future__ import annotations

import re
from typing import Final

import pytest
from playwright.sync_api import Page, expect

from tests.browser.classes import open_class, student
from tests.browser.conftest import NewContext, Server, Watch

REFUSED: Final = re.compile("status of 40[134]")


def forgive_refusals(watch: Watch) -> None:
    """A browser reports every answer that is a refusal; here they are what is looked for."""
    watch.errors[:] = [said for said in watch.errors if not REFUSED.search(said)]


def test_a_code_that_no_class_has_is_told_where_it_was_typed(page: Page, server: Server, watch: Watch) -> None:
    page.goto(f"{server.url}/")
    page.get_by_role("textbox", name="Join a class").fill("abcdef")
    page.get_by_role("button", name="Join").click()
    page.get_by_role("textbox", name="Your name").fill("Amara")
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_role("alert").filter(has_text="No class with this code")).to_be_visible()
    code = page.get_by_role("textbox", name="Code of the class")
    expect(code).to_be_focused()
    expect(code).to_have_attribute("aria-invalid", "true")
    forgive_refusals(watch)


def test_a_code_is_typed_as_one_likes(page: Page, new_context: NewContext, server: Server) -> None:
    dashboard = open_class(page, server)
    learner = new_context(390, 844).new_page()
    learner.goto(f"{server.url}/join")
    learner.get_by_role("textbox", name="Code of the class").fill(f" {dashboard.code.replace('-', ' ').lower()}")
    expect(learner.get_by_text("Tuesday group, with Dr. Okafor.")).to_be_visible()
    learner.get_by_role("textbox", name="Your name").fill("Amara")
    learner.keyboard.press("Enter")
    expect(dashboard.row("Amara")).to_be_visible()


def test_a_wrong_instructor_key_opens_nothing(page: Page, server: Server, watch: Watch) -> None:
    page.goto(f"{server.url}/classroom")
    page.get_by_role("textbox", name="Name of the class").fill("Tuesday group")
    page.get_by_role("textbox", name="Your name").fill("Mallory")
    page.get_by_label("Instructor key").fill("open sesame")
    page.get_by_role("button", name="Open the class").click()
    expect(page.get_by_role("alert").filter(has_text="This is not the instructor key")).to_be_visible()
    expect(page.get_by_label("Instructor key")).to_be_focused()
    forgive_refusals(watch)


def test_a_dashboard_is_not_for_students_and_not_for_strangers(
    page: Page, new_context: NewContext, server: Server, watch: Watch
) -> None:
    dashboard = open_class(page, server)
    amara = student(new_context, server, dashboard.code, "Amara")
    amara.page.goto(page.url)
    expect(amara.standing("Following Dr. Okafor")).to_be_visible()
    stranger = new_context().new_page()
    stranger.goto(page.url)
    expect(stranger.get_by_role("heading", name="This class is looked after by somebody else")).to_be_visible()
    stranger.goto(amara.page.url)
    expect(stranger.get_by_text("You are not in this class.")).to_be_visible()
    expect(stranger.get_by_role("link", name="Join a class")).to_have_attribute("href", "/join")
    stranger.goto("about:blank")
    stranger.goto(f"{server.url}/class#nothing")
    expect(stranger.get_by_role("heading", name="There is no such class")).to_be_visible()
    forgive_refusals(watch)


def test_a_student_leaves_and_has_it_all_deleted(
    page: Page, new_context: NewContext, server: Server, watch: Watch
) -> None:
    dashboard = open_class(page, server)
    amara = student(new_context, server, dashboard.code, "Amara")
    expect(dashboard.row("Amara")).to_be_visible()
    amara.page.goto(f"{server.url}/join#{dashboard.code}")
    amara.page.get_by_role("button", name="Leave it, and delete what I did").click()
    amara.page.get_by_role("button", name="Click again to delete it").click()
    expect(amara.page.get_by_text("what you did in it is deleted")).to_be_visible()
    expect(dashboard.row("Amara")).to_have_count(0)
    forgive_refusals(watch)


def test_a_class_that_is_over_is_deleted_by_who_opened_it(page: Page, server: Server, watch: Watch) -> None:
    open_class(page, server, "Gone tomorrow")
    page.get_by_role("button", name="End the class").click()
    page.get_by_role("button", name="Click again to end it for everybody").click()
    page.get_by_role("button", name="Delete the class").click()
    page.get_by_role("button", name="Click again to delete it with everything in it").click()
    expect(page.get_by_role("heading", name="Open a class")).to_be_visible()
    expect(page.get_by_text("Gone tomorrow")).to_have_count(0)
    forgive_refusals(watch)


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (390, 844)])
def test_the_code_of_a_class_is_shown_whole_and_for_a_camera(
    new_context: NewContext, server: Server, width: int, height: int
) -> None:
    page = new_context(width, height).new_page()
    dashboard = open_class(page, server)
    page.get_by_role("button", name=f"Show the code {dashboard.code}").click()
    dialog = page.get_by_role("dialog", name="Join this class")
    code = dialog.get_by_role("img", name="QR code of the link")
    expect(code.locator("path")).to_have_attribute("d", re.compile("^M4 4h1v1h-1z"))
    expect(code).to_be_in_viewport(ratio=1)
    expect(dialog.get_by_role("button", name="Close")).to_be_in_viewport(ratio=1)
    assert dialog.evaluate("node => node.scrollHeight <= node.clientHeight + 1")
    assert code.evaluate("node => getComputedStyle(node).backgroundColor") == "rgb(255, 255, 255)"


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (390, 844)])
def test_a_long_name_leaves_room_for_what_is_said_of_the_student(
    new_context: NewContext, server: Server, width: int, height: int
) -> None:
    page = new_context(width, height).new_page()
    dashboard = open_class(page, server)
    chidi = student(new_context, server, dashboard.code, "Chidi Eze-Okonkwo-Featherstonehaugh")
    chidi.page.get_by_role("button", name="Explore alone").click()
    row = dashboard.row("Chidi")
    row.scroll_into_view_if_needed()
    expect(row.get_by_text("alone", exact=True)).to_be_in_viewport(ratio=1)
    box = row.get_by_role("rowheader").locator("b").bounding_box()
    assert box is not None
    assert box["width"] >= 80
