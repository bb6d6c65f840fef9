"""A lease is counted from when the answers came, not from when the heartbeats left."""

from dataclasses import replace
from typing import Final

from raft_core.explain import choosing
from raft_core.node import Node
from raft_core.rules import Rules
from raft_core.rules.reads import LeaseTerms
from raft_core.variant.base import Variant


def _pick(node: Node, terms: LeaseTerms) -> int:
    return terms.answered_us


def _change(rules: Rules) -> Rules:
    return replace(rules, lease_start=choosing(rules.lease_start, _pick, "from when the answers came"))


VARIANT: Final = Variant(
    name="lease_from_answer",
    ids=("R-06",),
    title="Counts its lease from the answers",
    story=(
        "The followers began to wait anew when the heartbeat reached them, and their answers may have travelled for "
        "long. By then their patience may be over, while the lease has only begun."
    ),
    citation="diss. 6.4.1",
    violates=("linearizability", "lease_exclusion"),
    smallest_cluster=3,
    rules=_change,
)
