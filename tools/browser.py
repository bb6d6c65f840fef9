"""A Chromium for the browser tests: the machine's own, the distribution's, or the one that Playwright can download."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from tools.environment import Environment, succeeds, tell

NAMES: Final = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
MAC: Final = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
ASK_PLAYWRIGHT: Final = """
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
"""
PATIENCE_SECONDS: Final = 600


def find(python: str | Path = sys.executable) -> Path | None:
    """A Chromium that starts; ORBITAL_CHROMIUM names one, and `python` is the one that Playwright is installed for."""
    named = os.environ.get("ORBITAL_CHROMIUM")
    candidates = [named] if named else [*map(shutil.which, NAMES), MAC, _playwrights(python)]
    for candidate in candidates:
        # The name may be there and the browser not: Ubuntu's chromium is a script that asks for a snap.
        if candidate is not None and succeeds([candidate, "--version"]):
            return Path(candidate)
    return None


def can_drive(python: str | Path = sys.executable) -> bool:
    """Whether Playwright's driver starts: a program of its own, with libraries that a bare system lacks."""
    return _playwrights(python) is not None


def need(environment: Environment) -> None:
    """Get a Chromium if there is none; where none can be had, say loudly that the browser tests will be skipped."""
    if _is_ready(environment):
        return
    if sys.platform == "linux" and os.geteuid() == 0 and shutil.which("apt-get") is not None:
        _from_distribution()
    if not _is_ready(environment):
        _from_playwright(environment)
    if not _is_ready(environment):
        tell("!" * 72)
        tell("no Chromium that can be driven, and none to be had: THE BROWSER TESTS WILL BE SKIPPED.")
        tell("Install chromium or google-chrome, or name one with ORBITAL_CHROMIUM=/path/to/it.")
        tell("!" * 72)


def _is_ready(environment: Environment) -> bool:
    return can_drive(environment.python) and find(environment.python) is not None


def _from_distribution() -> None:
    tell("installing the distribution's Chromium for the browser tests")
    apt = ("apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300")
    # A page without a font is a page of boxes; Playwright's driver needs the last one.
    packages = ("chromium", "fonts-liberation", "libatomic1")
    if _attempt(*apt, "update"):
        _attempt(*apt, "install", "-y", "--no-install-recommends", *packages)


def _from_playwright(environment: Environment) -> None:
    tell("asking Playwright for a Chromium for the browser tests")
    _attempt(environment.python, "-m", "playwright", "install", "chromium")


def _attempt(*command: str | Path) -> bool:
    """Run a command that may fail; hundreds of lines of progress are kept back, and their end shown if it does."""
    variables = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        ended = subprocess.run(
            command,
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=variables,
            timeout=PATIENCE_SECONDS,
        )
    except subprocess.TimeoutExpired:
        tell(f"that took longer than {PATIENCE_SECONDS} s")
        return False
    if ended.returncode != 0:
        for line in ended.stdout.splitlines()[-3:]:
            tell(f"  {line}")
    return ended.returncode == 0


def _playwrights(python: str | Path) -> str | None:
    """Where Playwright would have put its own Chromium; the file need not be there."""
    command = [python, "-c", ASK_PLAYWRIGHT]
    answer = subprocess.run(command, check=False, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    return answer.stdout.strip() or None
