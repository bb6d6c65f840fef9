"""A new leader answers reads before it has committed anything of its term."""

from dataclasses import replace
from typing import Final

from raft_core.explain import without
from raft_core.rules import Rules
from raft_core.variant.base import Variant


def _change(rules: Rules) -> Rules:
    return replace(rules, knows_commit_index=without(rules.knows_commit_index, "own_term_committed"))


VARIANT: Final = Variant(
    name="reads_before_own_commit",
    ids=("R-02",),
    title="Reads before it knows what is committed",
    story=(
        "A new leader holds all committed entries but does not know which they are until one of its own term commits. "
        "etcd (issue 7331) and TiKV (issues 6340, 9239) answered with older states."
    ),
    citation="diss. 6.4",
    violates=("linearizability",),
    smallest_cluster=3,
    rules=_change,
)
