"""Voters look at every request for a vote, though leaders rely on leases."""

from dataclasses import replace
from typing import Final

from raft_core.explain import without
from raft_core.rules import Rules
from raft_core.variant.base import Variant


def _change(rules: Rules) -> Rules:
    return replace(rules, hears_candidate=without(rules.hears_candidate, "leader_gone"))


VARIANT: Final = Variant(
    name="votes_under_lease",
    ids=("R-09",),
    title="Votes although its leader has a lease",
    story=(
        "A lease rests on voters that keep their leader for a minimum election timeout. A voter that does not lets a "
        "new leader be elected inside the old one's lease."
    ),
    citation="diss. 6.4.1",
    violates=("linearizability", "lease_exclusion"),
    smallest_cluster=3,
    rules=_change,
)
