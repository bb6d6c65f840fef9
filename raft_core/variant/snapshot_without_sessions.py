"""A snapshot holds keys and values, but not the clients' sessions."""

from dataclasses import replace
from typing import Final

from raft_core.explain import choosing
from raft_core.node import Node
from raft_core.rules import Rules
from raft_core.rules.snapshots import contents
from raft_core.snapshot import Snapshot
from raft_core.variant.base import Variant


def _pick(node: Node, index: int) -> Snapshot:
    whole = contents(node, index)
    return Snapshot(index, whole.term, whole.values, {}, whole.configuration)


def _change(rules: Rules) -> Rules:
    return replace(
        rules,
        snapshot_contents=choosing(
            rules.snapshot_contents, _pick, "keys, values and the configuration, as of index {index}, and no sessions"
        ),
    )


VARIANT: Final = Variant(
    name="snapshot_without_sessions",
    ids=("S-m5b",),
    title="Leaves the sessions out of the snapshot",
    story=(
        "The sessions are part of the state: with them a retry is recognized. A server that was restored from a "
        "snapshot without them executes a command a second time, and the others do not."
    ),
    citation="8",
    violates=("snapshot", "exactly_once"),
    smallest_cluster=3,
    rules=_change,
)
