"""A follower takes entries from a leader of an earlier term."""

from dataclasses import replace
from typing import Final

from raft_core.explain import without
from raft_core.rules import Rules
from raft_core.variant.base import Variant


def _change(rules: Rules) -> Rules:
    return replace(rules, accepts_entries=without(rules.accepts_entries, "current_term"))


VARIANT: Final = Variant(
    name="accepts_old_leaders",
    ids=("L-01",),
    title="Accepts entries of an earlier term",
    story=(
        "A deposed leader does not know yet that it is one, and its messages may travel long. Whoever obeys them "
        "removes entries that a newer leader has committed."
    ),
    citation="5.1",
    violates=("monotonic_commit", "leader_completeness"),
    smallest_cluster=3,
    rules=_change,
)
