"""Grading many traces, on as many processors as there are."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import Final

from app.grading.judge import Grader
from app.grading.results import Result
from app.grading.sources import Source, SourceError
from app.memory import expect_long_history

FEW: Final = 6
"""So few traces are graded sooner than other processes start."""
MOST_OF_A_BATCH: Final = 16

Report = Callable[[int, int], None]
_graders: list[Grader] = []


def processors() -> int:
    """How many processes may work at a time."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def grade_all(
    grader: Grader, sources: Sequence[Source], workers: int = 0, report: Report | None = None
) -> list[Result]:
    """Grade every source, in order. `report` is told how many are done, of how many."""
    workers = min(workers or processors(), max(1, len(sources)))
    results: list[Result] = []
    if workers == 1 or len(sources) <= FEW:
        for source in sources:
            results.append(grade_one(grader, source))
            if report is not None:
                report(len(results), len(sources))
        return results
    size = max(1, min(MOST_OF_A_BATCH, len(sources) // (4 * workers)))
    batches = [sources[at : at + size] for at in range(0, len(sources), size)]
    try:
        for batch in _in_processes(grader, batches, workers):
            results += batch
            if report is not None:
                report(len(results), len(sources))
    except BrokenProcessPool:
        # One trace took its process down, most likely with all memory. The rest is graded here, one by one.
        return results + grade_all(grader, sources[len(results) :], 1, report)
    return results


def _in_processes(grader: Grader, batches: Sequence[Sequence[Source]], workers: int) -> Iterator[list[Result]]:
    with ProcessPoolExecutor(workers, get_context("spawn"), _begin, (grader,)) as pool:
        yield from pool.map(_grade_batch, batches)


def _begin(grader: Grader) -> None:
    """A process keeps its grader, which is large beside a trace."""
    _graders[:] = [grader]
    expect_long_history()


def _grade_batch(sources: Sequence[Source]) -> list[Result]:
    return [grade_one(_graders[0], source) for source in sources]


def grade_one(grader: Grader, source: Source) -> Result:
    """Grade one source. What goes wrong with one does not keep the others from being graded."""
    try:
        return grader.grade(source.name, source.read())
    except SourceError as error:
        return Result(source.name, "unreadable", str(error))
    except Exception as fault:  # noqa: BLE001 - it is told where it happened, and the other students are graded
        reason = f"Orbital Raft made a mistake with it ({type(fault).__name__}: {fault}); please report it"
        return Result(source.name, "not_graded", reason)
