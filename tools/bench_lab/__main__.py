"""Measures and prints. It never fails because something was slow: machines differ, and so does their company."""

from __future__ import annotations

import argparse
import sys

from tools import browser
from tools.environment import stop, tell
from tools.table import HEADING


def main(arguments: list[str]) -> int:
    """Measure what was asked for; the exit code."""
    try:
        from tools.bench_lab.measures import MEASURES, Wishes
        from tools.bench_lab.page import bench
    except ModuleNotFoundError as missing:
        stop(f"measuring the lab needs {missing.name}, which comes with the test extra: make install")
    parser = argparse.ArgumentParser("python3 -m tools bench-lab", description="Measures the lab in a real browser.")
    parser.add_argument("measure", nargs="*", help=f"some of {', '.join(MEASURES)}; with none named, all")
    parser.add_argument("--full", action="store_true", help="play ten minutes at 1x and not thirty seconds at 20x")
    chosen = parser.parse_args(arguments)
    unknown = [name for name in chosen.measure if name not in MEASURES]
    if unknown:
        parser.error(f"{unknown[0]!r} is not measured; legal are {', '.join(MEASURES)}")
    chromium = browser.find()
    if chromium is None:
        stop("measuring the lab needs Chromium or Chrome; ORBITAL_CHROMIUM names one that is not on the path")
    wishes = Wishes(idle_s=10, frames_s=8, play_s=600 if chosen.full else 30, play_speed=1 if chosen.full else 20)
    print(HEADING)
    with bench(chromium) as running:
        for name in chosen.measure or MEASURES:
            tell(f"measuring {name}")
            for row in MEASURES[name](running, wishes):
                print(row.line(), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
