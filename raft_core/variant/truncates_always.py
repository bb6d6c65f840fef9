"""A follower removes everything after prevLogIndex, conflict or not."""

from dataclasses import replace
from typing import Final

from raft_core.explain import choosing
from raft_core.messages import AppendEntries
from raft_core.node import Node
from raft_core.rules import Rules
from raft_core.rules.append_entries import Merge
from raft_core.variant.base import Variant


def _replace_the_rest(node: Node, request: AppendEntries) -> Merge:
    return Merge(request.prev_log_index, 0)


def _change(rules: Rules) -> Rules:
    return replace(
        rules,
        merged_log=choosing(
            rules.merged_log,
            _replace_the_rest,
            "everything after {request.prev_log_index} is replaced, of a log of {node.log.last_index}",
        ),
    )


VARIANT: Final = Variant(
    name="truncates_always",
    ids=("L-04",),
    title="Truncates without a conflict",
    story=(
        "As long as messages arrive in order it is the same. A late copy of an early message then removes what "
        "came after it, although the leader counts on it and may have committed it. Found in raftos (issue 26) by "
        "SandTable; PySyncObj does it and is saved by links that keep order."
    ),
    citation="5.3",
    violates=("monotonic_commit", "leader_completeness"),
    smallest_cluster=3,
    rules=_change,
)
