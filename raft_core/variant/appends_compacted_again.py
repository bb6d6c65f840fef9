"""Entries that a snapshot has replaced are appended once more."""

from dataclasses import replace
from typing import Final

from raft_core.explain import choosing
from raft_core.messages import AppendEntries
from raft_core.node import Node
from raft_core.rules import Rules
from raft_core.rules.append_entries import Merge
from raft_core.variant.base import Variant


def _pick(node: Node, request: AppendEntries) -> Merge:
    log, index = node.log, request.prev_log_index
    for skip, entry in enumerate(request.entries):
        if log.term_at(index + 1) != entry.term:
            return Merge(index, skip)
        index += 1
    return Merge(log.last_index, len(request.entries))


def _change(rules: Rules) -> Rules:
    return replace(
        rules,
        merged_log=choosing(
            rules.merged_log,
            _pick,
            "kept up to {value.keep}, and of the new entries all after the first {value.skip} appended",
        ),
    )


VARIANT: Final = Variant(
    name="appends_compacted_again",
    ids=("L-14",),
    title="Appends again what it has compacted",
    story=(
        "A late AppendEntries speaks of entries that the follower has compacted since. They are not in its log, and "
        "yet they are not new. willemt/raft appended them a second time (SandTable found it at depth 22)."
    ),
    citation="7",
    violates=("log_matching",),
    smallest_cluster=2,
    rules=_change,
)
