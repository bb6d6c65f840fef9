"""A leader that removes itself still counts itself in majorities."""

from dataclasses import replace
from typing import Final

from raft_core.explain import choosing
from raft_core.ids import ServerId
from raft_core.node import Node
from raft_core.rules import Rules
from raft_core.variant.base import Variant


def _pick(node: Node, voters: "tuple[ServerId, ...]") -> "tuple[ServerId, ...]":
    return voters if node.id in voters else (*voters, node.id)


def _change(rules: Rules) -> Rules:
    return replace(
        rules, counted_servers=choosing(rules.counted_servers, _pick, "{value}: the voters, and {node.name} itself")
    )


VARIANT: Final = Variant(
    name="removed_leader_counts_itself",
    ids=("M-06",),
    title="Counts itself after it left",
    story=(
        "Until C_new is committed the removed leader goes on, but it is no part of the majority that it needs. With "
        "itself, one voter less than a majority is enough for it. etcd tests for it (confchange_v1_remove_leader)."
    ),
    citation="diss. 4.2.2",
    violates=("commit_backing", "leader_completeness"),
    smallest_cluster=4,
    rules=_change,
)
