"""votedFor is not cleared when a new term begins."""

from dataclasses import replace
from typing import Final

from raft_core.explain import choosing
from raft_core.ids import ServerId
from raft_core.messages import Message
from raft_core.node import Node
from raft_core.rules import Rules
from raft_core.variant.base import Variant


def _same_vote(node: Node, message: Message) -> ServerId:
    return node.voted_for


def _change(rules: Rules) -> Rules:
    return replace(
        rules,
        vote_in_new_term=choosing(rules.vote_in_new_term, _same_vote, "it stays with {node.voted_for_name}"),
    )


VARIANT: Final = Variant(
    name="keeps_vote_in_new_term",
    ids=("E-15",),
    title="Keeps its vote when the term changes",
    story=(
        "Nothing wrong is ever elected, and in the end nothing at all: a server that voted once refuses every "
        "other candidate for ever. As soon as the one it voted for is down, elections fail."
    ),
    citation="5.2",
    violates=("liveness",),
    smallest_cluster=3,
    rules=_change,
)
