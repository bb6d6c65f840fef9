"""A candidate counts its own vote without writing it down."""

from dataclasses import replace
from typing import Final

from raft_core.explain import choosing
from raft_core.ids import NOBODY
from raft_core.node import Node
from raft_core.rules import Rules
from raft_core.variant.base import Variant


def _nobody(node: Node, _: None) -> int:
    return NOBODY


def _change(rules: Rules) -> Rules:
    return replace(
        rules,
        candidate_vote=choosing(rules.candidate_vote, _nobody, "votedFor stays empty in term {node.current_term}"),
    )


VARIANT: Final = Variant(
    name="leaves_own_vote_free",
    ids=("E-09",),
    title="Does not record its vote for itself",
    story=(
        "A candidate counts itself but leaves votedFor empty, so it also grants the first other candidate of the "
        "same term its vote. In a cluster of three that makes two leaders."
    ),
    citation="5.2",
    violates=("durability", "one_vote_per_term", "election_safety"),
    smallest_cluster=3,
    rules=_change,
)
