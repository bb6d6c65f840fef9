"""`orbital-raft explore --flp`: the adversary of Fischer, Lynch and Paterson, and what takes its power away."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from raft_core.explore.flp import FlpRun

SHOWN: Final = 12
"""How many choices are printed."""

KEPT_FROM_DECIDING: Final = 1


def play(chosen: argparse.Namespace) -> int:
    """Play, and tell; 1 when nobody was ever elected, 0 when somebody was."""
    from raft_core.explore.flp import equal, randomized, run_flp, script_of

    servers = chosen.servers or 5
    scenario = randomized(servers, chosen.seed) if chosen.randomized else equal(servers)
    run = run_flp(scenario, chosen.flp, chosen.bound)
    for choice in run.choices[:SHOWN]:
        print(f"{choice.time_us / 1_000_000:8.3f} s  {choice.why}")
    if len(run.choices) > SHOWN:
        print(f"... and {len(run.choices) - SHOWN:,} more choices.")
    print(f"\n{_summary(run)}")
    if chosen.out is not None:
        path: Path = chosen.out / "flp.raft"
        try:
            path.write_text(script_of(run), encoding="utf-8")
        except OSError as error:
            print(f"orbital-raft: --out: cannot write {path}: {error.strerror}", file=sys.stderr)
            return 2
        print(f"Written to {path}, with the reason of every choice.")
    return 0 if run.leader else KEPT_FROM_DECIDING


def _summary(run: FlpRun) -> str:
    delivered, held_ms = len(run.choices), run.longest_hold_us // 1_000
    if run.leader:
        forced = sum(choice.forced for choice in run.choices)
        return (
            f"S{run.leader} leads after {run.rounds} terms: {forced} of {delivered:,} messages had to arrive when the "
            "adversary would have kept them."
        )
    left = f"{run.undelivered} are still held" if run.undelivered else "every one arrived"
    return (
        f"Nobody was elected in {run.rounds} terms and {run.end_us / 1_000_000:.1f} s. {delivered:,} messages were "
        f"delivered, {left}, and none was held for more than {held_ms:,} ms."
    )
