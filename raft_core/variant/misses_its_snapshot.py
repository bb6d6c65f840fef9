"""A leader does not notice that the entry just before the rest of its log is gone."""

from dataclasses import replace
from typing import Final

from raft_core.explain import Clause, with_clause
from raft_core.node import Node
from raft_core.rules import Rules
from raft_core.variant.base import Variant


def _is_far_behind(node: Node, prev: int) -> bool:
    return prev < node.log.base_index - 1


def _change(rules: Rules) -> Rules:
    return replace(
        rules,
        needs_snapshot=with_clause(
            rules.needs_snapshot,
            Clause(
                "discarded",
                "7",
                "Is more than the last entry discarded?",
                _is_far_behind,
                "prevLogIndex would be {prev}, and the log begins after {node.log.base_index}",
                "prevLogIndex {prev} is near enough to {node.log.base_index}",
            ),
        ),
    )


VARIANT: Final = Variant(
    name="misses_its_snapshot",
    ids=("L-15",),
    title="Sends nothing instead of its snapshot",
    story=(
        "The follower needs the very entry that the snapshot ends with. One less in a comparison, and the leader "
        "sends an AppendEntries without entries instead, for ever. willemt/raft did (SandTable, depth 20)."
    ),
    citation="7",
    violates=("liveness",),
    smallest_cluster=2,
    rules=_change,
)
