"""A promise to vote is counted as a vote."""

from dataclasses import replace
from typing import Final

from raft_core.explain import without
from raft_core.rules import Rules
from raft_core.variant.base import Variant


def _change(rules: Rules) -> Rules:
    return replace(rules, counts_pre_vote=without(without(rules.counts_pre_vote, "pre_candidate"), "same_term"))


VARIANT: Final = Variant(
    name="promise_counts_as_vote",
    ids=("E-13",),
    title="Counts a promise as a vote",
    story=(
        "A pre-vote binds nobody: the server that gave it may vote for another the next moment. A candidate that "
        "counts late promises can win without a majority of votes. etcd tests for it "
        "(TestCandidateDeliversPreCandidateSelfVoteAfterBecomingCandidate)."
    ),
    citation="diss. 9.6",
    violates=("election_safety",),
    smallest_cluster=3,
    rules=_change,
)
