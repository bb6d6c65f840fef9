"""A lease lasts a whole election timeout, as if all clocks ran alike."""

from dataclasses import replace
from typing import Final

from raft_core.explain import choosing
from raft_core.node import Node
from raft_core.rules import Rules
from raft_core.rules.reads import LeaseTerms
from raft_core.variant.base import Variant


def _pick(node: Node, terms: LeaseTerms) -> int:
    return terms.timeout_us


def _change(rules: Rules) -> Rules:
    return replace(rules, lease_end=choosing(rules.lease_end, _pick, "{value} µs: the whole minimum election timeout"))


VARIANT: Final = Variant(
    name="lease_ignores_drift",
    ids=("R-07",),
    title="Trusts that all clocks run alike",
    story=(
        "A leader whose clock runs slow believes in its lease when others have long elected another. The bound of the "
        "drift has to be taken off (TiKV, issue 964)."
    ),
    citation="diss. 6.4.1",
    violates=("linearizability", "lease_exclusion"),
    smallest_cluster=3,
    rules=_change,
)
