"""The class goes on to another scenario: everybody who follows comes along, and nothing that was done is lost."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.classes import Dashboard, Person, open_class, present, student
from tests.browser.conftest import LIMIT_S, NewContext, Server, Watch
from tests.browser.lab import verify
from tests.browser.test_a_class import STANDS, answer, lets_s4_stand, traces_of

NEXT = "Split votes"
FIRST_GOAL = "S4 stands for election"


def ask_to_move(page: Page) -> Locator:
    """Open the dialog, and wait for it."""
    page.get_by_role("button", name="Next scenario").click()
    dialog = page.get_by_role("dialog", name="Take the class on")
    expect(dialog).to_be_visible()
    return dialog


def chosen(dialog: Locator) -> str:
    """The scenario that is picked."""
    picked: str = dialog.get_by_role("combobox", name="To").evaluate("node => node.selectedOptions[0].textContent")
    return picked


def expect_at(person: Person, title: str) -> None:
    """What the lab of somebody is about."""
    expect(person.lab.lesson.get_by_role("heading", name=title)).to_be_attached()


def columns(dashboard: Dashboard) -> list[str]:
    """The titles of the table's columns."""
    return dashboard.students.get_by_role("columnheader").all_text_contents()


def grades_of(dashboard: Dashboard, path: Path) -> list[dict[str, str]]:
    """The lines of the gradebook."""
    with dashboard.page.expect_download() as started:
        dashboard.page.get_by_role("link", name="Gradebook").click()
    started.value.save_as(path)
    return list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))


def points_of(grades: list[dict[str, str]], name: str) -> float:
    """What somebody has of the first scenario."""
    return sum(
        float(line["points"] or 0) for line in grades if line["student"] == name and "election" in line["scenario"]
    )


@pytest.mark.timeout(2 * LIMIT_S)
def test_a_class_goes_on_to_the_next_scenario_and_nothing_is_lost(
    page: Page, new_context: NewContext, server: Server, tmp_path: Path
) -> None:
    dashboard = open_class(page, server)
    amara = student(new_context, server, dashboard.code, "Amara")
    ben = student(new_context, server, dashboard.code, "Ben", on_a_phone=True)
    ben.page.get_by_role("button", name="Explore alone").click()
    expect(ben.standing("Exploring alone")).to_be_visible()
    expect(dashboard.row("Ben")).to_contain_text("alone")
    presenter = present(page)
    answer(amara, STANDS)
    answer(presenter, STANDS)
    lets_s4_stand(presenter)
    expect(amara.lab.lesson.get_by_text("You were right")).to_be_attached()
    page.bring_to_front()
    before = columns(dashboard)

    dialog = ask_to_move(page)
    assert chosen(dialog) == NEXT
    expect(dialog).to_contain_text("The class is at An election.")
    expect(dialog).to_contain_text("1 student who follows comes along at once.")
    expect(dialog).to_contain_text("1 student who explores alone can finish first.")
    dialog.get_by_role("button", name="Take the class there").click()

    # Whoever follows is there, and is told; so are the presenter's own pages.
    expect_at(amara, NEXT)
    expect(amara.lab.notices).to_contain_text(f"Dr. Okafor took the class to {NEXT}.")
    expect(amara.standing("Following Dr. Okafor")).to_be_visible()
    expect_at(presenter, NEXT)
    expect(presenter.lab.notices).to_contain_text(f"The class is at {NEXT} now.")
    expect(page.get_by_role("heading", level=1, name=NEXT)).to_be_visible()
    expect(page.locator("#polite")).to_have_text(f"The class is at {NEXT} now.")
    assert FIRST_GOAL in before
    assert FIRST_GOAL not in columns(dashboard)
    expect(dashboard.row("Amara").get_by_text("right", exact=True)).to_have_count(0)

    # Ben is alone still, is told where the class is, and does there what he would have done.
    expect(ben.standing(f"The class is at {NEXT} now")).to_be_visible()
    expect(dashboard.row("Ben")).to_contain_text("earlier run")
    ben.page.reload()
    ben.lab.ready()
    expect(ben.standing(f"The class is at {NEXT} now")).to_be_visible()
    answer(ben, STANDS)
    lets_s4_stand(ben)
    ben.page.get_by_role("button", name="Return to class").click()
    expect(ben.standing("Following Dr. Okafor")).to_be_visible()
    ben.lab.ready()
    expect_at(ben, NEXT)

    grades = grades_of(dashboard, tmp_path / "grades.csv")
    assert points_of(grades, "Amara") > 0
    assert points_of(grades, "Ben") > 0
    traces = traces_of(dashboard, tmp_path / "traces")
    assert {trace.name.partition("-")[0] for trace in traces} == {"class", "followed", "own"}
    assert all(verify(trace).returncode == 0 for trace in traces)


def test_where_the_class_goes_is_picked_with_the_keys_alone(page: Page, server: Server) -> None:
    dashboard = open_class(page, server)
    button = page.get_by_role("button", name="Next scenario")
    button.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Take the class on")
    expect(dialog.get_by_role("combobox", name="To")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(button).to_be_focused()
    expect(page.get_by_role("heading", level=1, name="An election")).to_be_visible()

    page.keyboard.press("Enter")
    expect(dialog.get_by_role("combobox", name="To")).to_be_focused()
    page.keyboard.press("End")
    assert chosen(dialog) == "Sandbox"
    expect(dialog.get_by_role("status")).to_have_text("Five servers. No steps, no goals and no predictions.")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(dialog.get_by_role("button", name="Take the class there")).to_be_focused()
    page.keyboard.press("Enter")
    expect(dashboard.pace).to_be_hidden()
    expect(page.locator("#polite")).to_have_text("The class is at a sandbox now.")
    expect(button).to_be_focused()


def test_a_class_that_cannot_go_on_says_why_where_it_was_asked(page: Page, server: Server, watch: Watch) -> None:
    open_class(page, server)
    dialog = ask_to_move(page)
    page.context.set_offline(True)
    dialog.get_by_role("button", name="Take the class there").click()
    expect(dialog.get_by_role("alert")).to_contain_text("The server cannot be reached.")
    page.context.set_offline(False)
    watch.errors[:] = [said for said in watch.errors if "INTERNET_DISCONNECTED" not in said]
    dialog.get_by_role("button", name="Take the class there").click()
    expect(page.get_by_role("heading", level=1, name=NEXT)).to_be_visible()


def test_the_presenter_takes_the_class_on_from_the_last_step_of_the_lab(
    page: Page, new_context: NewContext, kinds: Server
) -> None:
    dashboard = open_class(page, kinds, lesson="Pick a server")
    amara = student(new_context, kinds, dashboard.code, "Amara")
    presenter = present(page)
    presenter.lab.lesson.get_by_role("button", name="Skip").click()
    presenter.page.keyboard.press("3")
    presenter.page.keyboard.press("e")
    presenter.lab.play.click()
    presenter.lab.leader()
    onward = presenter.lab.lesson.get_by_role("button", name="Next scenario")
    expect(onward).not_to_have_attribute("aria-disabled", "true")
    # Whoever follows does not leave the class by it.
    expect(amara.lab.lesson.get_by_role("button", name="Next scenario")).to_be_hidden()
    onward.click()
    dialog = presenter.page.get_by_role("dialog", name="Take the class on")
    assert chosen(dialog) == "Pick an entry"
    dialog.get_by_role("button", name="Take the class there").click()
    expect_at(presenter, "Pick an entry")
    expect_at(amara, "Pick an entry")
