"""A server applies entries as soon as it has them."""

from dataclasses import replace
from typing import Final

from raft_core.explain import choosing
from raft_core.node import Node
from raft_core.rules import Rules
from raft_core.variant.base import Variant


def _everything(node: Node, _: None) -> int:
    return node.log.last_index


def _change(rules: Rules) -> Rules:
    return replace(
        rules,
        applies_until=choosing(rules.applies_until, _everything, "up to {value}, the end of its log"),
    )


VARIANT: Final = Variant(
    name="applies_uncommitted",
    ids=("C-05",),
    title="Applies entries before they are committed",
    story=(
        "An entry in the log may still be replaced; one that is applied cannot be taken back. Two servers then "
        "have applied different entries at the same place."
    ),
    citation="5.3",
    violates=("apply_order", "state_machine_safety"),
    smallest_cluster=3,
    rules=_change,
)
