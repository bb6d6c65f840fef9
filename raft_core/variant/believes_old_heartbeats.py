"""Any answer to any heartbeat of the term confirms a read."""

from dataclasses import replace
from typing import Final

from raft_core.explain import without
from raft_core.rules import Rules
from raft_core.variant.base import Variant


def _change(rules: Rules) -> Rules:
    return replace(rules, counts_for_read=without(rules.counts_for_read, "after_read"))


VARIANT: Final = Variant(
    name="believes_old_heartbeats",
    ids=("R-03",),
    title="Takes an old answer for a new one",
    story=(
        "That a follower answered a heartbeat sent before the read says that the leader led then. Another may have "
        "been elected since (d-engine, issue 381)."
    ),
    citation="diss. 6.4",
    violates=("linearizability",),
    smallest_cluster=3,
    rules=_change,
)
