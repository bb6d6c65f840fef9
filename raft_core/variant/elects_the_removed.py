"""A server that is no voter stands for election and counts its own vote."""

from dataclasses import replace
from typing import Final

from raft_core.explain import choosing, without
from raft_core.ids import ServerId
from raft_core.node import Node
from raft_core.rules import Rules
from raft_core.variant.base import Variant


def _with_itself(node: Node, voters: "tuple[ServerId, ...]") -> "tuple[ServerId, ...]":
    return voters if node.id in voters else (*voters, node.id)


def _change(rules: Rules) -> Rules:
    return replace(
        rules,
        may_campaign=without(rules.may_campaign, "voter"),
        counted_servers=choosing(rules.counted_servers, _with_itself, "{value}: the voters, and {node.name} itself"),
    )


VARIANT: Final = Variant(
    name="elects_the_removed",
    ids=("E-20",),
    title="Lets a removed server win",
    story=(
        "A server that was removed, and knows that this is committed, has no part in elections any more. One that "
        "stands all the same, and adds its own vote to those of the voters, needs one of them less than a majority."
    ),
    citation="diss. 4.2.2",
    violates=("configuration", "election_safety"),
    smallest_cluster=2,
    rules=_change,
)
