"""C_new is appended before C_old,new is committed."""

from dataclasses import replace
from typing import Final

from raft_core.explain import without
from raft_core.rules import Rules
from raft_core.variant.base import Variant


def _change(rules: Rules) -> Rules:
    return replace(rules, leaves_joint=without(rules.leaves_joint, "joint_committed"))


VARIANT: Final = Variant(
    name="leaves_joint_early",
    ids=("M-09",),
    title="Leaves the joint configuration too early",
    story=(
        "C_new decides alone as soon as it is in a log. If C_old,new is not yet on a majority of the old voters, some "
        "of them still decide by C_old alone, and the two need not agree."
    ),
    citation="6",
    violates=("configuration", "election_safety"),
    smallest_cluster=3,
    rules=_change,
)
