"""A follower answers reads up to its own commit index, without asking the leader."""

from dataclasses import replace
from typing import Final

from raft_core.explain import choosing
from raft_core.machine import Command
from raft_core.node import Node
from raft_core.rules import Rules
from raft_core.variant.base import Variant


def _pick(node: Node, command: Command) -> int:
    return node.commit_index


def _change(rules: Rules) -> Rules:
    return replace(rules, follower_read_index=choosing(rules.follower_read_index, _pick, "its own commitIndex {value}"))


VARIANT: Final = Variant(
    name="follower_reads_alone",
    ids=("R-10",),
    title="Reads as a follower without asking the leader",
    story=(
        "A follower that lags knows neither the latest commits nor that it lags. It has to ask the leader how far it "
        "must be."
    ),
    citation="diss. 6.4",
    violates=("linearizability",),
    smallest_cluster=3,
    rules=_change,
)
