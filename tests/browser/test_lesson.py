"""The scenario An election, with an answer that is right and one that is wrong."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Server
from tests.browser.lab import Lab


def goal(lab: Lab, title: str) -> Locator:
    return lab.lesson.get_by_role("listitem").filter(has_text=title)


def test_an_election_is_predicted_seen_and_gone_on_from(page: Page, server: Server) -> None:
    page.goto(server.url)
    page.get_by_role("link", name=re.compile("^An election")).click()
    lab = Lab(page)
    lab.ready()
    expect(lab.lesson.get_by_role("heading", name="An election")).to_be_visible()
    assert "#room=" in page.url

    expect(lab.lesson.get_by_text("Predict before you see it")).to_be_visible()
    lab.lesson.get_by_role("radio", name=re.compile("^Stand for election")).check()
    lab.lesson.get_by_role("button", name="Lock in answer").click()
    expect(lab.lesson.get_by_text("Your prediction is locked")).to_be_visible()
    following = lab.lesson.get_by_role("button", name="Next")
    expect(following).to_have_attribute("aria-disabled", "true")
    page.keyboard.press("4")
    page.keyboard.press("e")
    expect(lab.lesson.get_by_text("You were right")).to_be_visible()
    expect(goal(lab, "S4 stands for election")).to_contain_text("Met: ")
    following.click()
    expect(lab.lesson.get_by_text("S4 needs three of the five votes")).to_be_visible()

    for key in ("1", "c", "2", "c", "3", "c"):
        page.keyboard.press(key)
    expect(lab.server("S3")).to_have_accessible_name(re.compile(", down, "))
    lab.faster()
    expect(lab.lesson.get_by_text("Predict before you see it")).to_be_visible()
    lab.lesson.get_by_role("radio", name=re.compile("^Yes: every station that is up")).check()
    lab.lesson.get_by_role("button", name="Lock in answer").click()
    expect(lab.lesson.get_by_text("Your prediction is locked")).to_be_visible()
    lab.play.click()
    expect(lab.lesson.get_by_text("It went otherwise")).to_be_visible()
    expect(goal(lab, "S1, S2 and S3 are down")).to_contain_text("Met: ")
    expect(goal(lab, "S4 and S5 vote alike")).to_contain_text("Met: ")
