"""The lab as a person meets it: everything is found by the names that a screen reader would say."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Download, Locator, Page, expect

SPOKEN = re.compile(r"^(S\d)\b.*?, (\w[\w-]*), term (\d+), ")
FASTER_STOP = 5
"""The sixth stop of the slider of speeds, 5x."""
STOPS = 7
SETTLES_MS = 150


@dataclass(frozen=True)
class Seen:
    """A server as its name tells it."""

    id: str
    role: str
    term: int


def read(label: str | None) -> Seen:
    """What the accessible name of a server says."""
    found = SPOKEN.match(label or "")
    assert found is not None, f"{label!r} is no name of a server"
    return Seen(found[1], found[2], int(found[3]))


class Lab:
    """One page with a lab in it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.stage = page.get_by_role("main", name="Cluster")
        self.time = page.get_by_role("region", name="Timeline")
        self.client = page.get_by_role("region", name="Clients")
        self.logs = page.get_by_role("grid", name="Logs of all servers")
        self.notices = page.get_by_role("list", name="Notices")
        self.inspector = page.get_by_role("complementary", name="Inspector")
        self.lesson = page.get_by_role("region", name="Lesson")
        self.play = self.time.get_by_role("button", name="Play", exact=True)
        self.pause = self.time.get_by_role("button", name="Pause", exact=True)
        self.live = self.time.get_by_role("button", name="Live edge")
        self.picker = self.time.locator(".branch > button")

    def open(self, address: str) -> Lab:
        """Go there and wait until the cluster stands."""
        self.page.goto(address)
        self.ready()
        return self

    def ready(self) -> None:
        """Wait until the room is on show."""
        expect(self.server("S1")).to_be_visible()

    def server(self, name: str) -> Locator:
        """One server on the stage."""
        return self.stage.get_by_role("button", name=re.compile(rf"^{name}\b[^,]*, [a-z-]+, term "))

    def right_click(self, name: str) -> None:
        """Press the right button in the middle of a server, whatever of it is drawn there."""
        box = self.server(name).bounding_box()
        assert box is not None
        self.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, button="right")

    def leaders(self, above: int = 0) -> Locator:
        """The servers that believe they lead a term above the given one."""
        not_yet = "|".join(str(term) for term in range(above + 1))
        return self.stage.get_by_role("button", name=re.compile(rf"^S\d[^,]*, leader, term (?!(?:{not_yet}),)"))

    def leader(self, above: int = 0) -> Seen:
        """Wait until one leads a term above the given one."""
        standing = self.leaders(above).first
        expect(standing).to_be_attached()
        return read(standing.get_attribute("aria-label"))

    def event(self) -> int:
        """The position on show."""
        said = self.time.get_by_text(re.compile(r"^event [\d,]+$")).text_content() or ""
        return int(said.removeprefix("event ").replace(",", ""))

    def expect_event(self, position: int) -> None:
        """Wait until this position is on show."""
        expect(self.time.get_by_text(f"event {position:,}", exact=True)).to_be_visible()

    def expect_paused(self) -> None:
        """Wait until the run stands still: what was on its way to the eye has arrived."""
        expect(self.play).to_be_visible()
        expect(self.live).to_have_attribute("aria-pressed", "true")
        axis = self.time.get_by_role("slider", name="Time")
        edge = ""
        # The last frames may still be on their way when the button says that the run is paused.
        while edge != (edge := axis.get_attribute("aria-valuemax") or ""):
            expect(axis).to_have_attribute("aria-valuenow", edge)
            self.page.wait_for_timeout(SETTLES_MS)

    def expect_past(self) -> None:
        """Wait until what is on show lies behind the live edge."""
        expect(self.live).to_have_attribute("aria-pressed", "false")

    def faster(self) -> None:
        """Drag the slider of speeds to 5x."""
        slider = self.time.get_by_role("slider", name="Speed")
        box = slider.bounding_box()
        assert box is not None
        slider.click(position={"x": box["width"] * FASTER_STOP / STOPS, "y": box["height"] / 2})
        expect(slider).to_have_attribute("aria-valuetext", re.compile("^5\\D$"))

    def cell(self, server: str, entry: str, stage: str) -> Locator:
        """A cell of a server's row that holds an entry which got as far as this stage."""
        row = self.logs.get_by_role("row", name=re.compile(rf"^{server}, "))
        return row.get_by_role("gridcell", name=re.compile(rf"^index \d+, term \d+, {entry}, {stage}"))

    def outcome(self, says: str) -> Locator:
        """A finished request in the strip of the clients."""
        done = self.client.get_by_role("list", name="Latest outcomes").get_by_role("listitem")
        return done.filter(has_text=re.compile(says))

    def save(self, download: Download, folder: Path) -> Path:
        """Keep what the browser downloaded."""
        kept = folder / download.suggested_filename
        download.save_as(kept)
        return kept


def verify(trace: Path) -> subprocess.CompletedProcess[str]:
    """`orbital-raft verify` on a file."""
    program = Path(sys.executable).with_name("orbital-raft")
    return subprocess.run([program, "verify", trace], check=False, capture_output=True, text=True, timeout=60)
