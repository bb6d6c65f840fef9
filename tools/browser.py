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
DOWNLOAD_SECONDS: Final = 300


def find(python: str | Path = sys.executable) -> Path | None:
    """A Chromium that starts; ORBITAL_CHROMIUM names one, and `python` is the one that Playwright is installed for."""
    named = os.environ.get("ORBITAL_CHROMIUM")
    candidates = [named] if named else [*map(shutil.which, NAMES), MAC, _playwrights(python)]
    for candidate in candidates:
        # The name may be there and the browser not: Ubuntu's chromium is a script that asks for a snap.
        if candidate is not None and succeeds([candidate, "--version"]):
            return Path(candidate)
    return None


def need(environment: Environment) -> None:
    """Get a Chromium if there is none; where none can be had, say loudly that the browser tests will be skipped."""
    if find(environment.python) is not None:
        return
    if sys.platform == "linux" and os.geteuid() == 0 and shutil.which("apt-get") is not None:
        _from_distribution()
    if find(environment.python) is None:
        _from_playwright(environment)
    if find(environment.python) is None:
        tell("!" * 72)
        tell("no Chromium here and none to be had: THE BROWSER TESTS WILL BE SKIPPED.")
        tell("Install chromium or google-chrome, or name one with ORBITAL_CHROMIUM=/path/to/it.")
        tell("!" * 72)


def _from_distribution() -> None:
    tell("installing the distribution's Chromium for the browser tests")
    apt = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300"]
    # A page without a font is a page of boxes.
    commands = [["update"], ["install", "-y", "--no-install-recommends", "chromium", "fonts-liberation"]]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in commands:
        # What the distribution says goes where our own progress goes.
        result = subprocess.run(
            [*apt, *arguments], check=False, stdin=subprocess.DEVNULL, stdout=sys.stderr, env=environment
        )
        if result.returncode != 0:
            tell("apt-get could not; another way is tried")
            return


def _from_playwright(environment: Environment) -> None:
    tell("asking Playwright for a Chromium for the browser tests")
    try:
        subprocess.run(
            [environment.python, "-m", "playwright", "install", "chromium"],
            check=False,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=DOWNLOAD_SECONDS,
        )
    except subprocess.TimeoutExpired:
        tell(f"its download took longer than {DOWNLOAD_SECONDS} s")


def _playwrights(python: str | Path) -> str | None:
    """Where Playwright would have put its own Chromium; the file need not be there."""
    command = [python, "-c", ASK_PLAYWRIGHT]
    answer = subprocess.run(command, check=False, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    return answer.stdout.strip() or None
