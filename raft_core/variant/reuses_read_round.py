"""A read joins the round of heartbeats that is already under way."""

from dataclasses import replace
from typing import Final

from raft_core.explain import choosing
from raft_core.node import Node
from raft_core.role import Leader
from raft_core.rules import Rules
from raft_core.variant.base import Variant


def _pick(node: Node, _: None) -> int:
    return node.role.round if isinstance(node.role, Leader) else 0


def _change(rules: Rules) -> Rules:
    return replace(rules, read_round=choosing(rules.read_round, _pick, "number {value}, which is under way already"))


VARIANT: Final = Variant(
    name="reuses_read_round",
    ids=("R-04",),
    title="Joins a round that began before the read",
    story=(
        "The answers of that round may have been given before the read came, and arrive after it. etcd confirmed "
        "later reads by earlier answers (issue 20418)."
    ),
    citation="diss. 6.4",
    violates=("linearizability",),
    smallest_cluster=3,
    rules=_change,
)
