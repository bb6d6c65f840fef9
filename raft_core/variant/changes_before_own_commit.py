"""A new leader changes the membership before it has committed an entry of its own term."""

from dataclasses import replace
from typing import Final

from raft_core.explain import without
from raft_core.rules import Rules
from raft_core.variant.base import Variant


def _change(rules: Rules) -> Rules:
    return replace(rules, may_change_membership=without(rules.may_change_membership, "own_term_committed"))


VARIANT: Final = Variant(
    name="changes_before_own_commit",
    ids=("M-01",),
    title="Changes the membership too early in its term",
    story=(
        "The rule was missing from the dissertation. A change that an earlier leader left on a few servers may still "
        "be completed, and then two configurations that differ by two servers decide at the same time. Ongaro "
        "announced the correction on raft-dev in July 2015."
    ),
    citation="diss. 4.1",
    violates=("configuration", "leader_completeness"),
    smallest_cluster=4,
    rules=_change,
)
