"""A server that installs a snapshot takes over the term of its last entry."""

from dataclasses import replace
from typing import Final

from raft_core.explain import choosing
from raft_core.messages import InstallSnapshot
from raft_core.node import Node
from raft_core.rules import Rules
from raft_core.variant.base import Variant


def _pick(node: Node, request: InstallSnapshot) -> int:
    return request.last_included_term


def _change(rules: Rules) -> Rules:
    return replace(
        rules,
        term_after_snapshot=choosing(
            rules.term_after_snapshot, _pick, "{value}, the term of the snapshot's last entry"
        ),
    )


VARIANT: Final = Variant(
    name="term_from_snapshot",
    ids=("C-10",),
    title="Goes back to the term of a snapshot",
    story=(
        "The snapshot's last entry is of an earlier term. A server that goes back to it can vote again in terms in "
        "which it has voted. willemt/raft did (SandTable, depth 23)."
    ),
    citation="5.1",
    violates=("monotonic_term", "one_vote_per_term", "election_safety"),
    smallest_cluster=3,
    rules=_change,
)
