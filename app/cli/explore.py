"""`orbital-raft explore`: adversarial schedules against every checker."""

from __future__ import annotations

import argparse
import os
import sys
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.cli.explore_flp import play
from raft_core.units import parse_duration

if TYPE_CHECKING:
    from raft_core.explore import Found, Report

BAD_INPUT: Final = 2
FOUND: Final = 1
BAR: Final = 30


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command."""
    parser = commands.add_parser(
        "explore",
        help="search for a schedule of faults that breaks a property",
        description=(
            "Runs schedules drawn from a seed against every checker. What breaks is made smaller and written as Raft "
            "script. Exit code 0: nothing found, 1: found, 2: bad input."
        ),
    )
    parser.add_argument("--servers", type=_servers, metavar="N", help="clusters of this size (2 to 7, at random)")
    parser.add_argument("--variant", default="none", metavar="V", help="names of variants, with commas (none)")
    parser.add_argument("--schedules", type=_count, default=2_000, metavar="N", help="how many to run (2,000)")
    parser.add_argument("--seconds", type=seconds_above_zero, metavar="S", help="stop after so many seconds")
    parser.add_argument("--seed", type=_seed, default=1, metavar="N", help="what everything is drawn from (1)")
    parser.add_argument("--from", type=_seed, default=0, dest="first", metavar="N", help="the first schedule (0)")
    parser.add_argument("--workers", type=_workers, default=os.cpu_count() or 1, metavar="N", help="processes (all)")
    parser.add_argument("--strategy", default="portfolio", metavar="NAME", help="faults, priorities, prefix (all)")
    parser.add_argument("--steps", type=_count, default=200, metavar="N", help="steps of each schedule (200)")
    parser.add_argument("--out", type=Path, metavar="DIR", help="write each counterexample as a script into DIR")
    parser.add_argument(
        "--exhaustive", action="store_true", help="instead, every schedule of a very small cluster (see the manual)"
    )
    parser.add_argument("--flp", type=_count, metavar="TERMS", help="instead, keep a cluster from electing so long")
    parser.add_argument("--bound", type=_bound, metavar="TIME", help="with --flp: how long a message may be held (any)")
    parser.add_argument("--randomized", action="store_true", help="with --flp: timeouts are random, as in 5.2")
    parser.set_defaults(execute=execute)


def execute(chosen: argparse.Namespace) -> int:
    """Search; the exit code."""
    from raft_core.explore import STRATEGIES, Plan, search
    from raft_core.variant import find

    names = () if chosen.variant == "none" else tuple(chosen.variant.split(","))
    try:
        names = tuple(find(name).name for name in names)
    except ValueError as error:
        print(f"orbital-raft: --variant: {error}", file=sys.stderr)
        return BAD_INPUT
    if chosen.strategy not in (*STRATEGIES, "portfolio"):
        print(f"orbital-raft: --strategy: {chosen.strategy!r} is none of {', '.join(STRATEGIES)}", file=sys.stderr)
        return BAD_INPUT
    if chosen.out is not None:
        try:
            chosen.out.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            print(f"orbital-raft: --out: cannot make {chosen.out}: {error.strerror}", file=sys.stderr)
            return BAD_INPUT
    if chosen.flp is not None:
        return play(chosen)
    if chosen.exhaustive:
        return _exhaust(names, chosen)
    plan = Plan(
        seed=chosen.seed,
        variant=names,
        servers=chosen.servers,
        schedules=chosen.schedules,
        seconds=chosen.seconds,
        workers=chosen.workers,
        steps=chosen.steps,
        strategy=chosen.strategy,
    )
    try:
        report = search(plan, chosen.first, _progress if sys.stderr.isatty() else None)
    except BrokenProcessPool:
        print("orbital-raft: a worker ended unexpectedly; try --workers 1", file=sys.stderr)
        return BAD_INPUT
    if sys.stderr.isatty():
        print(file=sys.stderr)
    return _tell(report, chosen)


def _tell(report: Report, chosen: argparse.Namespace) -> int:
    count = report.schedules - chosen.first
    print(f"{count:,} schedules of seed {chosen.seed}, {report.steps:,} steps, {report.seconds:.1f} s.")
    for number, found in enumerate(report.found, 1):
        print(f"\n{found.property}: schedule {found.schedule} ({found.strategy}), {found.interventions} interventions.")
        print(f"  {found.finding.says}")
        if chosen.out is not None:
            path = chosen.out / f"{found.property}-{number}.raft"
            try:
                path.write_text(found.script, encoding="utf-8")
            except OSError as error:
                print(f"orbital-raft: --out: cannot write {path}: {error.strerror}", file=sys.stderr)
                return BAD_INPUT
            print(f"  written to {path}")
    if report.found and chosen.out is None:
        shortest = min(report.found, key=lambda found: found.interventions)
        print(f"\n{shortest.script}", end="")
    if not report.found:
        print("Nothing broke.")
    print(f"\nGo on with: --seed {chosen.seed} --from {report.next_schedule}")
    return FOUND if report.found else 0


def _exhaust(names: tuple[str, ...], chosen: argparse.Namespace) -> int:
    from raft_core.explore.small_world import Bounds, explore

    result = explore(Bounds(servers=chosen.servers or 3), names, chosen.seconds)
    how = "all of them" if result.complete else "not all of them: time was up"
    print(
        f"{result.states:,} distinct states, {how}; depth {result.depth}, {result.seconds:.1f} s, "
        f"{result.states / max(result.seconds, 0.001):,.0f} states/s."
    )
    if result.finding is None:
        print("Nothing broke.")
        return 0
    print(f"\n{result.finding.property} at depth {result.depth}: {result.finding.says}\n")
    for line in result.path:
        print(f"  {line}")
    return FOUND


def _progress(done: int, of: int, found: list[Found]) -> None:
    filled = BAR * done // max(1, of)
    bar = "#" * filled + "." * (BAR - filled)
    names = ", ".join(one.property for one in found)
    print(f"\r[{bar}] {done:,} of {of:,} {names}", end="", file=sys.stderr, flush=True)


def _whole(text: str, lowest: int, highest: int) -> int:
    if not (text.isascii() and text.isdigit() and lowest <= int(text) <= highest):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from {lowest} to {highest:,}")
    return int(text)


def _bound(text: str) -> int:
    try:
        return parse_duration(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _servers(text: str) -> int:
    return _whole(text, 1, 7)


def _count(text: str) -> int:
    return _whole(text, 1, 100_000_000)


def _seed(text: str) -> int:
    return _whole(text, 0, 2**40)


def _workers(text: str) -> int:
    return _whole(text, 1, 64)


def seconds_above_zero(text: str) -> float:
    """A time limit, from what was typed."""
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0 < seconds < 1e7:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds")
    return seconds
