"""The offline page of another implementation's log: what it printed, in the lab's views, with what was found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from time import time
from typing import Any, Final

import orjson

from app.languages import ENGLISH, ENGLISH_TAG, Words
from app.offline.page import Imported, Origin, offline_page
from app.offline.tape import Difference
from app.offline.tell import Progress
from app.sentences import headline, weightiest
from app.wire.server import Branch, PaceNow, RoomLimits, Welcome
from raft_core import ENGINE_VERSION
from raft_core.ids import SERVER_NAMES
from raft_core.observe.observed import Observed, Seen
from raft_core.observe.read import read_log
from raft_core.sim.step import START
from raft_core.sim.timeline import MAIN
from raft_core.trace.delta import DeltaWriter
from raft_core.trace.document import state_document
from raft_core.trace.events import step_document

LARGEST_FRAME: Final = 200
REPORT_EVERY: Final = 100
LONGEST_LINE: Final = 600
LONGEST_NAME: Final = 14
UNKNOWN: Final = "unknown"
"""No log of servers tells what clients were answered."""

Row = dict[str, Any]


@dataclass(slots=True, frozen=True)
class LogReasons:
    """Why: because the log says so, in which line."""

    rows: list[Row]

    def lines(self) -> Iterator[bytes]:
        """The lines of a page."""
        yield orjson.dumps({"type": "reasons", "branch": MAIN, "first": 0, "rows": self.rows})
        yield b'{"type":"verdicts","verdicts":[]}'


@dataclass(slots=True, frozen=True)
class ToldLog:
    """An observed run as the page wants it."""

    title: str
    frames: list[str]
    reasons: LogReasons
    steps: int
    difference: Difference | None = None
    words: Words = ENGLISH


def page_of_log(text: str, name: str, progress: Progress | None = None) -> tuple[str, Observed]:
    """The page of a log, and the run with its findings. Raises LogError for a log that cannot be read."""
    observed = Observed(read_log(text))
    told = tell_log(observed, name, progress)
    nodes = {SERVER_NAMES[number]: node for node, number in observed.servers.items()}
    imported = Imported(observed.form, nodes, observed.judged, len(observed.findings))
    return offline_page(told, Origin(name, 0, int(time()), imported), []), observed


def tell_log(observed: Observed, title: str, progress: Progress | None = None) -> ToldLog:
    """Go through a log once, and tell every line as a step. Raises LogError."""
    start, steps = observed.start, len(observed.lines)
    state = state_document(start, [], UNKNOWN)
    keyframe = {"type": "keyframe", "branch": MAIN, "position": 0, "time_us": 0, "state": state}
    frames = [_welcome(observed, title), orjson.dumps(keyframe).decode()]
    rows: list[Row] = [{"headline": "The log begins.", "text": "", "verdicts": [], "led": None}]
    writer = DeltaWriter(start)
    pending: list[dict[str, Any]] = []
    for seen in observed.play():
        document = step_document(seen.step)
        document["delta"] = writer.delta(seen.world, seen.found, None)
        pending.append(document)
        rows.append(_row(seen))
        if len(pending) == LARGEST_FRAME or seen.step.position == steps:
            frames.append(_frame(pending, seen.world.time_us))
            pending = []
        if progress is not None and seen.step.position % REPORT_EVERY == 0:
            progress(seen.step.position, steps)
    return ToldLog(title, frames, LogReasons(rows), steps)


def _frame(steps: list[dict[str, Any]], time_us: int) -> str:
    return orjson.dumps({"type": "steps", "branch": MAIN, "steps": steps, "time_us": time_us}).decode()


def _welcome(observed: Observed, title: str) -> str:
    steps = len(observed.lines)
    branch = Branch(id=MAIN, name=MAIN, parent=None, fork_position=0, last_position=steps, time_us=observed.now_us)
    welcome = Welcome(
        room="log",
        role="watch",
        engine=ENGINE_VERSION,
        lesson=None,
        language=ENGLISH_TAG,
        title=title,
        script="",
        stage_names=_stage_names(observed),
        branches=[branch],
        branch=MAIN,
        pace=PaceNow(playing=False, speed=1.0),
        limits=RoomLimits(steps=steps),
    )
    return welcome.encode()


def _stage_names(observed: Observed) -> dict[str, str]:
    """What the stage writes beside its own names: those of the log, as far as there is room."""
    names = {SERVER_NAMES[number]: node for node, number in observed.servers.items()}
    return {server: shortened(node, LONGEST_NAME) for server, node in names.items() if node != server}


def shortened(text: str, most: int) -> str:
    """The beginning of a text that is too long."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _row(seen: Seen) -> Row:
    """What the Why tab says of a step: its line, as it stands in the log."""
    line, step = seen.line, seen.step
    text = shortened(line.text, LONGEST_LINE)
    server = SERVER_NAMES[step.cause.server]
    says = headline(step)
    if step.cause.kind == START and weightiest(step.events) is None and not step.events:
        says = f"{server} printed line {line.line}."
    led = step.cause.position if step.cause.position and step.cause.position < step.position else None
    return {
        "server": server,
        "headline": says,
        "text": f"Line {line.line} of the log: {text}",
        "source": None,
        "verdicts": [],
        "led": led,
    }
