"""An election, a leader cut off, another one, a write, a branch, a trace that verifies: by mouse and by keys."""

from __future__ import annotations

import json
import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import Server
from tests.browser.lab import Lab, verify


def test_by_mouse(page: Page, server: Server, tmp_path: Path) -> None:
    lab = Lab(page).open(f"{server.url}/lab")
    lab.play.click()
    first = lab.leader()

    lab.right_click(first.id)
    menu = page.get_by_role("menu", name=re.compile(rf"^{first.id}.* leader, T{first.term}$"))
    menu.get_by_role("menuitem", name="Isolate").click()
    expect(lab.stage.get_by_role("button", name=re.compile(rf"\b{first.id}\b.*, cut both ways"))).to_have_count(4)
    lab.faster()
    second = lab.leader(above=first.term)
    assert second.id != first.id

    lab.stage.get_by_role("button", name="Heal all").click()
    expect(lab.stage.get_by_role("button", name=re.compile("cut both ways"))).to_have_count(0)
    lab.client.get_by_role("textbox", name="Key").fill("x")
    lab.client.get_by_role("textbox", name="Value").fill("1")
    lab.client.get_by_role("button", name=re.compile("^Send to S")).click()
    expect(lab.outcome(r"x=1\s*index \d+")).to_be_visible()
    for one in ("S1", "S2", "S3", "S4", "S5"):
        expect(lab.cell(one, "x equals 1", "applied")).to_be_attached()
    expect(lab.leaders()).to_have_count(1)

    lab.pause.click()
    lab.expect_paused()
    lab.time.get_by_role("button", name="Back to previous interesting event").click()
    lab.expect_past()
    at = lab.event()
    for _ in range(3):
        lab.time.get_by_role("button", name="Back one event").click()
    lab.expect_event(at - 3)
    expect(lab.picker).to_have_text("main")
    leader = lab.leader()
    lab.right_click(leader.id)
    page.get_by_role("menuitem", name="Crash", exact=False).first.click()
    expect(lab.picker).to_have_text("A")
    expect(lab.notices.get_by_text(re.compile(r"^You are now on A, forked at \d+\.\d+ s\.$"))).to_be_visible()
    expect(lab.server(leader.id)).to_have_accessible_name(re.compile(rf"^{leader.id}\b[^,]*, down, "))

    page.get_by_role("button", name="Export trace").click()
    with page.expect_download() as coming:
        page.get_by_role("menuitem", name=re.compile("^Trace")).click()
    check(lab.save(coming.value, tmp_path), f"crash {leader.id}")


def test_by_keyboard_alone(page: Page, server: Server, tmp_path: Path) -> None:
    lab = Lab(page).open(f"{server.url}/lab")
    keys = page.keyboard
    for key in ("=", "=", "Space"):
        keys.press(key)
    first = lab.leader()

    keys.press(first.id.removeprefix("S"))
    expect(lab.server(first.id)).to_have_attribute("aria-pressed", "true")
    keys.press("i")
    second = lab.leader(above=first.term)
    assert second.id != first.id
    keys.press("Shift+H")
    expect(lab.stage.get_by_role("button", name=re.compile("cut both ways"))).to_have_count(0)
    expect(lab.leaders()).to_have_count(1)

    keys.press("n")
    expect(lab.client.get_by_role("textbox", name="Key")).to_be_focused()
    keys.type("x")
    keys.press("Tab")
    keys.press("Tab")
    expect(lab.client.get_by_role("textbox", name="Value")).to_be_focused()
    keys.type("1")
    keys.press("Enter")
    expect(lab.outcome(r"x=1\s*index \d+")).to_be_visible()
    expect(lab.cell(second.id, "x equals 1", "applied")).to_be_attached()

    keys.press("Escape")
    keys.press("Space")
    lab.expect_paused()
    keys.press("Shift+ArrowLeft")
    lab.expect_past()
    at = lab.event()
    keys.press("ArrowLeft")
    keys.press("ArrowLeft")
    lab.expect_event(at - 2)
    keys.press("3")
    keys.press("Enter")
    expect(page.get_by_role("menu", name=re.compile("^S3"))).to_be_visible()
    keys.press("c")
    expect(lab.picker).to_have_text("A")
    expect(lab.notices.get_by_text(re.compile("^You are now on A, forked at "))).to_be_visible()
    expect(lab.server("S3")).to_have_accessible_name(re.compile("^S3[^,]*, down, "))

    page.get_by_role("button", name="Export trace").focus()
    keys.press("Enter")
    expect(page.get_by_role("menuitem", name=re.compile("^Trace"))).to_be_focused()
    with page.expect_download() as coming:
        keys.press("Enter")
    check(lab.save(coming.value, tmp_path), "crash S3")


def check(trace: Path, done: str) -> None:
    """The trace is accepted as it is, and not with another directive in the place of what was done last."""
    result = verify(trace)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "identical" in result.stdout

    lines = [json.loads(line) for line in trace.read_text(encoding="utf-8").splitlines()]
    forged = next(line for line in reversed(lines) if line["type"] == "intervention" and line["directive"] == done)
    other = "S1" if done != "crash S1" else "S2"
    forged["directive"] = f"crash {other}"
    trace.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    result = verify(trace)
    assert result.returncode == 1, result.stdout + result.stderr
    assert f"differs at position {forged['position']}:" in result.stdout
