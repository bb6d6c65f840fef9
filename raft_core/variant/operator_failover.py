"""Nobody stands for election by itself: an operator promotes a leader by hand."""

from dataclasses import replace
from typing import Final

from raft_core.explain import Clause, with_clause, without
from raft_core.node import Node
from raft_core.role import Leader
from raft_core.rules import Rules
from raft_core.rules.candidates import BY_HAND
from raft_core.variant.base import Variant


def _by_hand(node: Node, trigger: str) -> bool:
    return trigger == BY_HAND and not isinstance(node.role, Leader)


def _change(rules: Rules) -> Rules:
    return replace(
        rules,
        may_campaign=with_clause(
            rules.may_campaign,
            Clause(
                "timer_ran_out",
                "5.2",
                "Did an operator declare the promotion?",
                _by_hand,
                "an operator promotes {node.name}",
                "no: {node.name} waits for an operator",
            ),
        ),
        wins_election=without(rules.wins_election, "majority"),
    )


VARIANT: Final = Variant(
    name="operator_failover",
    ids=("B-2",),
    title="A human declares the promotion",
    story=(
        "The runbook before Raft: no elections, a pager, and an operator who decides that the old leader is gone and "
        "which server takes over. Until somebody acts there is no leader; and nothing makes sure that the chosen "
        "server has everything, or that the other one is really gone."
    ),
    citation="5.2",
    violates=("leader_completeness",),
    smallest_cluster=3,
    rules=_change,
)
