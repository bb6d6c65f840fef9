"""axe-core finds no barrier: on every page and in every state of the lab, in both themes, on a desk and on a phone."""

from __future__ import annotations

import re
from typing import Final

import pytest
from playwright.sync_api import Page

from tests.browser.axe import barriers, barriers_in_both_themes
from tests.browser.class_states import CLASS, CLASS_ON_A_PHONE
from tests.browser.conftest import NewContext, Server, Watch
from tests.browser.states import DESK, PHONE, State, Visitor, no_room, why_tab

ANSWERS_THAT_FAILED: Final = re.compile("status of 404|WebSocket")
SPOIL: Final = """
document.querySelector('h1').style.color = '#ccc';
document.querySelector('main').append(document.createElement('button'));
"""


def barriers_on(visitor: Visitor, tour: tuple[State, ...]) -> list[str]:
    """What axe-core finds at each stop of a tour; Esc closes what was opened before the next one."""
    found = []
    for state in tour:
        state(visitor)
        found += [f"{state.__name__}: {barrier}" for barrier in barriers_in_both_themes(visitor.page)]
        visitor.press("Escape")
    return found


@pytest.mark.parametrize("tour", (DESK | CLASS).values(), ids=DESK | CLASS)
def test_no_barrier(page: Page, server: Server, watch: Watch, tour: tuple[State, ...]) -> None:
    assert barriers_on(Visitor(page, server), tour) == []
    if no_room in tour:
        watch.errors[:] = [said for said in watch.errors if not ANSWERS_THAT_FAILED.search(said)]


@pytest.mark.parametrize("tour", (PHONE | CLASS_ON_A_PHONE).values(), ids=PHONE | CLASS_ON_A_PHONE)
def test_no_barrier_on_a_phone(new_context: NewContext, server: Server, tour: tuple[State, ...]) -> None:
    page = new_context(390, 844, has_touch=True, is_mobile=True).new_page()
    assert barriers_on(Visitor(page, server), tour) == []


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (800, 1000)])
def test_no_barrier_on_a_small_screen(new_context: NewContext, server: Server, width: int, height: int) -> None:
    visitor = Visitor(new_context(width, height).new_page(), server)
    why_tab(visitor)
    assert barriers(visitor.page) == []


def test_a_barrier_would_be_found(page: Page, server: Server) -> None:
    page.goto(server.url)
    page.evaluate(SPOIL)
    found = barriers(page)
    assert len(found) == 2
    assert any(each.startswith("button-name (critical): main > button") for each in found)
    assert any(each.startswith("color-contrast (serious): h1") for each in found)
