"""The report of one student: a page in one file, to be read, printed, and kept beside the traces."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from app.data import data_folder
from app.grading.formats.telling import number, seconds
from app.grading.naming import Naming
from app.grading.results import Deed, Result
from app.grading.sheet import Sheet
from app.languages import ENGLISH, Languages, Words
from app.lessons.model import Scenario
from app.templates import Templates

POLICY: Final = (
    "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; img-src data:; base-uri 'none'"
)
SHEETS: Final = ("tokens", "base", "top", "pages", "report")
DEEDS_SHOWN: Final = 12
MOST_DEEDS: Final = 1_000
HUES: Final = 6
CLOSE: Final = 7.0
"""Percent of the width that a pin takes, on a narrow screen."""


@dataclass(slots=True, frozen=True)
class Mark:
    """Something on the strip over a run, so many percent from its left end."""

    at: float
    width: float = 0
    label: str = ""
    kind: str = ""


@dataclass(slots=True, frozen=True)
class Part:
    """A scenario on the page. `replay` is the address of a page that replays its trace, "" where there is none."""

    scenario: Scenario
    result: Result
    replay: str
    points: float
    possible: float
    goals: Mapping[str, float]
    answers: Mapping[str, float]
    pins: tuple[Mark, ...]
    bands: tuple[Mark, ...]
    ticks: tuple[Mark, ...]
    deeds: tuple[Deed, ...]

    @property
    def digest(self) -> str:
        """The digest of the run, short."""
        digest = self.result.digest
        return f"sha256 {digest[:4]} {digest[4:8]} … {digest[-4:]}"


def report_page(sheet: Sheet, naming: Naming, replays: Mapping[str, str] | None = None, words: Words = ENGLISH) -> str:
    """The page. `replays` are the addresses of pages that replay its traces, by scenario."""
    static = data_folder("static")
    parts = [
        _part(sheet, scenario, result, (replays or {}).get(scenario.id, ""))
        for scenario, result in sheet.scenarios
        if result is not None
    ]
    name = naming.shown(sheet.student)
    nonce = b64encode(sha256(f"{name} {sheet.score} {[part.result.digest for part in parts]}".encode()).digest()[:18])
    return _templates().text(
        "report.html",
        words,
        name=name,
        sheet=sheet,
        parts=parts,
        missing=[scenario for scenario, result in sheet.scenarios if result is None],
        policy=POLICY.format(nonce=nonce.decode()),
        nonce=nonce.decode(),
        icon=b64encode((static / "icon.svg").read_bytes()).decode(),
        sheets=SHEETS,
        style=lambda sheet_name: _text(static / "css" / f"{sheet_name}.css"),
        script=_text(static / "js" / "report.js"),
        number=number,
        seconds=seconds,
        moment=_moment,
        shown=DEEDS_SHOWN,
    )


@cache
def _templates() -> Templates:
    folder = data_folder("templates")
    return Templates(folder, Languages(folder / "words"), data_folder("static") / "js" / "words")


@cache
def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _part(sheet: Sheet, scenario: Scenario, result: Result, replay: str) -> Part:
    scale = sheet.scale
    counts = scale if result.verified else 0
    return Part(
        scenario,
        result,
        replay,
        result.score * scale,
        sheet.assignment.possible(scenario) * scale,
        {goal.id: goal.earned * counts for goal in result.goals},
        {answer.id: answer.earned * counts for answer in result.answers},
        tuple(_pins(result)),
        tuple(_bands(result)),
        tuple(Mark(_share(deed.time_us, result), label=deed.directive) for deed in result.deeds[:MOST_DEEDS]),
        result.deeds[:MOST_DEEDS],
    )


def _pins(result: Result) -> list[Mark]:
    """The goals that were met, by their numbers; goals of one moment share a pin."""
    pins: list[Mark] = []
    for count, goal in enumerate(result.goals, 1):
        if goal.time_us is None:
            continue
        at = _share(goal.time_us, result)
        near = next((place for place, pin in enumerate(pins) if abs(pin.at - at) < CLOSE), None)
        if near is None:
            pins.append(Mark(at, label=str(count), kind=goal.id))
        else:
            first = pins[near].label.partition("–")[0]
            pins[near] = Mark(pins[near].at, label=f"{first}–{count}", kind=pins[near].kind)
    return pins


def _bands(result: Result) -> list[Mark]:
    return [
        Mark(
            _share(reign.from_us, result),
            max(0.3, _share(reign.to_us, result) - _share(reign.from_us, result)),
            f"{reign.server}, T{reign.term}",
            f"tk{(reign.term - 1) % HUES + 1}" if reign.term else "tk0",
        )
        for reign in result.reigns
    ]


def _share(time_us: int, result: Result) -> float:
    return round(100 * time_us / result.length_us, 2) if result.length_us else 0


def _moment(created: int) -> str:
    """A day and a time as people write them; in UTC, since nobody knows where the report is read."""
    moment = datetime.fromtimestamp(created, UTC)
    return f"{moment.day} {moment:%B %Y, %H:%M} UTC"
