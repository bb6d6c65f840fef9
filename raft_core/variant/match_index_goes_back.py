"""A leader sets matchIndex to what the latest answer says."""

from dataclasses import replace
from typing import Final

from raft_core.explain import choosing
from raft_core.messages import AppendEntriesReply
from raft_core.node import Node
from raft_core.rules import Rules
from raft_core.variant.base import Variant


def _as_answered(node: Node, reply: AppendEntriesReply) -> int:
    return reply.match_index


def _change(rules: Rules) -> Rules:
    return replace(
        rules, match_index=choosing(rules.match_index, _as_answered, "{value}: what this answer vouches for")
    )


VARIANT: Final = Variant(
    name="match_index_goes_back",
    ids=("L-07",),
    title="Lets matchIndex go back",
    story=(
        "Answers overtake each other. The one that arrives last is not always the newest, and a matchIndex that "
        "follows it goes back. Found in PySyncObj (issue 167) and raftos (issue 25) by SandTable."
    ),
    citation="5.3",
    violates=("monotonic_match",),
    smallest_cluster=3,
    rules=_change,
)
