"""A proxy serves the lab under /raft: everything is found there, and nothing is asked for elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewContext, Server, Watch
from tests.browser.lab import Lab
from tests.browser.subpath import SubPath

ROOT = "/raft"


@pytest.fixture(scope="module")
def below(chromium: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that knows that it lies under /raft."""
    assert chromium.exists()
    running = Server(
        tmp_path_factory.mktemp("below"), "--root-path", ROOT, "--trusted-proxies", "127.0.0.1", "--max-openings", "30"
    )
    yield running
    running.stop()


@pytest.fixture
def proxy(below: Server) -> Iterator[SubPath]:
    """The proxy; at the end nothing was asked for outside of the path."""
    with SubPath(below.url, ROOT) as running:
        yield running
        assert running.astray == []


def test_pages_lead_to_each_other_below_a_path(proxy: SubPath, page: Page) -> None:
    page.goto(f"{proxy.url}/")
    page.get_by_role("link", name="Frames and script").click()
    expect(page).to_have_url(f"{proxy.url}/reference")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Lessons").click()
    expect(page).to_have_url(f"{proxy.url}/")
    page.get_by_role("link", name=re.compile("^Begin")).first.click()
    Lab(page).ready()
    expect(page).to_have_url(re.compile(r"/raft/lab\?lesson=[\w-]+&scenario=[\w-]+#room="))
    page.go_back()
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Sandbox").click()
    Lab(page).ready()
    expect(page).to_have_url(re.compile(r"/raft/lab#room="))


def test_a_room_runs_and_is_shared_and_saved_below_a_path(proxy: SubPath, new_context: NewContext) -> None:
    context = new_context(permissions=["clipboard-read", "clipboard-write"])
    lab = Lab(context.new_page()).open(f"{proxy.url}/lab")
    page = lab.page
    lab.faster()
    lab.play.click()
    leader = lab.leader()
    lab.pause.click()
    lab.expect_paused()
    page.reload()
    assert lab.leader() == leader
    page.get_by_role("button", name="Export trace").click()
    page.get_by_role("menuitem", name="Copy a link to this moment").click()
    expect(lab.notices.get_by_text(re.compile("The link is on the clipboard"))).to_be_visible()
    link = page.evaluate("navigator.clipboard.readText()")
    assert link.startswith(f"{proxy.url}/lab#open=1.")
    assert Lab(new_context().new_page()).open(link).leader() == leader
    page.get_by_role("button", name="Export trace").click()
    with page.expect_download() as coming:
        page.get_by_role("menuitem", name=re.compile("^Trace")).click()
    assert coming.value.suggested_filename.endswith(".trace.jsonl")


def test_the_views_that_come_later_are_dressed_below_a_path(proxy: SubPath, page: Page) -> None:
    lab = Lab(page).open(f"{proxy.url}/lab")
    lab.stage.get_by_role("group", name="View").get_by_role("button", name="Space-time").click()
    drawing = lab.stage.get_by_role("slider", name=re.compile("^Space-time diagram"))
    expect(drawing).to_be_visible()
    loaded = page.locator("link[rel=stylesheet][href$='/css/spacetime.css']")
    assert f"{ROOT}/static/v-" in (loaded.get_attribute("href") or "")


def test_without_its_last_slash_the_path_leads_to_the_lessons(proxy: SubPath, page: Page) -> None:
    page.goto(proxy.url)
    expect(page.get_by_role("link", name=re.compile("^Begin")).first).to_be_visible()


def test_an_address_that_leads_nowhere_leads_back_below_a_path(proxy: SubPath, page: Page, watch: Watch) -> None:
    assert httpx.get(f"{proxy.url}/api/nowhere", headers={"accept": "text/html"}).json()["code"] == "not_found"
    page.goto(f"{proxy.url}/no/where")
    expect(page.get_by_text(f"{ROOT}/ for the lessons, {ROOT}/lab for the sandbox")).to_be_visible()
    page.get_by_role("link", name="All lessons").click()
    expect(page).to_have_url(f"{proxy.url}/")
    # a browser says of itself that a page was not found
    assert all("404" in error for error in watch.errors)
    watch.errors.clear()
