"""A server grants its vote to everyone who asks in a term."""

from dataclasses import replace
from typing import Final

from raft_core.explain import without
from raft_core.rules import Rules
from raft_core.variant.base import Variant


def _change(rules: Rules) -> Rules:
    return replace(rules, may_grant_vote=without(rules.may_grant_vote, "one_vote"))


VARIANT: Final = Variant(
    name="votes_twice",
    ids=("E-05",),
    title="Grants more than one vote in a term",
    story=(
        "With one vote for each server and term, two majorities would have to share a voter, so at most one "
        "candidate wins. A server that votes for all of them can make two of them leaders of the same term."
    ),
    citation="5.2",
    violates=("one_vote_per_term", "election_safety"),
    smallest_cluster=3,
    rules=_change,
)
