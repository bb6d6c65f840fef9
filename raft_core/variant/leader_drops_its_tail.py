"""A new leader removes what it does not know to be committed."""

from dataclasses import replace
from typing import Final

from raft_core.explain import choosing
from raft_core.node import Node
from raft_core.rules import Rules
from raft_core.variant.base import Variant


def _what_is_committed(node: Node, _: None) -> int:
    return min(node.commit_index, node.log.last_index)


def _change(rules: Rules) -> Rules:
    return replace(
        rules,
        log_in_office=choosing(
            rules.log_in_office,
            _what_is_committed,
            "up to its commitIndex {value}; the rest up to {node.log.last_index} goes",
        ),
    )


VARIANT: Final = Variant(
    name="leader_drops_its_tail",
    ids=("L-13",),
    title="Tidies its own log on taking office",
    story=(
        "It looks clean to begin a term with committed entries only. But a new leader cannot know what is "
        "committed: the entries that it throws away may be on a majority of the disks, and a client may have been "
        "told so."
    ),
    citation="5.3",
    violates=("leader_append_only", "leader_completeness"),
    smallest_cluster=3,
    rules=_change,
)
