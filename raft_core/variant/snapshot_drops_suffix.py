"""A snapshot replaces the whole log, also what follows it."""

from dataclasses import replace
from typing import Final

from raft_core.explain import Clause, with_clause
from raft_core.messages import InstallSnapshot
from raft_core.node import Node
from raft_core.rules import Rules
from raft_core.variant.base import Variant


def _never(node: Node, request: InstallSnapshot) -> bool:
    return False


def _change(rules: Rules) -> Rules:
    return replace(
        rules,
        retains_entries=with_clause(
            rules.retains_entries,
            Clause("same_entry", "7", "Is there anything to keep?", _never, "yes", "never: the whole log goes"),
        ),
    )


VARIANT: Final = Variant(
    name="snapshot_drops_suffix",
    ids=("S-m1",),
    title="Throws away what follows a snapshot",
    story=(
        "When the log holds the snapshot's last entry, what comes after it is still wanted: the follower may have "
        "acknowledged it, and a commit may rest on it. Camunda lost entries like this (issue 6092)."
    ),
    citation="7",
    violates=("commit_backing", "leader_completeness"),
    smallest_cluster=3,
    rules=_change,
)
