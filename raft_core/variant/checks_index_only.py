"""A follower compares prevLogIndex and not prevLogTerm."""

from dataclasses import replace
from typing import Final

from raft_core.explain import without
from raft_core.rules import Rules
from raft_core.variant.base import Variant


def _change(rules: Rules) -> Rules:
    return replace(rules, accepts_entries=without(rules.accepts_entries, "prev_log_term"))


VARIANT: Final = Variant(
    name="checks_index_only",
    ids=("L-03",),
    title="Checks the index before, not its term",
    story=(
        "A log that is long enough is not the same log. The follower keeps an entry of another leader and puts "
        "the new ones behind it, so equal entries stand behind different ones."
    ),
    citation="5.3",
    violates=("log_matching",),
    smallest_cluster=3,
    rules=_change,
)
