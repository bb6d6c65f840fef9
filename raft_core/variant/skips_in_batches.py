"""Of several newly committed entries only the last is applied."""

from dataclasses import replace
from typing import Final

from raft_core.explain import choosing
from raft_core.node import Node
from raft_core.rules import Rules
from raft_core.variant.base import Variant


def _the_newest(node: Node, until: int) -> int:
    return until


def _change(rules: Rules) -> Rules:
    return replace(
        rules,
        applies_next=choosing(
            rules.applies_next, _the_newest, "with {value} at once; lastApplied was {node.last_applied}"
        ),
    )


VARIANT: Final = Variant(
    name="skips_in_batches",
    ids=("C-06",),
    title="Applies the last entry of a batch only",
    story=(
        "As long as entries are committed one at a time nobody notices. When several become committed at once, "
        "all but the last are passed over, and the state machines part. Seen in NuRaft (pull request 407)."
    ),
    citation="5.3",
    violates=("apply_order",),
    smallest_cluster=1,
    rules=_change,
)
