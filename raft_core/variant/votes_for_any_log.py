"""Votes are given without a look at the logs."""

from dataclasses import replace
from typing import Final

from raft_core.explain import without
from raft_core.rules import Rules
from raft_core.variant.base import Variant


def _change(rules: Rules) -> Rules:
    return replace(rules, may_grant_vote=without(rules.may_grant_vote, "up_to_date"))


VARIANT: Final = Variant(
    name="votes_for_any_log",
    ids=("E-01",),
    title="Votes without comparing logs",
    story=(
        "A server grants its vote to whoever asks first in a term. A candidate that slept through the last "
        "commits can win, and as leader makes everyone else's log equal to its own."
    ),
    citation="5.4.1",
    violates=("leader_completeness", "state_machine_safety"),
    smallest_cluster=3,
    rules=_change,
)
