"""A log is kept behind a snapshot although it does not hold the snapshot's last entry."""

from dataclasses import replace
from typing import Final

from raft_core.explain import without
from raft_core.rules import Rules
from raft_core.variant.base import Variant


def _change(rules: Rules) -> Rules:
    return replace(rules, retains_entries=without(rules.retains_entries, "same_entry"))


VARIANT: Final = Variant(
    name="snapshot_keeps_conflict",
    ids=("S-m2",),
    title="Keeps a conflicting log behind a snapshot",
    story=(
        "If the entry at the snapshot's last index is another one, all that follows is of another history and has to "
        "go. hashicorp/raft kept it, and was sent the snapshot again and again (issue 704)."
    ),
    citation="7",
    violates=("snapshot",),
    smallest_cluster=3,
    rules=_change,
)
