"""A leader begins a change of membership before the last one is committed."""

from dataclasses import replace
from typing import Final

from raft_core.explain import without
from raft_core.rules import Rules
from raft_core.variant.base import Variant


def _change(rules: Rules) -> Rules:
    return replace(rules, may_change_membership=without(rules.may_change_membership, "none_pending"))


VARIANT: Final = Variant(
    name="overlapping_changes",
    ids=("M-02",),
    title="Begins a change before the last one is finished",
    story=(
        "One server more and one more again are two servers at once for whoever missed the first step: a majority of "
        "the old three and a majority of the new five need not share anybody."
    ),
    citation="diss. 4.1",
    violates=("configuration", "election_safety"),
    smallest_cluster=3,
    rules=_change,
)
