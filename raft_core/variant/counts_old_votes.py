"""A candidate counts votes that were given in an earlier term."""

from dataclasses import replace
from typing import Final

from raft_core.explain import without
from raft_core.rules import Rules
from raft_core.variant.base import Variant


def _change(rules: Rules) -> Rules:
    return replace(rules, counts_vote=without(rules.counts_vote, "same_term"))


VARIANT: Final = Variant(
    name="counts_old_votes",
    ids=("E-11",),
    title="Counts votes of an earlier term",
    story=(
        "A reply that took long arrives when the candidate stands again, one term later. The voter never voted in "
        "that term and is free to elect somebody else. Found in Xraft (issue 33) by model checking with "
        "SandTable."
    ),
    citation="5.1",
    violates=("election_safety",),
    smallest_cluster=3,
    rules=_change,
)
