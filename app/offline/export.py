"""Making offline pages: of a trace, and of a room with all its branches."""

from __future__ import annotations

from collections.abc import Mapping
from time import time
from typing import Final

from app.data import data_folder
from app.lessons import Catalogue, Lesson, Scenario, load
from app.offline.page import Origin, SavedFile, offline_page
from app.offline.tape import Difference, Tape, tape_of_trace
from app.offline.tell import Progress, tell
from app.recording import script_of, signed_trace
from app.security import Signer
from raft_core.sim.timeline import MAIN
from raft_core.trace.read import Trace
from raft_core.trace.record import Extras, Header

LONGEST: Final = 100_000
"""Events of one page, on all branches together."""
STDIN: Final = "-"


def page_of_trace(
    trace: Trace, text: str, name: str, progress: Progress | None = None
) -> tuple[str, Difference | None]:
    """The page of a trace that was read from a file, and where the trace differs from its replay."""
    source = "" if name == STDIN else name
    stem = source.removesuffix(".jsonl").removesuffix(".trace") or "session"
    lesson = _lesson(load(data_folder("lessons")), trace.header.lesson)
    told = tell(tape_of_trace(trace, stem, lesson), progress)
    script = script_of(told.session, told.session.main)
    files = [
        SavedFile(MAIN, "trace", f"{stem}.trace.jsonl", text),
        SavedFile(MAIN, "script", f"{stem}.raft", script),
    ]
    return offline_page(told, Origin(source, trace.header.created, int(time())), files), told.difference


def page_of_room(tape: Tape, traces: Mapping[str, tuple[Header, Extras]], signer: Signer) -> str:
    """The page of a room; `traces` is how the trace of each branch begins, and what its lesson adds to it."""
    told = tell(tape)
    header, _ = traces[MAIN]
    files: list[SavedFile] = []
    for branch in told.session.timeline.branches.values():
        stem = f"orbital-raft-{tape.room[:6]}-{branch.id}"
        trace = signed_trace(told.session, branch, signer, *traces[branch.id])
        files.append(SavedFile(branch.id, "trace", f"{stem}.trace.jsonl", trace))
        files.append(SavedFile(branch.id, "script", f"{stem}.raft", script_of(told.session, branch)))
    return offline_page(told, Origin(tape.words("room {name}", name=tape.room[:6]), 0, header.created), files)


def _lesson(catalogue: Catalogue, name: str) -> tuple[Lesson, Scenario] | None:
    """The lesson and the scenario that a trace names; None where this installation does not have them."""
    lesson, _, scenario = name.partition("/")
    try:
        found = catalogue.lesson(lesson)
        return found, found.scenario(scenario)
    except KeyError:
        return None
