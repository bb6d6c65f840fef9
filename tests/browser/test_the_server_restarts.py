"""A lab that is open while its server is killed goes on when there is one again; one that may not act says why."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import NewContext, Restarted, Watch
from tests.browser.lab import Lab
from tests.browser.test_the_lab_holds import DROPPED, ran_until_a_leader


def reconnected(lab: Lab) -> None:
    """Wait until the page has found the server again."""
    expect(lab.stage.get_by_text("What was received stays here.")).to_be_hidden(timeout=60_000)


def test_an_open_lab_goes_on(new_context: NewContext, restarted: Restarted, watch: Watch) -> None:
    context = new_context()
    one = ran_until_a_leader(context.new_page(), restarted.running)
    other = Lab(context.new_page()).open(one.page.url)
    leader = one.leader()
    one.page.keyboard.press(leader.id.removeprefix("S"))
    one.page.keyboard.press("c")
    down = re.compile(", down, ")
    expect(one.server(leader.id)).to_have_accessible_name(down)
    at = one.event()
    other.expect_event(at)

    restarted.kill()
    expect(one.stage.get_by_text("What was received stays here.")).to_be_visible()
    restarted.start()
    for lab in (one, other):
        reconnected(lab)
        lab.expect_event(at)
        expect(lab.server(leader.id)).to_have_accessible_name(down)

    # a page that is hidden draws no motion
    one.page.bring_to_front()
    one.page.keyboard.press("=")
    one.page.keyboard.press("=")
    one.play.click()
    successor = one.leader(above=leader.term)
    one.pause.click()
    one.expect_paused()
    other.expect_event(one.event())
    assert other.leader(above=leader.term) == successor
    watch.errors[:] = [said for said in watch.errors if not DROPPED.search(said)]


def test_a_server_that_is_killed_while_time_runs(page: Page, restarted: Restarted, watch: Watch) -> None:
    lab = ran_until_a_leader(page, restarted.running)
    before = lab.event()
    lab.play.click()
    page.wait_for_timeout(1_500)
    restarted.kill()
    expect(lab.play).to_be_visible()
    restarted.start()
    reconnected(lab)
    lab.expect_paused()
    at = lab.event()
    assert at >= before
    # what the page shows is what the room has: a page that was never there shows the same
    fresh = Lab(page.context.new_page()).open(page.url)
    fresh.expect_event(at)
    page.bring_to_front()
    for server in ("S1", "S2", "S3", "S4", "S5"):
        name = fresh.server(server).get_attribute("aria-label") or ""
        expect(lab.server(server)).to_have_accessible_name(name)
    edges = [each.time.get_by_role("slider", name="Time").get_attribute("aria-valuemax") for each in (lab, fresh)]
    assert edges[0] == edges[1]
    watch.errors[:] = [said for said in watch.errors if not DROPPED.search(said)]


def test_a_room_of_another_engine_is_only_looked_at(page: Page, restarted: Restarted, watch: Watch) -> None:
    lab = ran_until_a_leader(page, restarted.running)
    page.keyboard.press("1")
    page.keyboard.press("c")
    expect(lab.server("S1")).to_have_accessible_name(re.compile(", down, "))
    restarted.kill()
    rewrite(restarted.folder / "data" / "journal.sqlite")
    restarted.start()
    reconnected(lab)
    expect(lab.stage.get_by_text("This room can only be looked at now")).to_be_visible()
    expect(lab.stage.get_by_text("Made by engine 0.0.1; 0.1.0 differs from event")).to_be_visible()
    # what comes after the place where it parts is not shown, the crash among it
    expect(lab.server("S1")).not_to_have_accessible_name(re.compile(", down, "))
    page.keyboard.press("c")
    expect(lab.notices.get_by_text("This room can only be looked at now.")).to_be_visible()
    watch.errors[:] = [said for said in watch.errors if not DROPPED.search(said)]


def rewrite(path: Path) -> None:
    """Make the journal one that an older engine wrote, which went another way."""
    from app.journal.store import checksum

    connection = sqlite3.connect(path)
    changes = {
        "opened": (rb'"engine":"[^"]*"', b'"engine":"0.0.1"'),
        "did": (rb'"at":\[(\d+),(\d+),"\w+"', rb'"at":[\1,\2,"0"'),
    }
    for identity, stream, number, kind, data in connection.execute("SELECT id, stream, number, kind, data FROM record"):
        if kind in changes:
            changed = re.sub(*changes[kind], data)
            total = checksum(stream, number, kind, changed)
            connection.execute("UPDATE record SET data = ?, sum = ? WHERE id = ?", (changed, total, identity))
    connection.commit()
    connection.close()
