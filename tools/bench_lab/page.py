"""A server of its own, a Chromium without a GPU, and pages of the lab that tell what they cost."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from urllib.request import Request, urlopen

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

FLAGS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
SIZE: Final[ViewportSize] = {"width": 1440, "height": 900}
PATIENCE_MS: Final = 60_000

WATCH: Final = """
window.bench = { shown_ms: null, asked_ms: null, waits: [] };
// The lab draws in animation frames: what changes there is painted before the next task begins.
const painted = (then) => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => then(performance.now());
  port2.postMessage(0);
};
// The first picture of the cluster.
new MutationObserver((_, observer) => {
  if (!document.querySelector("[data-server] .body")) return;
  observer.disconnect();
  painted((now) => bench.shown_ms = now);
}).observe(document, { subtree: true, childList: true });
// From a press to the end of the first frame in which the clock or the number of the event has changed.
const ask = ({ timeStamp }) => bench.asked_ms = timeStamp;
for (const kind of ["pointerdown", "click"]) addEventListener(kind, ask, true);
const isClock = ({ target }) => (target.parentElement ?? target).closest?.(".clock");
new MutationObserver((changes) => {
  if (bench.asked_ms === null || !changes.some(isClock)) return;
  const asked_ms = bench.asked_ms;
  bench.asked_ms = null;
  painted((now) => bench.waits.push(now - asked_ms));
}).observe(document, { subtree: true, childList: true, characterData: true });
bench.count = (for_ms) => new Promise((done) => {
  const at = [];
  const frame = (now) => {
    at.push(now);
    if (now - at[0] < for_ms) requestAnimationFrame(frame);
    else done(at);
  };
  requestAnimationFrame(frame);
});
"""
"""What a page notes of itself."""


class LabPage:
    """One page with a room in it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.cdp = page.context.new_cdp_session(page)
        self.cdp.send("Performance.enable")

    def open(self, address: str) -> LabPage:
        """Go to a room and wait until it is on show and everything is fetched."""
        self.page.goto(address, wait_until="load")
        self.page.locator("[data-server] .body").first.wait_for()
        self.page.wait_for_timeout(500)
        return self

    def figures(self) -> dict[str, float]:
        """What the browser has counted so far: seconds of the main thread, nodes, listeners, bytes."""
        return {each["name"]: each["value"] for each in self.cdp.send("Performance.getMetrics")["metrics"]}

    def collected(self) -> dict[str, float]:
        """The same after what nobody holds any more was collected."""
        for _ in range(2):
            self.cdp.send("HeapProfiler.collectGarbage")
        return self.figures()

    def play(self) -> None:
        """Let time run."""
        self.page.keyboard.press("Space")
        self.page.get_by_role("button", name="Pause", exact=True).wait_for()

    def position(self) -> int:
        """The number of the event on show."""
        said = self.page.locator(".clock .ev").text_content() or ""
        return int("".join(filter(str.isdigit, said)))

    def speed(self) -> float:
        """How fast time runs."""
        said = self.page.get_by_role("slider", name="Speed").get_attribute("aria-valuetext") or ""
        return float("".join(each for each in said if each.isdigit() or each == "."))

    def waits(self) -> list[float]:
        """How long each press so far took until it was seen, in milliseconds; they are told once."""
        taken: list[float] = self.page.evaluate("bench.waits.splice(0)")
        return taken


class Bench:
    """A server and a browser, to open rooms in."""

    def __init__(self, url: str, browser: Browser) -> None:
        self.url = url
        self._browser = browser

    def room(self, script: str) -> str:
        """The address of a new room in which a script was carried out."""
        body = json.dumps({"script": script}).encode()
        request = Request(f"{self.url}/api/rooms", body, {"Content-Type": "application/json", "Origin": self.url})
        with urlopen(request, timeout=PATIENCE_MS / 1000) as answer:
            room = json.load(answer)
        return f"{self.url}/lab#room={room['room']}&key={room['control']}"

    @contextmanager
    def page(self, **options: Any) -> Iterator[LabPage]:  # noqa: ANN401 - Playwright's own
        """A page of a profile that has never been here."""
        context = self._browser.new_context(viewport=SIZE, **options)
        context.set_default_timeout(PATIENCE_MS)
        context.add_init_script(WATCH)
        try:
            yield LabPage(context.new_page())
        finally:
            context.close()


@contextmanager
def bench(chromium: Path) -> Iterator[Bench]:
    """Start both, and end both."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        program = Path(sys.executable).with_name("orbital-raft")
        command: list[str | Path] = [program, "serve", "--port", "0", "--no-open", "--data-dir", folder]
        server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        try:
            said = server.stdout.readline() if server.stdout is not None else ""
            browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
            yield Bench(said.split()[4].rstrip("/"), browser)
            browser.close()
        finally:
            server.terminate()
            server.wait(timeout=10)
