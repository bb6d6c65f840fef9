"""A follower acknowledges all of its log, not what it was sent."""

from dataclasses import replace
from typing import Final

from raft_core.explain import choosing
from raft_core.messages import AppendEntries
from raft_core.node import Node
from raft_core.rules import Rules
from raft_core.variant.base import Variant


def _last_index(node: Node, request: AppendEntries) -> int:
    return node.log.last_index


def _change(rules: Rules) -> Rules:
    return replace(
        rules,
        acknowledged_index=choosing(
            rules.acknowledged_index, _last_index, "up to {value}, the end of its own log, whoever wrote that"
        ),
    )


VARIANT: Final = Variant(
    name="acks_whole_log",
    ids=("L-06",),
    title="Acknowledges its whole log",
    story=(
        "A follower may hold entries of an earlier leader beyond what this leader sent. A heartbeat that matches "
        "before them says nothing about them; who answers with the last index makes the leader count entries that "
        "are not its own."
    ),
    citation="5.3",
    violates=("commit_backing",),
    smallest_cluster=3,
    rules=_change,
)
