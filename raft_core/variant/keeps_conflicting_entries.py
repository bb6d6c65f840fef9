"""A follower keeps its own entries where they conflict with the leader's."""

from dataclasses import replace
from typing import Final

from raft_core.explain import choosing
from raft_core.messages import AppendEntries
from raft_core.node import Node
from raft_core.rules import Rules
from raft_core.rules.append_entries import Merge
from raft_core.variant.base import Variant


def _append_the_rest(node: Node, request: AppendEntries) -> Merge:
    last_index = node.log.last_index
    return Merge(last_index, min(len(request.entries), max(0, last_index - request.prev_log_index)))


def _change(rules: Rules) -> Rules:
    return replace(
        rules,
        merged_log=choosing(
            rules.merged_log, _append_the_rest, "all of its {node.log.last_index} stay, only what is beyond is appended"
        ),
    )


VARIANT: Final = Variant(
    name="keeps_conflicting_entries",
    ids=("L-05",),
    title="Never removes conflicting entries",
    story=(
        "Entries (d) and (f) of the paper's Figure 7 have to go. A follower that only appends keeps them and adds "
        "the leader's later entries behind them."
    ),
    citation="5.3",
    violates=("log_matching", "state_machine_safety"),
    smallest_cluster=3,
    rules=_change,
)
