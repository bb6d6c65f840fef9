"""currentTerm is not kept on disk."""

from dataclasses import replace
from typing import Final

from raft_core.explain import choosing
from raft_core.ids import NOBODY
from raft_core.node import Durable, Node
from raft_core.rules import Rules
from raft_core.variant.base import Variant


def _without_term(node: Node, disk: Durable) -> Durable:
    return Durable(0, NOBODY, disk.log, disk.snapshot)


def _change(rules: Rules) -> Rules:
    return replace(
        rules,
        survives_restart=choosing(
            rules.survives_restart, _without_term, "the log up to {disk.log.last_index}; term and vote are gone"
        ),
    )


VARIANT: Final = Variant(
    name="forgets_term",
    ids=("E-07",),
    title="Forgets its term in a crash",
    story=(
        "A server that comes back in term 0 takes part in terms that it had left behind, and votes in them again. "
        "PySyncObj up to 0.3.15 started with term 0 after every restart: its journal kept entries, not the term."
    ),
    citation="Figure 2",
    violates=("monotonic_term", "election_safety"),
    smallest_cluster=3,
    rules=_change,
)
