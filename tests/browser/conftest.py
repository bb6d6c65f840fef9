"""A server of its own process, a real Chromium, and pages that are watched for errors and for requests to strangers."""

from __future__ import annotations

import functools
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.lessons.samples import KINDS

PATIENCE_MS = 30_000
LIMIT_S = 180
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test in this folder drives a browser, and none may take long."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.timeout(LIMIT_S))


class Server:
    """`orbital-raft serve` on a free port of the loopback."""

    def __init__(self, folder: Path, *options: str | Path) -> None:
        program = Path(sys.executable).with_name("orbital-raft")
        self.data = folder / "data"
        self.journal = (folder / "journal").open("w", encoding="utf-8")
        self.process = subprocess.Popen(
            [program, "serve", "--port", "0", "--no-open", "--data-dir", self.data, *options],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=self.journal,
            text=True,
        )
        assert self.process.stdout is not None
        said = self.process.stdout.readline()
        assert " is at http://" in said, f"the server said {said!r} and {(folder / 'journal').read_text()}"
        self.url = said.split()[4].rstrip("/")

    @functools.cached_property
    def instructor_key(self) -> str:
        """What a server says after its address when it was started for the first time."""
        assert self.process.stdout is not None
        said = self.process.stdout.readline()
        assert said.startswith("The instructor key is "), f"the server said {said!r}"
        return said.split()[4]

    def stop(self) -> None:
        """End this very process."""
        self.process.terminate()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(timeout=10)
        if self.process.stdout is not None:
            self.process.stdout.close()
        self.journal.close()


class Restarted:
    """A server that can be killed, and started again at the same address with the same data."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.running = Server(folder)
        self.port = self.running.url.rpartition(":")[2]

    def kill(self) -> None:
        """End it at once."""
        self.running.process.kill()
        self.running.stop()

    def start(self) -> None:
        """Begin anew."""
        self.running = Server(self.folder, "--port", self.port)


@pytest.fixture
def restarted(chromium: Path, tmp_path: Path) -> Iterator[Restarted]:
    """A server of the test's own."""
    assert chromium.exists()
    server = Restarted(tmp_path)
    yield server
    server.running.stop()


@pytest.fixture(scope="session")
def server(chromium: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The server that the tests share; where there is no browser none is started."""
    assert chromium.exists()
    running = Server(tmp_path_factory.mktemp("server"))
    yield running
    running.stop()


@pytest.fixture
def own_server(chromium: Path, tmp_path: Path) -> Iterator[Server]:
    """A server that a test may end."""
    assert chromium.exists()
    running = Server(tmp_path)
    yield running
    running.stop()


@pytest.fixture(scope="session")
def kinds(chromium: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with one small scenario for each kind of question."""
    assert chromium.exists()
    running = Server(tmp_path_factory.mktemp("kinds"), "--lessons-dir", KINDS)
    yield running
    running.stop()


@pytest.fixture(scope="module")
def browser(chromium: Path) -> Iterator[Browser]:
    """A browser for the tests of one file: Playwright holds the thread's event loop, which other tests want too."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        expect.set_options(timeout=PATIENCE_MS)
        yield running
        running.close()


@dataclass
class Watch:
    """What went wrong on the pages of a test."""

    errors: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)
    ports: set[int | None] = field(default_factory=set)

    def look_at(self, page: Page) -> None:
        """Listen to one page."""
        page.on("console", lambda said: self.errors.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", lambda request: self._asked(request.url))
        page.on("websocket", lambda line: self._asked(line.url))

    def _asked(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in ("data", "blob", "file"):
            return
        self.ports.add(parts.port)
        if parts.hostname != "127.0.0.1":
            self.strangers.append(url)


@pytest.fixture
def watch() -> Iterator[Watch]:
    """At the end of every test: no error on the console, nobody asked but our own server."""
    watching = Watch()
    yield watching
    assert watching.strangers == []
    assert len(watching.ports) <= 1, f"more than one server was asked: {watching.ports}"
    assert watching.errors == []


NewContext = Callable[..., BrowserContext]


@pytest.fixture
def new_context(browser: Browser, watch: Watch) -> Iterator[NewContext]:
    """Makes browser profiles, each as if nobody had been here before; they close with the test."""
    made: list[BrowserContext] = []

    def make(width: int = 1440, height: int = 900, **options: Any) -> BrowserContext:  # noqa: ANN401 - Playwright's own
        context = browser.new_context(viewport={"width": width, "height": height}, accept_downloads=True, **options)
        context.set_default_timeout(PATIENCE_MS)
        context.on("page", watch.look_at)
        made.append(context)
        return context

    yield make
    for context in made:
        context.close()


@pytest.fixture
def page(new_context: NewContext) -> Page:
    """A page of 1440 by 900."""
    return new_context().new_page()
