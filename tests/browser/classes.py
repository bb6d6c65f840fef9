"""A class as people meet it: who opens it, who joins it, each with a browser of their own."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import NewContext, Server
from tests.browser.lab import Lab

LESSON = "An election"
PRESENTER = "Dr. Okafor"
CODE = re.compile(r"[A-Z0-9]{3}-[A-Z0-9]{3}")


class Dashboard:
    """What the presenter sees of the class."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.students = page.get_by_role("region", name="Students and goals")
        self.pace = page.get_by_role("region", name="Where the class is")
        self.poll = page.get_by_role("region", name="Prediction")
        self.follow = page.get_by_role("switch", name="Follow me")

    @property
    def code(self) -> str:
        """The join code."""
        shown = self.page.get_by_role("button", name=re.compile("^Show the code"))
        found = CODE.search(shown.get_attribute("aria-label") or "")
        assert found is not None
        return found[0]

    def row(self, name: str) -> Locator:
        """A student's row."""
        return self.students.get_by_role("row").filter(has=self.page.get_by_role("rowheader", name=re.compile(name)))

    def do(self, name: str, item: str) -> None:
        """Choose from the menu of a student."""
        self.page.get_by_role("button", name=f"What can be done for {name}").click()
        self.page.get_by_role("menuitem", name=item).click()


def open_class(page: Page, server: Server, title: str = "Tuesday group", lesson: str = LESSON) -> Dashboard:
    """Open a class, as who knows the instructor key, and come to its dashboard."""
    page.goto(f"{server.url}/classroom")
    page.get_by_role("combobox", name="Lesson").select_option(label=lesson)
    page.get_by_role("textbox", name="Name of the class").fill(title)
    page.get_by_role("textbox", name="Your name").fill(PRESENTER)
    key = page.get_by_label("Instructor key")
    if key.is_visible():
        key.fill(server.instructor_key)
    page.get_by_role("button", name="Open the class").click()
    dashboard = Dashboard(page)
    expect(dashboard.students).to_contain_text("Nobody has joined yet")
    return dashboard


@dataclass
class Person:
    """Somebody in the class, at a page of their own."""

    page: Page
    lab: Lab
    name: str = ""

    def standing(self, says: str) -> Locator:
        """The line above the stage that tells how one stands in the class."""
        return self.page.get_by_role("group", name="Your place in the class").filter(has_text=says)


def join(page: Page, address: str, name: str) -> Person:
    """Come in by the link of a class."""
    page.goto(address)
    page.get_by_role("textbox", name="Your name").fill(name)
    page.get_by_role("button", name="Join").click()
    person = Person(page, Lab(page), name)
    person.lab.ready()
    return person


def student(new_context: NewContext, server: Server, code: str, name: str, *, on_a_phone: bool = False) -> Person:
    """Somebody with a browser that has never been here, who joins by the code."""
    context = new_context(390, 844, has_touch=True, is_mobile=True) if on_a_phone else new_context()
    return join(context.new_page(), f"{server.url}/join#{code}", name)


def present(page: Page) -> Person:
    """The presenter goes from the dashboard to the lab, in a tab of its own."""
    address = page.get_by_role("link", name="Open the lab").get_attribute("href")
    lab = page.context.new_page()
    lab.goto(re.sub(r"/class#.*", "", page.url) + (address or ""))
    person = Person(lab, Lab(lab), PRESENTER)
    person.lab.ready()
    return person
