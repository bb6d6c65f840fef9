"""A snapshot carries the configuration of the beginning."""

from dataclasses import replace
from typing import Final

from raft_core.explain import choosing
from raft_core.node import Node
from raft_core.rules import Rules
from raft_core.snapshot import Snapshot
from raft_core.variant.base import Variant


def _pick(node: Node, index: int) -> Snapshot:
    return Snapshot.of(node.machine, index, node.log.term_at(index), node.snapshot.configuration)


def _change(rules: Rules) -> Rules:
    return replace(
        rules,
        snapshot_contents=choosing(
            rules.snapshot_contents,
            _pick,
            "keys, values and sessions as of index {index}, and the configuration of the snapshot before",
        ),
    )


VARIANT: Final = Variant(
    name="snapshot_forgets_configuration",
    ids=("S-m3",),
    title="Leaves the configuration out of the snapshot",
    story=(
        "The configuration entries go with the log that the snapshot replaces, so the latest of them belongs into it. "
        "A server that restarts from a snapshot without it, or receives one, is back in a cluster that no longer "
        "exists (RATIS-1128; redpanda issue 19964)."
    ),
    citation="7",
    violates=("snapshot", "election_safety"),
    smallest_cluster=1,
    rules=_change,
)
