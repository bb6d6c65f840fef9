"""The picture of the README: the lab at one moment of one seed, taken by a real browser. Run by `make screenshot`."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final
from urllib.request import Request, urlopen

from playwright.sync_api import Page, sync_playwright

from tools import browser
from tools.environment import ROOT

PICTURE: Final = ROOT / "docs" / "lab.png"
SIZE: Final = (1440, 900)
SCRIPT: Final = "cluster S1 S2 S3 S4 S5 seed=7 timing=classroom\n"
# S2 leads and commits a few writes; S5, cut off meanwhile, comes back and asks for votes with a log that is behind.
STORY: Final = (
    "timeout S2",
    "run 3s",
    "client c1 put a7 54",
    "run 2s",
    "client c2 put d1 63",
    "run 2s",
    "isolate S5",
    "client c1 put c2 52",
    "run 2s",
    "timeout S5",
    "heal",
    "cut S4>S3",
    "link S1-S2 latency=2400ms",
    "link S2-S3 loss=30%",
    "client c2 put b4 41",
    "timeout S5",
    "run 420ms",
)


def main() -> int:
    """Take the picture anew; the exit code."""
    chromium = browser.find()
    if chromium is None:
        sys.stderr.write("there is no Chromium to take the picture with\n")
        return 1
    with tempfile.TemporaryDirectory() as folder:
        program = Path(sys.executable).with_name("orbital-raft")
        command: list[str | Path] = [program, "serve", "--port", "0", "--no-open", "--data-dir", folder]
        server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        try:
            said = server.stdout.readline() if server.stdout is not None else ""
            take(chromium, said.split()[4].rstrip("/"))
        finally:
            server.terminate()
            server.wait(timeout=10)
    sys.stdout.write(f"{PICTURE.relative_to(ROOT)}\n")
    return 0


def take(chromium: Path, url: str) -> None:
    """Open the lab on the story, show why a vote was refused, and take the picture."""
    body = json.dumps({"script": SCRIPT}).encode()
    request = Request(f"{url}/api/rooms", body, {"Content-Type": "application/json", "Origin": url})
    with urlopen(request, timeout=10) as answer:
        room = json.load(answer)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = running.new_page(viewport={"width": SIZE[0], "height": SIZE[1]}, color_scheme="light")
        page.goto(f"{url}/lab#room={room['room']}&key={room['control']}")
        page.get_by_role("button", name="Play", exact=False).first.wait_for()
        for line in STORY:
            say(page, line)
        page.keyboard.press("Alt+2")
        page.get_by_text("refused its vote to S5").last.click()
        page.wait_for_timeout(1_500)
        PICTURE.parent.mkdir(exist_ok=True)
        page.screenshot(path=PICTURE)
        running.close()


def say(page: Page, line: str) -> None:
    """Type one line of Raft script into the palette."""
    page.keyboard.press("Control+k")
    page.keyboard.type(line)
    page.keyboard.press("Enter")
    page.wait_for_timeout(400)


if __name__ == "__main__":
    sys.exit(main())
