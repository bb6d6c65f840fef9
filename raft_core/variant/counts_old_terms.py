"""A leader commits entries of earlier terms by counting."""

from dataclasses import replace
from typing import Final

from raft_core.explain import without
from raft_core.rules import Rules
from raft_core.variant.base import Variant


def _change(rules: Rules) -> Rules:
    return replace(rules, may_commit=without(rules.may_commit, "own_term"))


VARIANT: Final = Variant(
    name="counts_old_terms",
    ids=("C-01",),
    title="Commits entries of earlier terms by counting",
    story=(
        "An entry of an earlier term on a majority is not safe: a server with a later entry can still be elected "
        "and replace it, as the paper's Figure 8 shows. PySyncObj did this (issue 169)."
    ),
    citation="5.4.2",
    violates=("own_term_commit", "leader_completeness"),
    smallest_cluster=5,
    rules=_change,
)
