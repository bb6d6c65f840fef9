"""What random schedules find by themselves: most variants, within a few hundred schedules."""

from __future__ import annotations

from typing import Final

import pytest

from raft_core.explore import Outcome, run_schedule
from raft_core.variant import VARIANTS, Variant

WITHIN: Final = 600

NOT_BY_CHANCE: Final = {
    "believes_old_acks": "takes five servers and an answer that outlives two elections of the same leader",
    "calls_unknown_refused": "about one schedule in a thousand",
    "checks_first_entry_only": "a leader starts where the logs part, unless a disk was lost in between",
    "keeps_vote_in_new_term": "only progress suffers",
    "refuses_repeated_request": "only progress suffers",
    "stuck_on_old_terms": "only progress suffers",
}
"""Those that their directed scripts show and random schedules do not, or rarely, and why."""

FOUND: Final = {name: variant for name, variant in VARIANTS.items() if name not in NOT_BY_CHANCE}


def first_found(variant: Variant) -> Outcome | None:
    """The first schedule that breaks one of the properties that must find the variant."""
    for seed in range(WITHIN):
        outcome = run_schedule(seed, (variant.name,))
        if any(finding.property in variant.violates for finding in outcome.findings):
            return outcome
    return None


@pytest.mark.parametrize("variant", FOUND.values(), ids=list(FOUND))
def test_a_random_schedule_finds_it(variant: Variant) -> None:
    assert first_found(variant) is not None


def test_most_variants_are_found_by_chance() -> None:
    assert set(NOT_BY_CHANCE) <= set(VARIANTS)
    assert len(FOUND) >= 30


def test_a_schedule_depends_on_its_seed_and_on_nothing_else() -> None:
    first, second, other = run_schedule(11), run_schedule(11), run_schedule(12)
    assert first == second
    assert first.deeds != other.deeds
