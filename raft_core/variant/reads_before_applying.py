"""A read is answered before the server has applied up to the read index."""

from dataclasses import replace
from typing import Final

from raft_core.explain import without
from raft_core.rules import Rules
from raft_core.variant.base import Variant


def _change(rules: Rules) -> Rules:
    return replace(rules, may_serve_read=without(rules.may_serve_read, "applied"))


VARIANT: Final = Variant(
    name="reads_before_applying",
    ids=("R-05",),
    title="Reads before it has applied",
    story=(
        "The read index says how new the answer has to be. A follower that is still applying, or has yet to receive "
        "the entries, would answer with an older state."
    ),
    citation="diss. 6.4",
    violates=("linearizability",),
    smallest_cluster=3,
    rules=_change,
)
