"""A schedule is the same schedule everywhere: deeds, findings and lengths do not depend on the hash seed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from raft_core.explore import run_schedule
from raft_core.variant import VARIANTS

ROOT = Path(__file__).parents[2]
SEEDS = range(3)


def main() -> None:
    """Print what happened in a few schedules of the correct protocol and of every variant."""
    for variant in ((), *[(name,) for name in VARIANTS]):
        for seed in SEEDS:
            outcome = run_schedule(seed, variant)
            sys.stdout.write(f"{variant} {seed} {outcome.steps} {len(outcome.scenario.servers)}\n")
            for deed in outcome.deeds:
                sys.stdout.write(f"  {deed.position} {deed.time_us} {deed.intervention.directive}\n")
            for finding in outcome.findings:
                sys.stdout.write(f"  {finding}\n")


def test_hash_seeds_make_no_difference() -> None:
    printed = {
        subprocess.run(
            [sys.executable, "-m", "tests.explore.test_determinism"],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("0", "1", "31337")
    }
    assert len(printed) == 1
    assert len(printed.pop().splitlines()) > len(VARIANTS) * len(SEEDS)


if __name__ == "__main__":
    main()
