"""The pages of a class and the states of the lab in one, each reached by what a person would press."""

from __future__ import annotations

from typing import Any, Final

from playwright.sync_api import APIRequestContext, expect

from tests.browser.classes import Dashboard, Person
from tests.browser.states import State, Visitor

LESSON: Final = {"lesson": "the-raft-algorithm", "scenario": "an-election"}
NAMES: Final = ("Amara Diallo", "Ben Kowalski", "Chidi Eze")


def ask(request: APIRequestContext, url: str, path: str, body: dict[str, Any], method: str = "POST") -> Any:  # noqa: ANN401
    """What the server answers to one of its own pages."""
    answer = request.fetch(f"{url}{path}", method=method, data=body, headers={"Origin": url})
    assert answer.ok, f"{path}: {answer.status} {answer.text()}"
    return answer.json()


def open_class(request: APIRequestContext, url: str, key: str) -> Any:  # noqa: ANN401
    """A new class, as who knows the key."""
    ask(request, url, "/api/instructor", {"key": key})
    return ask(request, url, "/api/classes", {"title": "Tuesday group", "name": "Dr. Okafor", **LESSON})


class Elsewhere:
    """The presenter of a class, or a student in it, at another browser than the visitor's."""

    def __init__(self, visitor: Visitor) -> None:
        browser = visitor.page.context.browser
        assert browser is not None
        self.context = browser.new_context()
        self.request = self.context.request
        self.url = visitor.server.url
        self.id = ""

    def open(self, key: str) -> str:
        """Open a class; the answer is its code."""
        made = open_class(self.request, self.url, key)
        self.id = made["class"]
        return str(made["code"])

    def join(self, code: str, name: str) -> None:
        """Join a class."""
        self.id = ask(self.request, self.url, "/api/classes/join", {"code": code, "name": name})["class"]

    def switch(self, **switches: bool) -> None:
        """Freeze it, lock it."""
        ask(self.request, self.url, f"/api/classes/{self.id}", switches, "PATCH")


def doors(visitor: Visitor) -> None:
    visitor.go("/classroom")


def door(visitor: Visitor) -> None:
    visitor.go("/join")
    visitor.page.get_by_role("button", name="Join").click()
    visitor.see("Type the code of the class.")


def teach(visitor: Visitor) -> Dashboard:
    """The visitor is at the dashboard of a class of their own."""
    made = open_class(visitor.page.context.request, visitor.server.url, visitor.server.instructor_key)
    visitor.go(f"/class#{made['class']}")
    dashboard = Dashboard(visitor.page)
    expect(dashboard.students).to_contain_text("Nobody has joined yet")
    return dashboard


def empty_class(visitor: Visitor) -> None:
    teach(visitor)


def full_class(visitor: Visitor) -> None:
    dashboard = teach(visitor)
    for name in NAMES:
        Elsewhere(visitor).join(dashboard.code, name)
        expect(dashboard.row(name)).to_be_visible()
    visitor.page.get_by_role("button", name="Freeze").click()
    visitor.page.get_by_role("button", name="Lock").click()
    visitor.see("Nobody new can join")


def student_menu(visitor: Visitor) -> None:
    full_class(visitor)
    visitor.page.get_by_role("button", name=f"What can be done for {NAMES[0]}").click()
    expect(visitor.page.get_by_role("menu")).to_be_visible()


def large_code(visitor: Visitor) -> None:
    dashboard = teach(visitor)
    visitor.page.get_by_role("button", name=f"Show the code {dashboard.code}").click()
    expect(visitor.page.get_by_role("dialog", name="Join this class")).to_be_visible()


def going_on(visitor: Visitor) -> None:
    full_class(visitor)
    visitor.page.get_by_role("button", name="Next scenario").click()
    expect(visitor.page.get_by_role("dialog", name="Take the class on")).to_be_visible()


def attend(visitor: Visitor) -> tuple[Elsewhere, Person]:
    """The visitor is a student in the class of somebody else."""
    presenter = Elsewhere(visitor)
    code = presenter.open(visitor.server.instructor_key)
    request = visitor.page.context.request
    ask(request, visitor.server.url, "/api/classes/join", {"code": code, "name": "Rosa Jiménez"})
    visitor.go(f"/lab?class={presenter.id}")
    person = Person(visitor.page, visitor.lab)
    expect(person.standing("Following Dr. Okafor")).to_be_visible()
    visitor.lab.ready()
    return presenter, person


def following(visitor: Visitor) -> None:
    attend(visitor)


def alone(visitor: Visitor) -> None:
    _, person = attend(visitor)
    visitor.page.get_by_role("button", name="Explore alone").click()
    expect(person.standing("Exploring alone")).to_be_visible()
    visitor.lab.ready()


def frozen(visitor: Visitor) -> None:
    presenter, person = attend(visitor)
    presenter.switch(frozen=True)
    expect(person.standing("Dr. Okafor has frozen the class")).to_be_visible()


def presenting(visitor: Visitor) -> None:
    teach(visitor)
    address = visitor.page.get_by_role("link", name="Open the lab").get_attribute("href")
    visitor.go(address or "")
    visitor.lab.ready()
    expect(visitor.page.get_by_role("group", name="Class")).to_be_visible()


CLASS: Final[dict[str, tuple[State, ...]]] = {
    "doors of a class": (doors, door),
    "dashboard": (empty_class, full_class, student_menu, large_code, going_on),
    "a student": (following, alone, frozen),
    "a presenter": (presenting,),
}
CLASS_ON_A_PHONE: Final[dict[str, tuple[State, ...]]] = {
    "doors of a class": (doors, door),
    "dashboard": (full_class, large_code, going_on),
    "a student": (following, alone, frozen),
}
