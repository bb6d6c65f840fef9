"""While joint, a majority of old and new voters together is enough."""

from dataclasses import replace
from typing import Final

from raft_core.configuration import Configuration
from raft_core.explain import choosing
from raft_core.ids import ServerId
from raft_core.node import Node
from raft_core.rules import Rules
from raft_core.variant.base import Variant


def _pick(node: Node, configuration: Configuration) -> "tuple[tuple[ServerId, ...], ...]":
    return (configuration.electors,)


def _change(rules: Rules) -> Rules:
    return replace(rules, majorities=choosing(rules.majorities, _pick, "{value}: all of them together"))


VARIANT: Final = Variant(
    name="joint_union",
    ids=("M-08",),
    title="Takes the union for a majority",
    story=(
        "Four of six are a majority of all, and may leave out almost all of the old voters, who can still decide "
        "among themselves. Each group has to give a majority of its own."
    ),
    citation="6",
    violates=("configuration", "election_safety"),
    smallest_cluster=3,
    rules=_change,
)
