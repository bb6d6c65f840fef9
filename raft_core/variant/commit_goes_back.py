"""A follower's commitIndex follows the leader's, down too."""

from dataclasses import replace
from typing import Final

from raft_core.explain import choosing
from raft_core.messages import AppendEntries
from raft_core.node import Node
from raft_core.rules import Rules
from raft_core.variant.base import Variant


def _whatever_is_told(node: Node, request: AppendEntries) -> int:
    return min(request.leader_commit, request.prev_log_index + len(request.entries))


def _change(rules: Rules) -> Rules:
    return replace(
        rules,
        follower_commit_index=choosing(
            rules.follower_commit_index,
            _whatever_is_told,
            "{value}: leaderCommit is {request.leader_commit}; before it was {node.commit_index}",
        ),
    )


VARIANT: Final = Variant(
    name="commit_goes_back",
    ids=("C-04",),
    title="Lets commitIndex go back",
    story=(
        "A new leader may know less about what is committed than its followers do, and messages arrive late. A "
        "commitIndex that follows every message goes back. Found in PySyncObj (issue 166) by SandTable."
    ),
    citation="5.3",
    violates=("monotonic_commit",),
    smallest_cluster=3,
    rules=_change,
)
