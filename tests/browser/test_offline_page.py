"""The offline page: a session in one file, opened from a disk without a network, and looked at from all sides."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Request, expect

from app.offline import page_of_trace, reasons
from raft_core.trace.read import read_trace
from tests.browser.conftest import NewContext, Server
from tests.browser.lab import Lab, verify

STORY = """cluster S1 S2 S3 S4 S5 seed=7 timing=classroom
run until leader != none
client c1 put x 1
run 3s
isolate S2
crash S5
run 2s
heal
restart S5
run 3s
"""
RECORDED = re.compile(r"^Recording, story\.trace\.jsonl, verified, \w+ \d+, \d+, ")


def orbital_raft(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("orbital-raft")
    return subprocess.run([program, *arguments], check=False, capture_output=True, text=True, timeout=60)


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a story, exported as a person would."""
    folder = tmp_path_factory.mktemp("story")
    script, trace, page = folder / "story.raft", folder / "story.trace.jsonl", folder / "story.html"
    script.write_text(STORY, encoding="utf-8")
    assert orbital_raft("run", script, "--trace", trace).returncode == 0
    said = orbital_raft("export", trace, "--format", "html", "--out", page)
    assert (said.returncode, said.stdout, said.stderr) == (0, "", "")
    return page


class Alone:
    """A page without a network: whatever it asks for is written down, and nothing but itself can be had."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.asked: list[str] = []
        page.context.set_offline(True)
        page.context.route(re.compile("^(?!file:|blob:|data:)"), lambda route: route.abort())
        page.on("request", self._asked)
        self.lab = Lab(page)
        self.top = page.get_by_role("banner")
        self.end = self.lab.time.get_by_role("button", name="End", exact=True)
        self.slider = self.lab.time.get_by_role("slider", name="Time")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith(("blob:", "data:")):
            self.asked.append(request.url.partition("#")[0])

    def open(self, file: Path, place: str = "") -> Alone:
        """Open the file as a double click does."""
        self.lab.open(file.as_uri() + place)
        return self

    def to_the_end(self) -> None:
        """Go to the last event, and wait until it is on show."""
        self.end.click()
        last = self.slider.get_attribute("aria-valuemax") or ""
        expect(self.slider).to_have_attribute("aria-valuenow", last)

    def servers(self) -> list[str | None]:
        """What a screen reader says of every server."""
        return [self.lab.server(f"S{number}").get_attribute("aria-label") for number in range(1, 6)]

    def why(self) -> Locator:
        """The headline of the Why tab."""
        return self.lab.inspector.get_by_role("tabpanel", name="Why").get_by_role("heading", level=2)


@pytest.fixture
def alone(page: Page) -> Alone:
    return Alone(page)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_session_is_played_from_a_file(story: Path, new_context: NewContext, theme: str) -> None:
    alone = Alone(new_context(color_scheme=theme).new_page()).open(story)
    lab, keys = alone.lab, alone.page.keyboard
    lab.expect_event(0)
    expect(alone.top.get_by_role("group", name="Recording")).to_have_attribute("title", RECORDED)
    expect(alone.top.get_by_text("verified", exact=True)).to_be_visible()
    expect(lab.lesson.get_by_role("heading", name="story")).to_be_visible()
    expect(lab.lesson.get_by_text("every event is the same")).to_be_visible()

    # step
    lab.time.get_by_role("button", name="Forward one event").click()
    lab.expect_event(1)
    keys.press("ArrowRight")
    lab.expect_event(2)
    keys.press("ArrowLeft")
    lab.expect_event(1)

    # seek
    box = alone.slider.bounding_box()
    assert box is not None
    alone.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(alone.slider).not_to_have_attribute("aria-valuenow", re.compile(r"^0\."))
    alone.to_the_end()
    for one in ("S1", "S2", "S3", "S4", "S5"):
        expect(lab.cell(one, "x equals 1", "applied")).to_be_attached()
    keys.press("Home")
    lab.expect_event(0)

    # why
    keys.press("Escape")
    lab.time.get_by_role("button", name="Forward to next interesting event").click()
    keys.press("y")
    expect(alone.why()).to_have_text(re.compile(r"^S\d stands for election in term 1$"))
    expect(lab.inspector.get_by_text("May S", exact=False).first).to_be_visible()

    # space-time
    lab.stage.get_by_role("group", name="View").get_by_role("button", name="Space-time").click()
    drawing = lab.stage.get_by_role("slider", name=re.compile("^Space-time diagram of 5 servers"))
    expect(drawing).to_be_visible()
    keys.press("z")
    expect(lab.server("S1")).to_be_visible()

    # play
    keys.press("Home")
    lab.faster()
    lab.play.click()
    lab.leader()
    lab.pause.click()

    ground = alone.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == {"light": "rgb(244, 245, 242)", "dark": "rgb(13, 18, 24)"}[theme]
    assert set(alone.asked) == {story.as_uri()}


def test_why_is_answered_for_every_server_and_every_event(story: Path, alone: Alone) -> None:
    lab, keys = alone.open(story).lab, alone.page.keyboard
    keys.press("Alt+2")
    alone.to_the_end()
    keys.press("4")
    expect(alone.why()).to_have_text(re.compile("^S4 "))
    server = lab.server("S5")
    server.click()
    expect(alone.why()).to_have_text(re.compile("^S5 "))
    seen = set()
    for _ in range(12):
        shown = lab.time.get_by_text(f"event {lab.event():,}", exact=True)
        lab.time.get_by_role("button", name="Back to previous interesting event").click()
        expect(shown).to_have_count(0)
        keys.press("Escape")
        keys.press("y")
        expect(lab.inspector.get_by_text(f"Event {lab.event():,}", exact=True)).to_be_visible()
        seen.add(alone.why().text_content())
    assert len(seen) > 6

    alone.to_the_end()
    keys.press("Escape")
    keys.press("y")
    expect(lab.inspector.get_by_role("heading", name="What led here")).to_be_visible()
    chain = lab.inspector.get_by_role("list").last.get_by_role("button").first
    cause = chain.text_content()
    chain.click()
    expect(alone.why()).to_have_text(cause or "")


def test_a_long_recording_says_which_reasons_it_leaves_out(
    story: Path, alone: Alone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reasons, "EXPLAINED", 10)
    text = story.with_name("story.trace.jsonl").read_text(encoding="utf-8")
    page, _ = page_of_trace(read_trace(text), text, "long.trace.jsonl")
    (tmp_path / "long.html").write_text(page, encoding="utf-8")
    lab = alone.open(tmp_path / "long.html", "#event=60").lab
    missing = lab.inspector.get_by_text(re.compile("^This page leaves out how it was decided"))
    expect(missing).to_be_visible()
    expect(alone.why()).not_to_be_empty()
    for key in ("Home", "Shift+ArrowRight", "Escape", "y"):
        alone.page.keyboard.press(key)
    expect(lab.inspector.get_by_role("heading", name=re.compile("^How S"))).to_be_visible()
    expect(missing).to_have_count(0)


def test_nothing_in_it_can_be_done(story: Path, alone: Alone) -> None:
    lab, page = alone.open(story).lab, alone.page
    alone.to_the_end()
    leader = lab.leader()
    before = alone.servers()
    for name in (re.compile("^Send to"), "New client request", "Heal all", "Fork here"):
        expect(page.get_by_role("button", name=name)).to_have_count(0)
    expect(lab.client.get_by_role("textbox")).to_have_count(0)
    expect(lab.outcome("x=1")).to_be_visible()

    lab.right_click(leader.id)
    expect(page.get_by_role("menu")).to_have_count(0)
    for key in ("c", "Shift+C", "i", "e", "p", "t", "s", "Enter", "n", "Shift+H"):
        page.keyboard.press(key)
    expect(lab.notices.get_by_text(re.compile("^This is a recording"))).to_have_count(1)
    page.keyboard.press("Control+k")
    expect(page.get_by_role("dialog")).to_have_count(0)

    lab.picker.click()
    expect(page.get_by_role("button", name="Rename main")).to_have_count(0)
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keys")
    expect(keys.get_by_text("play or pause")).to_be_visible()
    expect(keys.get_by_text("crash, restart")).to_have_count(0)
    page.keyboard.press("Escape")

    expect(lab.picker).to_have_text("main")
    assert alone.servers() == before
    # and nothing leads away from it
    addresses = "all => all.map((one) => one.getAttribute('href') ?? one.getAttribute('src'))"
    places = page.eval_on_selector_all("[href], [src]", addresses)
    assert {place[:1] for place in places} <= {"#", "d"}
    assert set(alone.asked) == {story.as_uri()}


def test_the_end_of_a_recording_is_its_end(story: Path, alone: Alone) -> None:
    lab, keys = alone.open(story).lab, alone.page.keyboard
    alone.to_the_end()
    position = lab.event()
    keys.press("ArrowRight")
    expect(lab.notices.get_by_text("The recording ends here.")).to_be_visible()
    lab.expect_event(position)
    lab.play.click()
    expect(lab.pause).to_be_visible()
    expect(alone.end).to_have_attribute("aria-pressed", "false")


def test_an_address_leads_to_an_event(story: Path, alone: Alone) -> None:
    alone.open(story, "#event=5")
    alone.lab.expect_event(5)
    expect(alone.lab.inspector.get_by_text("Event 5", exact=True)).to_be_visible()
    alone.page.evaluate("location.hash = '#event=7'")
    alone.lab.expect_event(7)
    alone.page.go_back()
    alone.lab.expect_event(5)
    alone.page.evaluate("location.hash = '#event=999999999&branch=Z'")
    expect(alone.end).to_have_attribute("aria-pressed", "true")


def test_the_trace_can_be_had_back_from_the_page(story: Path, alone: Alone, tmp_path: Path) -> None:
    alone.open(story)
    alone.page.get_by_role("button", name="Export trace").click()
    expect(alone.page.get_by_role("menuitem", name=re.compile("^Offline page"))).to_have_count(0)
    with alone.page.expect_download() as coming:
        alone.page.get_by_role("menuitem", name=re.compile("^Trace")).click()
    saved = alone.lab.save(coming.value, tmp_path)
    assert saved.read_bytes() == story.with_name("story.trace.jsonl").read_bytes()


def test_a_trace_that_was_changed_is_shown_as_not_verified(story: Path, alone: Alone, tmp_path: Path) -> None:
    changed, page = tmp_path / "changed.trace.jsonl", tmp_path / "changed.html"
    text = story.with_name("story.trace.jsonl").read_text(encoding="utf-8")
    changed.write_text(text.replace("crash S5", "crash S4"), encoding="utf-8")
    said = orbital_raft("export", changed, "--format", "html", "--out", page)
    assert said.returncode == 1
    lab = alone.open(page).lab
    warning = lab.stage.get_by_text(re.compile(r"^Not verified: the replay differs at event \d+$"))
    expect(warning).to_be_visible()
    expect(alone.top.get_by_text("not verified")).to_be_visible()
    expect(lab.lesson.get_by_text(re.compile(r"^No\. It differs from its replay at event \d+"))).to_be_visible()
    close = lab.stage.get_by_role("button", name="Close")
    alone.page.set_viewport_size({"width": 390, "height": 844})
    box = close.bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= 390
    close.click()
    expect(warning).to_be_hidden()
    expect(alone.top.get_by_text("not verified")).to_be_visible()


def test_the_lab_hands_out_a_page_with_its_branches(server: Server, new_context: NewContext, tmp_path: Path) -> None:
    page = new_context().new_page()
    room = page.request.post(f"{server.url}/api/rooms", data={"script": STORY}, headers={"Origin": server.url}).json()
    lab = Lab(page).open(f"{server.url}/lab#room={room['room']}&key={room['control']}")
    page.keyboard.press("Home")
    for _ in range(3):
        page.keyboard.press("Shift+ArrowRight")
    lab.expect_past()
    page.keyboard.press("3")
    page.keyboard.press("c")
    expect(lab.picker).to_have_text("A")
    page.get_by_role("button", name="Export trace").click()
    with page.expect_download() as coming:
        page.get_by_role("menuitem", name=re.compile("^Offline page")).click()
    expect(lab.notices.get_by_text(re.compile("^The page is being made"))).to_be_visible()
    saved = lab.save(coming.value, tmp_path)
    assert saved.name == f"orbital-raft-{room['room'][:6]}-A.html"

    alone = Alone(new_context().new_page()).open(saved)
    expect(alone.lab.picker).to_have_text("A")
    alone.end.click()
    expect(alone.lab.server("S3")).to_have_accessible_name(re.compile("^S3, down, "))
    alone.lab.picker.click()
    alone.page.get_by_role("group", name="Branches").get_by_role("button", name=re.compile("^main")).click()
    expect(alone.lab.picker).to_have_text("main")
    expect(alone.lab.server("S3")).not_to_have_accessible_name(re.compile("down"))
    alone.page.keyboard.press("m")
    expect(alone.lab.stage.get_by_text("first difference", exact=False).first).to_be_attached()
    alone.page.get_by_role("button", name="Export trace").click()
    with alone.page.expect_download() as again:
        alone.page.get_by_role("menuitem", name=re.compile("^Trace")).click()
    assert verify(alone.lab.save(again.value, tmp_path)).returncode == 0
    assert set(alone.asked) == {saved.as_uri()}


def test_a_lesson_is_read_and_not_answered(server: Server, new_context: NewContext, tmp_path: Path) -> None:
    page = new_context().new_page()
    Lab(page).open(f"{server.url}/lab?lesson=the-raft-algorithm")
    page.get_by_role("button", name="Export trace").click()
    with page.expect_download() as coming:
        page.get_by_role("menuitem", name=re.compile("^Offline page")).click()
    saved = tmp_path / "lesson.html"
    coming.value.save_as(saved)

    lesson = Alone(new_context().new_page()).open(saved).lab.lesson
    expect(lesson.get_by_text("Nobody had answered when this was recorded.")).to_be_visible()
    for answer in lesson.get_by_role("radio").all():
        expect(answer).to_be_disabled()
    for name in ("Lock in answer", "Skip"):
        expect(lesson.get_by_role("button", name=name)).to_have_count(0)
    # it is a book: its pages turn, up to the last
    turned = 0
    while lesson.get_by_role("button", name="Next").is_visible():
        lesson.get_by_role("button", name="Next").click()
        turned += 1
    assert turned == 3
    expect(lesson.get_by_role("button", name="All lessons")).to_have_count(0)


def test_a_phone_shows_that_it_is_a_recording(story: Path, new_context: NewContext) -> None:
    alone = Alone(new_context(390, 844, has_touch=True).new_page()).open(story)
    width = alone.page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390
    expect(alone.top.get_by_text("Recording")).to_be_visible()
    for name in ("Export trace", "Help and keyboard shortcuts"):
        box = alone.top.get_by_role("button", name=name).bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= 390
    alone.page.get_by_role("button", name="Lesson", exact=True).click()
    expect(alone.lab.lesson.get_by_text("story.trace.jsonl")).to_be_visible()
