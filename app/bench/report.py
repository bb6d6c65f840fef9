"""`orbital-raft bench`: every measurement several times in turn, and the medians as a table."""

import gc
import sys
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

from app.bench import explorer
from app.bench.own import live, simulate
from app.bench.peer import commit_with_peer, peer_version
from app.bench.work import Work
from app.memory import expect_long_history

ROUNDS = 3
WORKS = (
    ("10 clients", Work(entries=10_000, clients=10)),
    ("1 client", Work(entries=3_000, clients=1)),
)


@dataclass(slots=True, frozen=True)
class Row:
    """One line of the table: CPU seconds of each round, and how many events each took (0 where it has none)."""

    name: str
    seconds: list[float]
    events: int


def main(rounds: int = ROUNDS) -> int:
    """Measure and print. Returns the exit code."""
    expect_long_history()
    print("Elect a leader and commit entries on 5 servers in process; CPU seconds, median of", rounds, "rounds.")
    version = peer_version()
    if version is None:
        print("PySyncObj is not installed (it comes with the test extra); its rows and ratios are left out.")
    for name, work in WORKS:
        print(f"\n{work.entries:,} entries, {name}")
        rows = measure(work, rounds, version)
        print_table(rows, work.entries, rows[-1] if version is not None else None)
    explorer.main(rounds)
    return 0


def measure(work: Work, rounds: int, version: str | None) -> list[Row]:
    """Run every contestant once a round, so that all see the same weather."""
    contestants: list[tuple[str, Callable[[], tuple[float, int]]]] = [
        ("simulator, unchecked", lambda: simulate(work, checked=False)),
        ("simulator, checkers on", lambda: simulate(work)),
        ("live: history and checkers", lambda: live(work, streamed=False)),
        ("live and a viewer's deltas as JSON", lambda: live(work, streamed=True)),
    ]
    if version is not None:
        contestants += [
            ("PySyncObj, messages by reference", lambda: (commit_with_peer(work, by_value=False), 0)),
            (f"PySyncObj {version}", lambda: (commit_with_peer(work, by_value=True), 0)),
        ]
    rows = [Row(name, [], 0) for name, _ in contestants]
    for _ in range(rounds):
        for place, (name, run) in enumerate(contestants):
            gc.collect()
            seconds, events = run()
            rows[place] = Row(name, [*rows[place].seconds, seconds], events)
            if sys.stderr.isatty():
                print(f"\r{name:<40}", end="", file=sys.stderr)
    if sys.stderr.isatty():
        print("\r" + " " * 40 + "\r", end="", file=sys.stderr)
    return rows


def print_table(rows: list[Row], entries: int, peer: Row | None) -> None:
    """One line a row; the ratio says how many times as fast as the peer, round by round."""
    against = "  times as fast as PySyncObj" if peer is not None else ""
    print(f"{'':<36}{'CPU s':>8}{'commits/s':>11}{'events/s':>10}{against}")
    for row in rows:
        seconds = median(row.seconds)
        events = f"{row.events / seconds:,.0f}" if row.events else ""
        line = f"{row.name:<36}{seconds:>8.2f}{entries / seconds:>11,.0f}{events:>10}"
        if peer is not None and row is not peer:
            ratio = median([theirs / ours for ours, theirs in zip(row.seconds, peer.seconds, strict=True)])
            line += f"{ratio:>28.2f}"
        print(line)
