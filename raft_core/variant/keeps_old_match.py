"""A leader starts with the matchIndex of its last time in office."""

from dataclasses import replace
from typing import Final

from raft_core.explain import choosing
from raft_core.ids import ServerId
from raft_core.node import Node
from raft_core.rules import Rules
from raft_core.variant.base import Variant


def _pick(node: Node, peer: ServerId) -> int:
    return node.former_match.get(peer, 0)


def _change(rules: Rules) -> Rules:
    return replace(
        rules,
        match_index_in_office=choosing(
            rules.match_index_in_office, _pick, "matchIndex begins at {value}, as it was when it led last"
        ),
    )


VARIANT: Final = Variant(
    name="keeps_old_match",
    ids=("L-10",),
    title="Remembers what followers had when it led before",
    story=(
        "matchIndex is reinitialized after each election, for the follower's log may have been overwritten since. "
        "What it once held proves nothing now."
    ),
    citation="5.3",
    violates=("commit_backing", "leader_completeness"),
    smallest_cluster=5,
    rules=_change,
)
