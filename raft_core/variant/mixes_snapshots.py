"""A chunk is stored whichever snapshot it belongs to, and wherever it begins."""

from dataclasses import replace
from typing import Final

from raft_core.explain import without
from raft_core.rules import Rules
from raft_core.variant.base import Variant


def _change(rules: Rules) -> Rules:
    return replace(rules, accepts_chunk=without(without(rules.accepts_chunk, "same_snapshot"), "offset"))


VARIANT: Final = Variant(
    name="mixes_snapshots",
    ids=("S-m6",),
    title="Mixes the chunks of two snapshots",
    story=(
        "Two transfers can overlap: the leader compacts again, or a chunk comes late. Put together they are a state "
        "that never was."
    ),
    citation="7",
    violates=("snapshot",),
    smallest_cluster=3,
    rules=_change,
)
