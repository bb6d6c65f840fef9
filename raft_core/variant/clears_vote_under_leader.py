"""A follower that recognizes the leader of its term takes its vote back."""

from dataclasses import replace
from typing import Final

from raft_core.explain import choosing
from raft_core.ids import NOBODY
from raft_core.messages import AppendEntries
from raft_core.node import Node
from raft_core.rules import Rules
from raft_core.variant.base import Variant


def _nobody(node: Node, request: AppendEntries) -> int:
    return NOBODY


def _change(rules: Rules) -> Rules:
    return replace(
        rules,
        vote_under_leader=choosing(
            rules.vote_under_leader, _nobody, "it is free again, in the middle of term {node.current_term}"
        ),
    )


VARIANT: Final = Variant(
    name="clears_vote_under_leader",
    ids=("E-14",),
    title="Takes its vote back once a leader is known",
    story=(
        "The election is over, so the vote looks useless. But a slower candidate of the same term may still ask, "
        "and a voter with a free vote elects a second leader. Seen in CCF in 2026 (pull request 8094)."
    ),
    citation="5.2",
    violates=("one_vote_per_term", "election_safety"),
    smallest_cluster=3,
    rules=_change,
)
