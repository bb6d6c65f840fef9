"""The pages and the states of the lab: each a way to get there, by what a person would press."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, TypeAlias

from playwright.sync_api import Page, expect

from tests.browser.conftest import Server
from tests.browser.lab import Lab
from tools.environment import ROOT

ELECTION: Final = """cluster S1 S2 S3 S4 S5 seed=7 timing=classroom
timeout S2
run 400ms
"""
TROUBLE: Final = """cluster S1 S2 S3 S4 S5 seed=7 timing=classroom
timeout S2
run 9s
client c1 put x 1
run 3s
snapshot S2
crash S5
pause S4
cut S1>S3
link S1-S2 latency=2s
link S3-S2 loss=30%
client c2 cas x 2 3
run 1s
"""
PARTED: Final = """cluster S1 S2 S3 S4 S5 seed=7 timing=classroom
timeout S2
run 9s
partition S1 S2 | S3 S4 S5
run 2s
"""
FIGURE_7: Final = (ROOT / "tests/scenarios/figure_7.raft").read_text(encoding="utf-8").split("deliver")[0]
VARIANT: Final = ROOT / "tests/scenarios/variants/counts_old_terms.raft"
UNSAFE: Final = VARIANT.read_text(encoding="utf-8").partition("expect violated")[0]
SCENARIO: Final = "/lab?lesson=the-raft-algorithm&scenario=an-election"


State: TypeAlias = Callable[["Visitor"], object]


class Visitor:
    """Somebody who goes through the pages of one server."""

    def __init__(self, page: Page, server: Server) -> None:
        self.page = page
        self.server = server
        self.lab = Lab(page)
        self.press = page.keyboard.press
        self.inside = ""

    def go(self, path: str) -> None:
        self.inside = ""
        # another room differs in the fragment alone, which would be no new page to a browser
        self.page.goto("about:blank")
        self.page.goto(self.server.url + path)

    def enter(self, script: str, select: str = "2") -> None:
        """A lab in which a script has been carried out, with one server selected; whoever is there already stays."""
        if self.inside != script:
            headers = {"Origin": self.server.url}
            asked = self.page.request.post(f"{self.server.url}/api/rooms", data={"script": script}, headers=headers)
            room = asked.json()
            self.go(f"/lab#room={room['room']}&key={room['control']}")
            self.lab.ready()
            self.inside = script
        self.press(select)
        expect(self.lab.server(f"S{select}")).to_have_attribute("aria-pressed", "true")

    def tab(self, key: str, name: str) -> None:
        self.press(key)
        expect(self.lab.inspector.get_by_role("tab", name=name)).to_have_attribute("aria-selected", "true")
        expect(self.lab.inspector.get_by_role("tabpanel", name=name)).to_be_visible()

    def see(self, text: str) -> None:
        expect(self.page.get_by_text(text).first).to_be_visible()


def home(visitor: Visitor) -> None:
    visitor.go("/")


def reference(visitor: Visitor) -> None:
    visitor.go("/reference")


def error(visitor: Visitor) -> None:
    visitor.go("/nowhere")
    visitor.see("Nothing here")


def no_room(visitor: Visitor) -> None:
    visitor.go("/lab#room=none&key=none")
    visitor.see("This lab could not be opened")


def fresh(visitor: Visitor) -> None:
    visitor.lab.open(f"{visitor.server.url}/lab")
    visitor.see("Nothing has happened yet")


def election(visitor: Visitor) -> None:
    visitor.enter(ELECTION)


def trouble(visitor: Visitor) -> None:
    visitor.enter(TROUBLE)


def seven_servers(visitor: Visitor) -> None:
    visitor.enter(FIGURE_7, select="7")


def state_tab(visitor: Visitor) -> None:
    visitor.enter(TROUBLE)
    visitor.tab("Alt+1", "State")


def why_tab(visitor: Visitor) -> None:
    visitor.enter(TROUBLE)
    visitor.press("y")
    visitor.tab("Alt+2", "Why")
    expect(visitor.lab.inspector.get_by_role("heading", level=2).first).to_be_visible()


def safety_tab(visitor: Visitor) -> None:
    visitor.enter(TROUBLE)
    visitor.tab("Alt+3", "Safety")


def metrics_tab(visitor: Visitor) -> None:
    visitor.enter(TROUBLE)
    visitor.tab("Alt+4", "Metrics")


def violation(visitor: Visitor) -> None:
    visitor.enter(UNSAFE)
    visitor.tab("Alt+3", "Safety")


def menu(visitor: Visitor) -> None:
    visitor.enter(TROUBLE)
    visitor.press("Enter")
    expect(visitor.page.get_by_role("menu")).to_be_visible()


def prompt(visitor: Visitor) -> None:
    visitor.enter(TROUBLE)
    visitor.press("k")
    expect(visitor.page.get_by_role("dialog", name="Clock of S2")).to_be_visible()


def link_menu(visitor: Visitor) -> None:
    visitor.enter(TROUBLE)
    visitor.lab.server("S2").focus()
    visitor.press("ArrowDown")
    visitor.press("Enter")
    expect(visitor.page.get_by_role("menu", name=re.compile("^S1 – S2"))).to_be_visible()


def export_menu(visitor: Visitor) -> None:
    visitor.enter(TROUBLE)
    visitor.page.get_by_role("button", name="Export trace").click()


def targets_menu(visitor: Visitor) -> None:
    visitor.enter(TROUBLE)
    visitor.page.get_by_role("button", name="Send to another server").click()


def palette(visitor: Visitor) -> None:
    visitor.enter(TROUBLE)
    visitor.press("Control+k")
    visitor.page.keyboard.type("cu")
    expect(visitor.page.get_by_role("dialog").get_by_role("option").first).to_be_visible()


def keys(visitor: Visitor) -> None:
    visitor.enter(TROUBLE)
    visitor.press("?")
    expect(visitor.page.get_by_role("dialog")).to_be_visible()


def notice(visitor: Visitor) -> None:
    visitor.enter(TROUBLE)
    visitor.page.get_by_role("button", name="Describe the cluster").click()
    expect(visitor.lab.notices.get_by_role("listitem")).to_be_visible()


def in_the_past(visitor: Visitor) -> None:
    visitor.enter(TROUBLE)
    visitor.press("Home")
    visitor.lab.expect_past()


def branches(visitor: Visitor) -> None:
    fork(visitor)
    visitor.lab.picker.click()
    expect(visitor.page.get_by_role("button", name=re.compile("^Rename"))).to_have_count(2)


def fork(visitor: Visitor) -> None:
    visitor.enter(TROUBLE)
    if visitor.lab.picker.text_content() == "A":
        return
    for _ in range(3):
        visitor.press("Shift+ArrowLeft")
    visitor.lab.expect_past()
    visitor.press("3")
    visitor.press("c")
    expect(visitor.lab.picker).to_have_text("A")


def space_time(visitor: Visitor) -> None:
    visitor.enter(TROUBLE)
    visitor.press("z")
    expect(visitor.lab.stage.get_by_role("slider", name=re.compile("^Space-time"))).to_be_visible()


def table(visitor: Visitor) -> None:
    space_time(visitor)
    visitor.lab.stage.get_by_role("button", name="Show as table").click()
    expect(visitor.lab.stage.get_by_role("table")).to_be_visible()


def compare(visitor: Visitor) -> None:
    fork(visitor)
    visitor.press("Escape")
    visitor.press("m")
    expect(visitor.lab.stage.get_by_role("combobox", name="Compare with")).to_have_value("main")
    expect(visitor.lab.inspector.get_by_role("tabpanel", name="Compare").get_by_role("table")).to_be_visible()


def parted(visitor: Visitor) -> None:
    visitor.enter(PARTED)
    expect(visitor.lab.stage.locator(".region-label").first).to_be_visible()


def region_menu(visitor: Visitor) -> None:
    parted(visitor)
    visitor.lab.stage.locator(".region-label").first.click()
    expect(visitor.page.get_by_role("menu", name=re.compile("^Partition"))).to_be_visible()


def rules(visitor: Visitor) -> None:
    visitor.lab.open(f"{visitor.server.url}/lab")
    visitor.inside = ""
    visitor.lab.stage.get_by_role("button", name="Break a rule").click()
    panel = visitor.page.get_by_role("region", name="Rules")
    panel.get_by_text("Does a server grant its vote?").click()
    change = panel.get_by_role("article", name="Votes without comparing logs")
    change.get_by_role("button", name="Change it").click()
    expect(panel.get_by_text("Changed on this branch")).to_be_visible()


def set_up(visitor: Visitor) -> None:
    visitor.lab.open(f"{visitor.server.url}/lab")
    visitor.inside = ""
    visitor.lab.lesson.get_by_role("button", name="Set up a cluster").click()
    expect(visitor.page.get_by_role("region", name="Set up a cluster")).to_be_visible()


def question(visitor: Visitor) -> None:
    visitor.lab.open(visitor.server.url + SCENARIO)
    expect(visitor.lab.lesson.get_by_text("Predict before you see it")).to_be_visible()


def answered(visitor: Visitor) -> None:
    question(visitor)
    lesson = visitor.lab.lesson
    lesson.get_by_role("radio", name=re.compile("^Stand for election")).check()
    lesson.get_by_role("button", name="Lock in answer").click()
    visitor.see("Your prediction is locked")
    visitor.press("4")
    visitor.press("e")
    visitor.see("You were right")
    lesson.get_by_role("button", name=re.compile("^Hint")).click()


def on_a_phone(panel: str) -> State:
    def show(visitor: Visitor) -> None:
        visitor.enter(TROUBLE)
        visitor.page.get_by_role("navigation", name="Panels").get_by_role("button", name=panel).tap()

    return show


def question_on_a_phone(visitor: Visitor) -> None:
    visitor.lab.open(visitor.server.url + SCENARIO)


def request_on_a_phone(visitor: Visitor) -> None:
    visitor.enter(TROUBLE)
    visitor.page.get_by_role("button", name="New client request").tap()
    expect(visitor.lab.client.get_by_role("textbox", name="Key")).to_be_visible()


def projector(visitor: Visitor) -> None:
    visitor.enter(TROUBLE)
    project(visitor)


def projector_question(visitor: Visitor) -> None:
    question(visitor)
    project(visitor)


def projector_violation(visitor: Visitor) -> None:
    visitor.enter(UNSAFE)
    project(visitor)
    visitor.see("broken")


def project(visitor: Visitor) -> None:
    visitor.press("Shift+P")
    expect(visitor.page.get_by_role("button", name="Projector mode")).to_have_attribute("aria-pressed", "true")
    expect(visitor.lab.client).to_be_hidden()


DESK: Final[dict[str, tuple[State, ...]]] = {
    "pages": (home, reference, error, no_room),
    "moments": (fresh, election, trouble, seven_servers),
    "tabs": (state_tab, why_tab, safety_tab, metrics_tab),
    "menus": (menu, prompt, link_menu, export_menu, targets_menu),
    "dialogs": (palette, keys, notice),
    "branches": (in_the_past, branches, compare),
    "partition": (parted, region_menu),
    "side panels": (rules, set_up),
    "space-time": (space_time,),
    "table": (table,),
    "violation": (violation, projector_violation),
    "lesson": (question, answered),
    "projector": (projector,),
    "projector with a question": (projector_question,),
}
PHONE: Final[dict[str, tuple[State, ...]]] = {
    "pages": (home, reference),
    "panels": tuple(on_a_phone(panel) for panel in ("Logs", "State", "Why", "Safety")),
    "lesson": (question_on_a_phone,),
    "menus": (menu, prompt, request_on_a_phone),
    "space-time": (space_time,),
}
