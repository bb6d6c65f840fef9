"""Who has never seen the lab does all that its panel proposes, with what the page says and nothing else."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Server
from tests.browser.lab import Lab


def done(lab: Lab, title: str) -> None:
    """Wait until the panel says that it was done."""
    expect(lab.lesson.get_by_role("listitem").filter(has_text=title)).to_contain_text("Met: ")


def choose(lab: Lab, name: str, item: str) -> None:
    lab.right_click(name)
    lab.page.get_by_role("menuitem", name=re.compile(rf"^{item} \S+$")).click()


def followers(lab: Lab) -> Locator:
    return lab.stage.get_by_role("button", name=re.compile(r"^S\d[^,]*, follower, term "))


def name_of(server: Locator) -> str:
    return (server.get_attribute("aria-label") or "")[:2]


def test_the_panel_proposes_before_anything_has_happened(page: Page, server: Server) -> None:
    lab = Lab(page).open(f"{server.url}/lab")
    proposals = lab.lesson.get_by_role("listitem").filter(has_text="Open: ")
    expect(proposals.first).to_contain_text("See a leader elected")
    expect(proposals.nth(1)).to_contain_text("Get a write acknowledged")


def test_everything_that_the_panel_proposes(page: Page, server: Server) -> None:
    lab = Lab(page).open(f"{server.url}/lab")
    lab.faster()
    lab.play.click()
    first = lab.leader()
    done(lab, "See a leader elected")

    lab.client.get_by_role("button", name=re.compile("^Send to S")).click()
    done(lab, "Get a write acknowledged")

    choose(lab, first.id, "Crash")
    second = lab.leader(above=first.term)
    done(lab, "Replace a crashed leader")
    choose(lab, first.id, "Restart")

    lab.server(second.id).click()
    page.keyboard.press("i")
    third = lab.leader(above=second.term)
    done(lab, "Make a leader stale")
    page.keyboard.press("Shift+H")
    done(lab, "Heal the network")
    expect(lab.leaders(above=third.term - 1)).to_have_count(1)

    lab.pause.click()
    lab.expect_paused()
    rivals = [name_of(followers(lab).nth(at)) for at in range(2)]
    for rival in rivals:
        choose(lab, rival, "Expire election timer")
    for name in ("S1", "S2", "S3", "S4", "S5"):
        if name not in rivals and name != first.id:
            choose(lab, name, "Crash")
    lab.play.click()
    done(lab, "Split a vote")
    lab.pause.click()
    lab.expect_paused()

    lab.time.get_by_role("button", name="Back to previous interesting event").click()
    page.keyboard.press("y")
    done(lab, "Ask why")
    expect(lab.inspector.get_by_role("heading", level=2).first).to_be_visible()

    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    choose(lab, rivals[0], "Crash")
    done(lab, "Change the past")
    page.keyboard.press("m")
    done(lab, "Compare two branches")
    page.keyboard.press("z")

    lab.lesson.get_by_role("button", name="Break a rule").click()
    rules = page.get_by_role("region", name="Rules")
    rules.get_by_text("Does a server grant its vote?").click()
    way = rules.get_by_role("article", name="Grants more than one vote in a term")
    way.get_by_role("button", name="Find a break").click()
    expect(rules.get_by_role("button", name="Play it")).to_be_visible()
    rules.get_by_role("button", name="Close this panel").click()
    done(lab, "Break a rule")
    expect(lab.lesson.get_by_role("listitem").filter(has_text="Open: ")).to_have_count(0)
