"""A leader waits for ever for the server that it hands over to."""

from dataclasses import replace
from typing import Final

from raft_core.explain import Clause, with_clause
from raft_core.node import Node
from raft_core.rules import Rules
from raft_core.rules.handover import Waiting
from raft_core.variant.base import Variant


def _never(node: Node, waiting: Waiting) -> bool:
    return False


def _change(rules: Rules) -> Rules:
    return replace(
        rules,
        gives_transfer_up=with_clause(
            rules.gives_transfer_up,
            Clause("waited_long", "diss. 3.10", "Is it time?", _never, "yes", "never; it took {waiting.since} so far"),
        ),
    )


VARIANT: Final = Variant(
    name="never_gives_transfer_up",
    ids=("V-07",),
    title="Never gives a transfer up",
    story=(
        "While it hands over, a leader takes no commands. If the target cannot be reached, it has to give up after "
        "about an election timeout; otherwise the cluster has a leader and does not serve."
    ),
    citation="diss. 3.10",
    violates=("liveness",),
    smallest_cluster=3,
    rules=_change,
)
