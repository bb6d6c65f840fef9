"""A lease goes on while leadership is handed over."""

from dataclasses import replace
from typing import Final

from raft_core.explain import without
from raft_core.rules import Rules
from raft_core.variant.base import Variant


def _change(rules: Rules) -> Rules:
    return replace(rules, holds_lease=without(rules.holds_lease, "not_handed_over"))


VARIANT: Final = Variant(
    name="lease_outlives_transfer",
    ids=("R-08",),
    title="Keeps its lease while it hands over",
    story=(
        "The target of a transfer does not wait for anybody's patience to end: it is elected at once, while the old "
        "leader's lease still runs. TiKV (issue 1593) and openraft (issue 1748) answered stale reads like this."
    ),
    citation="diss. 6.4.1",
    violates=("linearizability", "lease_exclusion"),
    smallest_cluster=3,
    rules=_change,
)
