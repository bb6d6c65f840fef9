"""What every test may ask for, and the loud word about the tests that this machine cannot run."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import browser

NO_CHROMIUM = "no Chromium that can be driven: name one with ORBITAL_CHROMIUM, or let `make test` get one"


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The Chromium of this machine; a test that asks for it is skipped where there is none."""
    found = browser.find() if browser.can_drive() else None
    if found is None:
        pytest.skip(NO_CHROMIUM)
    return found


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in capitals that the browser was not tested: a skip among hundreds of dots is easily overlooked."""
    skipped = [report for report in terminalreporter.stats.get("skipped", []) if NO_CHROMIUM in str(report.longrepr)]
    if skipped:
        terminalreporter.section("THE BROWSER TESTS DID NOT RUN", red=True, bold=True)
        terminalreporter.line(f"{len(skipped)} tests: {NO_CHROMIUM}")
