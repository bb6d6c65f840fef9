"""A follower appends entries wherever its log ends."""

from dataclasses import replace
from typing import Final

from raft_core.explain import without
from raft_core.rules import Rules
from raft_core.variant.base import Variant


def _change(rules: Rules) -> Rules:
    return replace(rules, accepts_entries=without(without(rules.accepts_entries, "prev_log_index"), "prev_log_term"))


VARIANT: Final = Variant(
    name="skips_consistency_check",
    ids=("L-02",),
    title="Appends without the consistency check",
    story=(
        "The leader says which entry comes before the new ones. A follower that does not compare puts them behind "
        "whatever it has: behind a gap, or behind entries of another leader."
    ),
    citation="5.3",
    violates=("log_matching",),
    smallest_cluster=3,
    rules=_change,
)
