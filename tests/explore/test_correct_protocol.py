"""The correct protocol under random faults: nothing breaks, ever, and once the faults are over it gets on."""

from __future__ import annotations

import pytest

from raft_core.explore import run_schedule

SCHEDULES = 2_000
BLOCKS = 8


@pytest.mark.parametrize("block", range(BLOCKS))
def test_two_thousand_schedules_find_nothing(block: int) -> None:
    size = SCHEDULES // BLOCKS
    outcomes = [run_schedule(seed, converge=True) for seed in range(block * size, (block + 1) * size)]
    assert [(outcome.seed, outcome.findings) for outcome in outcomes if outcome.findings] == []
    # They are no idle schedules either: servers stand, win, and commit, while things go wrong.
    assert sum(len(outcome.deeds) for outcome in outcomes) > 20 * size
    assert {len(outcome.scenario.servers) for outcome in outcomes} == {2, 3, 4, 5, 6, 7}


def test_longer_schedules_find_nothing_either() -> None:
    assert all(run_schedule(seed, steps=2_000).findings == () for seed in range(100_000, 100_040))
