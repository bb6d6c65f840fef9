"""Any set of voters replaces any other in one step."""

from dataclasses import replace
from typing import Final

from raft_core.configuration import Change, Configuration
from raft_core.explain import choosing
from raft_core.node import Node
from raft_core.rules import Rules
from raft_core.variant.base import Variant


def _pick(node: Node, change: Change) -> Configuration:
    return change.applied_to(node.configuration)


def _change(rules: Rules) -> Rules:
    return replace(rules, next_configuration=choosing(rules.next_configuration, _pick, "{value.words}, at once"))


VARIANT: Final = Variant(
    name="changes_many_at_once",
    ids=("M-03",),
    title="Replaces the voters in one step",
    story=(
        "Figure 10 of the paper: servers switch at different times, so for a while the old majority and the new one "
        "exist side by side, and each can elect a leader for the same term. Joint consensus is what prevents it."
    ),
    citation="6",
    violates=("configuration", "election_safety"),
    smallest_cluster=3,
    rules=_change,
)
