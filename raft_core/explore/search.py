"""Many schedules: in this process or in several, in order of their seeds, until enough was found or time is up.

Schedule i of a search is a function of the search's seed and of i alone, so the report does not depend on how many
workers there are, and a search can go on where another one stopped.
"""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from multiprocessing import get_context
from typing import Final

from raft_core.check import Finding
from raft_core.explore.case import case_of, script_of
from raft_core.explore.schedule import PORTFOLIO, STEPS, Outcome, run_schedule
from raft_core.explore.shrink import shrink
from raft_core.sim.settings import Scenario
from raft_core.variant import find

BATCH: Final = 25
SEED_STRIDE: Final = 1_000_003
SHORT: Final = 30
"""Interventions that a reader can follow. For a longer counterexample, a shorter one is looked for."""
FURTHER: Final = 1_000
"""How many more schedules that may take, beside as many again as the first one took."""


@dataclass(slots=True, frozen=True)
class Plan:
    """What is searched. `servers` None means clusters of two to seven; `given` is the cluster if there is just one."""

    seed: int = 1
    variant: tuple[str, ...] = ()
    servers: int | None = None
    schedules: int = 2_000
    seconds: float | None = None
    workers: int = 1
    steps: int = STEPS
    strategy: str = PORTFOLIO
    every: bool = False
    given: Scenario | None = None

    @property
    def wanted(self) -> frozenset[str]:
        """The properties that the variants are known to violate: once one of them is found, the search may end."""
        return frozenset(name for variant in self.variant for name in find(variant).violates)

    @property
    def converges(self) -> bool:
        """Whether schedules end with healing: always for the correct protocol, and where progress is at stake."""
        return not self.variant or "liveness" in self.wanted


@dataclass(slots=True, frozen=True)
class Found:
    """A property that broke: the first schedule in which it did, and the shrunk script of this one.

    `schedule` is the one that the script comes from: the first, unless a later one gave something much shorter.
    """

    property: str
    first: int
    schedule: int
    seed: int
    strategy: str
    finding: Finding
    interventions: int
    script: str


@dataclass(slots=True)
class Report:
    """What a search did. `next_schedule` is where to go on."""

    plan: Plan
    schedules: int = 0
    steps: int = 0
    seconds: float = 0.0
    found: list[Found] = field(default_factory=list)

    @property
    def next_schedule(self) -> int:
        """The number of the first schedule that was not run."""
        return self.schedules


@dataclass(slots=True, frozen=True)
class Batch:
    """What a few schedules in a row did: how many steps, and those that found something."""

    first: int
    count: int
    steps: int
    broken: tuple[tuple[int, Outcome], ...]


Progress = Callable[[int, int, list[Found]], None]
"""Called with how many schedules are done, of how many, and what was found so far."""


def schedule_seed(seed: int, number: int) -> int:
    """The seed of one schedule of a search."""
    return seed * SEED_STRIDE + number


def search(plan: Plan, first: int = 0, tell: Progress | None = None) -> Report:
    """Run the schedules first, first + 1, ... of a plan. Raises RuntimeError when a worker died."""
    report = Report(plan, first)
    began = time.monotonic()
    for batch in _batches(plan, first, began):
        report.schedules = batch.first + batch.count
        report.steps += batch.steps
        for number, outcome in batch.broken:
            _take(report, number, outcome)
        if tell is not None:
            tell(report.schedules - first, plan.schedules, report.found)
        if _is_enough(report):
            break
    report.seconds = time.monotonic() - began
    return report


def run_batch(plan: Plan, first: int, count: int) -> Batch:
    """Run a few schedules in a row."""
    smallest, largest = (plan.servers, plan.servers) if plan.servers is not None else (2, 7)
    if plan.given is not None:
        smallest = largest = len(plan.given.servers)
    steps = 0
    broken: list[tuple[int, Outcome]] = []
    for number in range(first, first + count):
        seed = schedule_seed(plan.seed, number)
        outcome = run_schedule(
            seed,
            plan.variant,
            smallest,
            largest,
            plan.steps,
            plan.strategy,
            plan.converges,
            plan.wanted,
            plan.given,
        )
        steps += outcome.steps
        if outcome.findings:
            broken.append((number, outcome))
    return Batch(first, count, steps, tuple(broken))


def _take(report: Report, number: int, outcome: Outcome) -> None:
    """Shrink what is new, and what may become shorter."""
    for finding in outcome.findings:
        known = next((found for found in report.found if found.property == finding.property), None)
        if known is None:
            report.found.append(show(report.plan, number, outcome, finding))
        elif known.interventions > SHORT:
            other = replace(show(report.plan, number, outcome, finding), first=known.first)
            if other.interventions < known.interventions:
                report.found[report.found.index(known)] = other


def show(plan: Plan, number: int, outcome: Outcome, finding: Finding) -> Found:
    """Make what a schedule found smaller, and write it as a script."""
    case, replay = shrink(case_of(outcome, finding.property, plan.given is not None))
    script = script_of(case, replay, f"Found in schedule {number} of seed {plan.seed} ({outcome.strategy}).")
    broken = replay.finding or finding
    return Found(finding.property, number, number, plan.seed, outcome.strategy, broken, len(replay.acts), script)


def _is_enough(report: Report) -> bool:
    plan = report.plan
    wanted = [found for found in report.found if not plan.wanted or found.property in plan.wanted]
    if plan.every or not wanted:
        return False
    return any(found.interventions <= SHORT or report.schedules > 2 * found.first + FURTHER for found in wanted)


def _batches(plan: Plan, first: int, began: float) -> Iterator[Batch]:
    """The batches of a plan in order, as they are done."""
    starts = range(first, first + plan.schedules, BATCH)
    sizes = {start: min(BATCH, first + plan.schedules - start) for start in starts}
    if plan.workers <= 1:
        for start in starts:
            if plan.seconds is not None and time.monotonic() - began >= plan.seconds:
                return
            yield run_batch(plan, start, sizes[start])
        return
    pool = ProcessPoolExecutor(plan.workers, mp_context=get_context("spawn"))
    try:
        pending: list[Future[Batch]] = []
        todo = list(starts)
        while todo or pending:
            while todo and len(pending) < 2 * plan.workers:
                if plan.seconds is not None and time.monotonic() - began >= plan.seconds:
                    todo = []
                    break
                start = todo.pop(0)
                pending.append(pool.submit(run_batch, plan, start, sizes[start]))
            if pending:
                yield pending.pop(0).result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
