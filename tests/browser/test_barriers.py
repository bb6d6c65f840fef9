"""axe-core finds no barrier: on every page and in every state of the lab, in both themes, on a desk and on a phone."""

from __future__ import annotations

import re
from typing import Any, Final

import pytest
from playwright.sync_api import Page

from tests.browser.axe import barriers, barriers_in_both_themes
from tests.browser.conftest import NewContext, Server, Watch
from tests.browser.states import DESK, PHONE, State, Visitor, error, no_room, why_tab

ANSWERS_THAT_FAILED: Final = re.compile("status of 404|WebSocket")
SPOIL: Final = """
document.querySelector('h1').style.color = '#ccc';
document.querySelector('main').append(document.createElement('button'));
"""


def show(new_context: NewContext, server: Server, state: State, **options: Any) -> Page:  # noqa: ANN401 - Playwright's
    page = new_context(**options).new_page()
    state(Visitor(page, server))
    return page


@pytest.mark.parametrize("state", DESK, ids=lambda each: each.__name__)
def test_no_barrier(new_context: NewContext, server: Server, watch: Watch, state: State) -> None:
    assert barriers_in_both_themes(show(new_context, server, state)) == []
    if state in (error, no_room):
        watch.errors[:] = [said for said in watch.errors if not ANSWERS_THAT_FAILED.search(said)]


@pytest.mark.parametrize("state", PHONE.values(), ids=PHONE)
def test_no_barrier_on_a_phone(new_context: NewContext, server: Server, state: State) -> None:
    page = show(new_context, server, state, width=390, height=844, has_touch=True, is_mobile=True)
    assert barriers_in_both_themes(page) == []


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (800, 1000)])
def test_no_barrier_on_a_small_screen(new_context: NewContext, server: Server, width: int, height: int) -> None:
    assert barriers(show(new_context, server, why_tab, width=width, height=height)) == []


def test_a_barrier_would_be_found(page: Page, server: Server) -> None:
    page.goto(server.url)
    page.evaluate(SPOIL)
    found = barriers(page)
    assert len(found) == 2
    assert any(each.startswith("button-name (critical): main > button") for each in found)
    assert any(each.startswith("color-contrast (serious): h1") for each in found)
