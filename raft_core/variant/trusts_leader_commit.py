"""A follower commits as far as the leader says, whatever it holds there."""

from dataclasses import replace
from typing import Final

from raft_core.explain import choosing
from raft_core.messages import AppendEntries
from raft_core.node import Node
from raft_core.rules import Rules
from raft_core.variant.base import Variant


def _as_told(node: Node, request: AppendEntries) -> int:
    return max(node.commit_index, request.leader_commit)


def _change(rules: Rules) -> Rules:
    return replace(
        rules,
        follower_commit_index=choosing(
            rules.follower_commit_index,
            _as_told,
            "{value}: leaderCommit is {request.leader_commit}, wherever the logs part",
        ),
    )


VARIANT: Final = Variant(
    name="trusts_leader_commit",
    ids=("C-03",),
    title="Commits beyond what it has received",
    story=(
        "leaderCommit speaks of the leader's log. A follower that has not received that far yet, or still holds "
        "other entries there, must not take it for its own: it would commit, and apply, what it does not have or "
        "what was never committed."
    ),
    citation="5.3",
    violates=("monotonic_commit",),
    smallest_cluster=3,
    rules=_change,
)
