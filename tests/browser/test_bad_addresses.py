"""An address that leads nowhere says so, and where one could go instead."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Server, Watch


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/lab?lesson=the-raft-algorithm&scenario=no-such-thing", "no-such-thing"),
        ("/lab?lesson=no-such-lesson&scenario=an-election", "no-such-lesson"),
        ("/lab#room=no-such-room&key=none", "room"),
    ],
)
def test_a_lab_that_is_not_there(page: Page, server: Server, watch: Watch, path: str, says: str) -> None:
    page.goto(server.url + path)
    stage = page.get_by_role("main", name="Cluster")
    expect(stage.get_by_text("This lab could not be opened")).to_be_visible()
    expect(stage).to_contain_text(says)
    # The browser itself notes every answer that is no success.
    watch.errors[:] = [said for said in watch.errors if "status of 404" not in said and "WebSocket" not in said]
    expect(stage.get_by_role("link", name="All lessons")).to_be_visible()
    stage.get_by_role("link", name="Open a new one").click()
    if "scenario" in path or "room" in path:
        expect(stage.get_by_role("group", name="Cluster of 5 servers")).to_be_visible()


def test_a_room_to_which_no_line_comes_about(page: Page, server: Server) -> None:
    page.route_web_socket(re.compile("/ws/rooms/"), lambda line: line.close())
    page.goto(f"{server.url}/lab")
    stage = page.get_by_role("main", name="Cluster")
    expect(stage.get_by_text("No connection to the lab")).to_be_visible()
    expect(stage.get_by_role("button", name="Try now")).to_be_visible()


def test_a_page_that_is_not_there(page: Page, server: Server, watch: Watch) -> None:
    answer = page.goto(f"{server.url}/nowhere")
    assert answer is not None
    assert answer.status == 404
    expect(page.get_by_role("heading", name="Nothing here")).to_be_visible()
    expect(page.get_by_text("There is nothing at /nowhere.")).to_be_visible()
    watch.errors[:] = [said for said in watch.errors if "status of 404" not in said]
    page.get_by_role("link", name="All lessons").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("five stations")
