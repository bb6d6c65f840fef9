"""What the explorer's default portfolio finds by itself: every unsafe variant, most within a few hundred schedules."""

from __future__ import annotations

from typing import Final

import pytest

from raft_core.explore import Plan, run_schedule, search
from raft_core.explore.search import SHORT
from raft_core.script import parse
from raft_core.script.run import run
from raft_core.variant import VARIANTS, Variant

WITHIN: Final = 1_500

TAKE_LONGER: Final = {
    "believes_old_acks": "five servers, and an answer that outlives two elections of the same leader",
    "keeps_old_match": "the same leader twice, and another one that replaced its entries in between",
    "leaves_before_commit": "the removed leader has to be the one that the rest cannot do without",
    "mixes_snapshots": "chunks of two snapshots have to cross",
    "reuses_read_round": "an answer has to be older than an election that happened meanwhile",
    "silent_to_old_pre_candidates": "every other way to elect a leader has to fail as well",
    "snapshot_drops_suffix": "a follower has to hold more than the snapshot that it is sent",
    "waits_after_refusing": "the patience that it loses has to run out again and again, while nobody else stands",
    "votes_under_lease": "an election has to fall into the last milliseconds of a lease",
}
"""Those that take thousands of schedules in some ranges of seeds, and why. docs/exploring.md has the numbers."""

NEVER: Final = {
    "refuses_repeated_request": "a wasted vote costs one election, and the next one succeeds",
}
"""Those that only their directed scripts show (tests/scenarios/variants)."""

FOUND: Final = [
    variant for name, variant in VARIANTS.items() if variant.violates and name not in TAKE_LONGER and name not in NEVER
]


@pytest.mark.parametrize("variant", FOUND, ids=[variant.name for variant in FOUND])
def test_the_portfolio_finds_it_and_shows_it_in_few_interventions(variant: Variant) -> None:
    report = search(Plan(seed=1, variant=(variant.name,), schedules=WITHIN))
    found = [found for found in report.found if found.property in variant.violates]
    assert found, f"not within {report.schedules} schedules"
    shortest = min(found, key=lambda one: one.interventions)
    assert shortest.interventions <= SHORT
    outcome = run(parse(shortest.script))
    assert outcome.passed, outcome.transcript[-3:]


def test_the_exceptions_are_few_and_exist() -> None:
    assert set(TAKE_LONGER) | set(NEVER) <= set(VARIANTS)
    assert len(FOUND) >= 75


def test_a_schedule_depends_on_its_seed_and_on_nothing_else() -> None:
    first, second, other = run_schedule(11), run_schedule(11), run_schedule(12)
    assert first == second
    assert first.deeds != other.deeds
