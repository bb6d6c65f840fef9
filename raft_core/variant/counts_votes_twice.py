"""A candidate counts every reply, not every voter."""

from dataclasses import replace
from typing import Final

from raft_core.explain import without
from raft_core.rules import Rules
from raft_core.variant.base import Variant


def _change(rules: Rules) -> Rules:
    return replace(rules, counts_vote=without(rules.counts_vote, "once"))


VARIANT: Final = Variant(
    name="counts_votes_twice",
    ids=("E-12",),
    title="Counts a voter twice",
    story=(
        "Networks repeat messages. Who counts replies instead of voters wins with two copies of one vote. It "
        "takes four servers or more: of three, a candidate with one other vote has won honestly."
    ),
    citation="5.2",
    violates=("election_safety",),
    smallest_cluster=4,
    rules=_change,
)
