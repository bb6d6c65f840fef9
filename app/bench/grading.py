"""How long it takes to verify and grade the recorded sessions of a large class: one worker, and all processors."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from statistics import mean
from tempfile import TemporaryDirectory
from time import monotonic

from app.bench.sessions import recorded_session
from app.data import data_folder
from app.grading.compile import assignments_of
from app.grading.judge import Grader
from app.grading.results import Result
from app.grading.sources import find
from app.grading.work import grade_all, processors
from app.lessons import Lesson, load
from app.memory import expect_long_history

LESSON = "the-raft-algorithm"
INTERVENTIONS = 500
KEY = bytes(32)


def main(sessions: int) -> int:
    """Make the sessions, grade them with one worker and with all, and print a table. Returns the exit code."""
    workers = processors()
    with TemporaryDirectory() as folder:
        began = monotonic()
        _record(Path(folder), sessions, workers)
        print(f"{sessions:,} sessions of {INTERVENTIONS} interventions were made in {monotonic() - began:.0f} s.")
        return _measure(Path(folder), sorted({1, workers}))


def _measure(folder: Path, counts: list[int]) -> int:
    grader = Grader(assignments_of(load(data_folder("lessons"))), KEY)
    sources = list(find([str(folder)]))
    print(
        f"\n{'verify and grade':<24}{'s':>9}{'CPU s':>9}{'sessions/s':>12}{'events/s':>11}  times as fast as one worker"
    )
    alone = 0.0
    results: list[Result] = []
    for workers in counts:
        began, used = monotonic(), _cpu_s()
        results = grade_all(grader, sources, workers, _progress if sys.stderr.isatty() else None)
        seconds = monotonic() - began
        alone = alone or seconds
        steps = sum(result.steps for result in results)
        name = "one worker" if workers == 1 else f"{workers} workers"
        rate = f"{len(results) / seconds:>12,.1f}{steps / seconds:>11,.0f}"
        cpu = _cpu_s() - used
        print(f"{name:<24}{seconds:>9.1f}{cpu:>9.1f}{rate}{alone / seconds:>29.2f}", flush=True)
        if not all(result.verified for result in results):
            print("A session was not verified: " + next(r.reason for r in results if not r.verified))
            return 1
    sizes = [source.path.stat().st_size for source in sources]
    print(f"\nA session has {mean(r.steps for r in results):,.0f} events on average and {mean(sizes) / 1024:,.0f} KB.")
    return 0


def _cpu_s() -> float:
    """What this process and those that it has ended took of the processors: others may be at work beside them."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _record(folder: Path, sessions: int, workers: int) -> None:
    step = max(1, sessions // (8 * workers))
    parts = [(folder, first, min(sessions, first + step)) for first in range(0, sessions, step)]
    with ProcessPoolExecutor(workers, get_context("spawn"), expect_long_history) as pool:
        for done, _ in enumerate(pool.map(_record_part, parts), 1):
            if sys.stderr.isatty():
                _progress(done, len(parts))


def _record_part(part: tuple[Path, int, int]) -> None:
    folder, first, last = part
    for number in range(first, last):
        text = recorded_session(_lesson(), number, INTERVENTIONS)
        value = hmac.new(KEY, text.encode(), hashlib.sha256).hexdigest()
        signature = json.dumps({"type": "signature", "value": value}, sort_keys=True, separators=(",", ":"))
        (folder / f"{number:05}.trace.jsonl").write_text(f"{text}{signature}\n", encoding="utf-8", newline="\n")


@cache
def _lesson() -> Lesson:
    return load(data_folder("lessons")).lesson(LESSON)


def _progress(done: int, of: int) -> None:
    end = "\n" if done == of else ""
    print(f"\r{done:,} of {of:,}", end=end, file=sys.stderr, flush=True)
