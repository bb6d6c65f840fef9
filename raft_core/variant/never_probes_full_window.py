"""While a follower's window is full, heartbeats ask about what is known to match."""

from dataclasses import replace
from typing import Final

from raft_core.explain import choosing
from raft_core.ids import ServerId
from raft_core.node import Node
from raft_core.rules import Rules
from raft_core.rules.leaders import known_match
from raft_core.variant.base import Variant


def _pick(node: Node, peer: ServerId) -> int:
    return known_match(node, peer)


def _change(rules: Rules) -> Rules:
    return replace(
        rules, heartbeat_after=choosing(rules.heartbeat_after, _pick, "after {value}, what is known to match")
    )


VARIANT: Final = Variant(
    name="never_probes_full_window",
    ids=("V-09",),
    title="Never notices that a window was lost",
    story=(
        "A window full of entries is lost. The leader waits for acknowledgements that cannot come, and its heartbeats "
        "ask only about entries that the follower has. etcd frees the window by heartbeats since pull request 14633."
    ),
    citation="diss. 10.2.2",
    violates=("liveness",),
    smallest_cluster=2,
    rules=_change,
)
