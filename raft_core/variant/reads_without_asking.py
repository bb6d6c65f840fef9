"""A leader answers reads without making sure that it still leads."""

from dataclasses import replace
from typing import Final

from raft_core.explain import without
from raft_core.rules import Rules
from raft_core.variant.base import Variant


def _change(rules: Rules) -> Rules:
    return replace(rules, confirms_read=without(rules.confirms_read, "quorum"))


VARIANT: Final = Variant(
    name="reads_without_asking",
    ids=("R-01",),
    title="Reads without asking anybody",
    story=(
        "A leader that was cut off does not know that another one was elected, and answers with what was true before. "
        "Jepsen found etcd doing this in 2014."
    ),
    citation="diss. 6.4",
    violates=("linearizability",),
    smallest_cluster=3,
    rules=_change,
)
