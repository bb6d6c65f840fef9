"""A leader counts entries that are not on its own disk yet."""

from dataclasses import replace
from typing import Final

from raft_core.explain import choosing
from raft_core.node import Node
from raft_core.rules import Rules
from raft_core.variant.base import Variant


def _whole_log(node: Node, _: None) -> int:
    return node.log.last_index


def _change(rules: Rules) -> Rules:
    return replace(
        rules,
        own_match_index=choosing(
            rules.own_match_index,
            _whole_log,
            "up to {value}, all of its log; its disk has it up to {node.durable_index}",
        ),
    )


VARIANT: Final = Variant(
    name="counts_itself_before_fsync",
    ids=("C-07",),
    title="Counts its own log before the disk has it",
    story=(
        "A leader may write to its disk while followers write to theirs, and even commit before its own write is "
        "done, but then it must not count itself. Otherwise one disk less than a majority holds what clients were "
        "told is safe. Seen in d-engine (pull request 447)."
    ),
    citation="diss. 10.2.1",
    violates=("commit_backing", "leader_completeness"),
    smallest_cluster=3,
    rules=_change,
)
