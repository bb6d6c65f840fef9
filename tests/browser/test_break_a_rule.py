"""Break a rule: change one on a branch and put it back; have the machine find the harm, and watch it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Server
from tests.browser.lab import Lab


@pytest.fixture
def lab(page: Page, server: Server) -> Lab:
    """A new sandbox."""
    return Lab(page).open(f"{server.url}/lab")


@pytest.fixture
def rules(lab: Lab) -> Locator:
    """The panel of rules, opened from the stage."""
    lab.stage.get_by_role("button", name="Break a rule").click()
    panel = lab.page.get_by_role("region", name="Rules")
    expect(panel.get_by_role("heading", name="What each rule is for")).to_be_focused()
    return panel


def way(rules: Locator, title: str, words: str) -> Locator:
    """A way to break a rule, found by some of its words."""
    rules.get_by_role("searchbox", name="Find a rule").fill(words)
    return rules.get_by_role("article", name=title)


def test_the_rules_stand_in_figure_2s_order_and_can_be_searched(rules: Locator) -> None:
    heads = rules.get_by_role("heading", level=2)
    boxes = ["State", "AppendEntries", "RequestVote", "All servers", "Followers and candidates", "Leaders"]
    expect(heads.filter(has_text="Figure 2")).to_have_text([re.compile(f"^{box}") for box in boxes])
    rules.get_by_role("searchbox").fill("lease drift")
    expect(rules.get_by_text("How long does the lease of a server last?")).to_be_visible()
    expect(rules.get_by_text("Does a server grant its vote?")).to_be_hidden()
    rules.get_by_role("searchbox").fill("wombat")
    expect(rules.get_by_text("No rule speaks of wombat.")).to_be_visible()
    rules.get_by_role("searchbox").fill("")
    vote = rules.get_by_text("Does a server grant its vote?")
    vote.click()
    expect(rules.get_by_role("listitem").filter(has_text="Is the vote free?")).to_be_visible()
    expect(rules.get_by_role("article", name="Votes without comparing logs")).to_be_visible()


def test_a_rule_is_changed_on_this_branch_and_put_back(lab: Lab, rules: Locator) -> None:
    change = way(rules, "Votes without comparing logs", "without comparing")
    change.get_by_role("button", name="Change it").click()
    expect(lab.stage.get_by_role("button", name="Votes without comparing logs")).to_be_visible()
    expect(rules.get_by_text("Changed on this branch")).to_be_visible()
    rules.get_by_role("button", name="Put back").click()
    expect(rules.get_by_text("All rules are as the paper has them.")).to_be_visible()
    expect(lab.stage.get_by_role("button", name="Votes without comparing logs")).to_have_count(0)


def test_the_machine_finds_a_break_and_it_can_be_watched(lab: Lab, rules: Locator) -> None:
    way(rules, "Forgets its vote in a crash", "forgets vote crash").get_by_role("button", name="Find a break").click()
    found = rules.get_by_role("region", name="Find a break")
    expect(found.get_by_text(re.compile(r"^(One vote per term|Election Safety) breaks$"))).to_be_visible()
    expect(
        found.get_by_text(re.compile(r"\d+ interventions?, found in \d+ schedules\. It is branch A\."))
    ).to_be_visible()
    expect(lab.picker).to_have_text(re.compile("A: Forgets its vote in a crash"))
    # It stands at its beginning, and nothing is spoilt.
    lab.expect_event(0)
    expect(lab.inspector.get_by_role("tab", name=re.compile("Safety.*all hold"))).to_be_visible()
    lab.faster()
    found.get_by_role("button", name="Play it").click()
    expect(lab.time.get_by_text("event 0", exact=True)).to_be_hidden()
    found.get_by_role("button", name="Show the break").click()
    expect(lab.inspector.get_by_text(re.compile("broken$")).first).to_be_visible()
    expect(lab.inspector.get_by_role("button", name=re.compile("^Go to .* s, event"))).to_be_visible()


def test_a_search_can_be_cancelled(lab: Lab, rules: Locator) -> None:
    refuses = way(rules, "Refuses the candidate it voted for", "refuses the candidate")
    refuses.get_by_role("button", name="Find a break").click()
    found = rules.get_by_role("region", name="Find a break")
    expect(found.get_by_text("Looking for a break: Refuses the candidate it voted for")).to_be_visible()
    found.get_by_role("button", name="Cancel").click()
    expect(found.get_by_text(re.compile(r"^Stopped after [\d,]+ schedules?\."))).to_be_visible()
    lab.page.keyboard.press("Escape")
    expect(lab.lesson.get_by_role("heading", name="Your own cluster")).to_be_visible()
    expect(lab.stage.get_by_role("button", name="Break a rule")).to_be_focused()


def test_who_looks_elsewhere_is_told_of_the_find(lab: Lab, rules: Locator) -> None:
    way(rules, "Forgets its vote in a crash", "forgets vote crash").get_by_role("button", name="Find a break").click()
    rules.get_by_role("button", name="Close this panel").click()
    expect(lab.notices.get_by_text(re.compile("A break was found"))).to_be_visible()
    lab.notices.get_by_role("button", name="Look").click()
    expect(lab.page.get_by_role("region", name="Rules").get_by_role("button", name="Play it")).to_be_visible()
