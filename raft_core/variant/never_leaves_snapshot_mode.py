"""A leader goes back to sending entries only to a follower that is entirely up to date."""

from dataclasses import replace
from typing import Final

from raft_core.explain import Clause, with_clause
from raft_core.messages import InstallSnapshotReply
from raft_core.node import Node
from raft_core.rules import Rules
from raft_core.variant.base import Variant


def _has_all(node: Node, reply: InstallSnapshotReply) -> bool:
    return reply.installed and reply.last_included_index >= node.log.last_index


def _change(rules: Rules) -> Rules:
    return replace(
        rules,
        leaves_snapshot_mode=with_clause(
            rules.leaves_snapshot_mode,
            Clause(
                "installed",
                "7",
                "Does the follower hold everything?",
                _has_all,
                "it holds everything up to {reply.last_included_index}",
                "it holds everything up to {reply.last_included_index}, and the log ends at {node.log.last_index}",
            ),
        ),
    )


VARIANT: Final = Variant(
    name="never_leaves_snapshot_mode",
    ids=("S-m7",),
    title="Waits for ever after a snapshot",
    story=(
        "The follower installs the snapshot and is still behind, because the leader has gone on. Nothing is sent to "
        "it any more but the same snapshot. etcd fixed it in pull request 10308."
    ),
    citation="7",
    violates=("liveness",),
    smallest_cluster=3,
    rules=_change,
)
