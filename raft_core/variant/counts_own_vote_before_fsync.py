"""A candidate counts its own vote before that vote is on disk."""

from dataclasses import replace
from typing import Final

from raft_core.explain import without
from raft_core.rules import Rules
from raft_core.variant.base import Variant


def _change(rules: Rules) -> Rules:
    return replace(rules, counts_own_vote=without(rules.counts_own_vote, "durable"))


VARIANT: Final = Variant(
    name="counts_own_vote_before_fsync",
    ids=("E-10",),
    title="Counts its own vote before the disk has it",
    story=(
        "A candidate's vote for itself is a vote like any other: a crash must not free it. etcd sends it to "
        "itself as a message that waits for the disk, and tests exactly that "
        "(TestCandidateSelfVoteAfterLostElection)."
    ),
    citation="Figure 2",
    violates=("durability",),
    smallest_cluster=1,
    rules=_change,
)
