"""Half of the voters are taken for a majority."""

from dataclasses import replace
from typing import Final

from raft_core.explain import choosing
from raft_core.ids import ServerId
from raft_core.node import Node
from raft_core.rules import Rules
from raft_core.variant.base import Variant


def _half(node: Node, voters: tuple[ServerId, ...]) -> int:
    return (len(voters) + 1) // 2


def _change(rules: Rules) -> Rules:
    return replace(
        rules, quorum=choosing(rules.quorum, _half, "{value}: at least half; two such groups may share no server")
    )


VARIANT: Final = Variant(
    name="half_is_enough",
    ids=("E-18",),
    title="Takes half for a majority",
    story=(
        "With an odd number of servers nobody notices. With two or four, two halves that share no server each "
        "elect a leader and commit what they like."
    ),
    citation="5.2",
    violates=("election_safety",),
    smallest_cluster=2,
    rules=_change,
)
