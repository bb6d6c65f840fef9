"""Of several new entries only the first is compared for a conflict."""

from dataclasses import replace
from typing import Final

from raft_core.explain import choosing
from raft_core.messages import AppendEntries
from raft_core.node import Node
from raft_core.rules import Rules
from raft_core.rules.append_entries import Merge
from raft_core.variant.base import Variant


def _by_the_first(node: Node, request: AppendEntries) -> Merge:
    log, first = node.log, request.prev_log_index + 1
    if log.term_at(first) != request.entries[0].term:
        return Merge(request.prev_log_index, 0)
    return Merge(log.last_index, min(len(request.entries), log.last_index - request.prev_log_index))


def _change(rules: Rules) -> Rules:
    return replace(
        rules,
        merged_log=choosing(
            rules.merged_log,
            _by_the_first,
            "it is kept up to {value.keep} of {node.log.last_index}; only the first of the new entries was compared",
        ),
    )


VARIANT: Final = Variant(
    name="checks_first_entry_only",
    ids=("L-16",),
    title="Compares only the first of several entries",
    story=(
        "When the first entry is there already, the rest is taken to be there too. A conflict in the second place "
        "stays, and later entries end up behind it."
    ),
    citation="5.3",
    violates=("log_matching", "state_machine_safety"),
    smallest_cluster=3,
    rules=_change,
)
