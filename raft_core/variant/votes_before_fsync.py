"""A vote leaves before it is on disk."""

from dataclasses import replace
from typing import Final

from raft_core.explain import without
from raft_core.rules import Rules
from raft_core.variant.base import Variant


def _change(rules: Rules) -> Rules:
    return replace(rules, may_answer=without(rules.may_answer, "vote_durable"))


VARIANT: Final = Variant(
    name="votes_before_fsync",
    ids=("E-08",),
    title="Sends its vote before the disk has it",
    story=(
        "The reply and the write race. If the server crashes between the two, the candidate counts a vote that "
        "the voter has forgotten and gives again. Seen in robustmq (pull request 2039)."
    ),
    citation="Figure 2",
    violates=("durability", "election_safety"),
    smallest_cluster=3,
    rules=_change,
)
