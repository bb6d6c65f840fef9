"""A removed leader steps down when the change is appended."""

from dataclasses import replace
from typing import Final

from raft_core.explain import Clause, with_clause, without
from raft_core.node import Node
from raft_core.rules import Rules
from raft_core.variant.base import Variant


def _is_voter(node: Node, trigger: str) -> bool:
    return node.configuration.is_voter(node.id)


def _change(rules: Rules) -> Rules:
    return replace(
        rules,
        leaves_office=without(rules.leaves_office, "committed"),
        may_campaign=with_clause(
            rules.may_campaign,
            Clause(
                "voter",
                "6",
                "Does its latest configuration give it a vote?",
                _is_voter,
                "its configuration is {node.configuration.words}",
                "its configuration is {node.configuration.words}, and {node.name} does not vote in it",
            ),
        ),
    )


VARIANT: Final = Variant(
    name="leaves_before_commit",
    ids=("M-07",),
    title="Leaves before the change is committed",
    story=(
        "Two servers, and the leader removes itself: only it has the entry. If it steps down at once, the other "
        "cannot be elected without it, and it does not stand any more. Figure 4.6 of the dissertation shows the "
        "cluster stuck."
    ),
    citation="diss. 4.2.2",
    violates=("liveness",),
    smallest_cluster=2,
    rules=_change,
)
