"""Measures and prints. It never fails because something was slow: machines differ, and so does their company."""

from __future__ import annotations

import argparse
import signal
import sys

from tools.bench_load.measures import MEASURES, Wishes
from tools.bench_load.server import server
from tools.environment import tell
from tools.table import HEADING


def main(arguments: list[str]) -> int:
    """Measure what was asked for; the exit code."""
    wishes = Wishes()
    parser = argparse.ArgumentParser(
        "python3 -m tools bench-load", description="Measures a server under the load of many viewers, on the loopback."
    )
    parser.add_argument("measure", nargs="*", help=f"some of {', '.join(MEASURES)}; with none named, all")
    parser.add_argument("--viewers", type=int, default=wishes.viewers, help=f"of one session ({wishes.viewers})")
    parser.add_argument("--sandboxes", type=int, default=wishes.sandboxes, help=f"rooms ({wishes.sandboxes})")
    parser.add_argument("--students", type=int, default=wishes.students, help=f"that arrive ({wishes.students})")
    parser.add_argument("--seconds", type=float, default=wishes.seconds, help=f"for each ({wishes.seconds:.0f})")
    chosen = parser.parse_args(arguments)
    unknown = [name for name in chosen.measure if name not in MEASURES]
    if unknown:
        parser.error(f"{unknown[0]!r} is not measured; legal are {', '.join(MEASURES)}")
    if min(chosen.viewers, chosen.sandboxes, chosen.students, chosen.seconds) < 1:
        parser.error("it takes at least one viewer, one sandbox, one student and one second")
    # Who ends the measuring from outside ends the server with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    print(HEADING)
    wishes = Wishes(chosen.viewers, chosen.sandboxes, chosen.students, chosen.seconds)
    most = str(wishes.viewers + wishes.sandboxes + 10)
    for name in chosen.measure or MEASURES:
        tell(f"measuring {name}")
        with server(
            "--max-viewers", most, "--max-rooms", most, "--max-openings", most, "--stall-seconds", "2"
        ) as running:
            for row in MEASURES[name](running, wishes):
                print(row.line(), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
