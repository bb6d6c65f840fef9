"""A snapshot reaches to the end of the log, committed or not."""

from dataclasses import replace
from typing import Final

from raft_core.explain import choosing
from raft_core.node import Node
from raft_core.rules import Rules
from raft_core.variant.base import Variant


def _pick(node: Node, _: None) -> int:
    return node.log.last_index


def _change(rules: Rules) -> Rules:
    return replace(
        rules,
        snapshot_index=choosing(
            rules.snapshot_index, _pick, "up to {value}, the end of the log; committed is {node.commit_index}"
        ),
    )


VARIANT: Final = Variant(
    name="snapshot_of_unapplied",
    ids=("S-m5",),
    title="Puts uncommitted entries into a snapshot",
    story=(
        "A snapshot stands for the state up to its last index. If that is the end of the log, what was not applied yet "
        "is neither in the state nor in the log any more, here and wherever the snapshot is sent; and what is not "
        "committed can no longer be overwritten."
    ),
    citation="7",
    violates=("snapshot", "linearizability"),
    smallest_cluster=3,
    rules=_change,
)
