"""Of two logs with the same last term either is taken for up to date."""

from dataclasses import replace
from typing import Final

from raft_core.explain import Clause, with_clause
from raft_core.messages import RequestVote
from raft_core.node import Node
from raft_core.rules import Rules
from raft_core.variant.base import Variant


def _has_as_late_a_term(node: Node, request: RequestVote) -> bool:
    return request.last_log_term >= node.log.last_term


def _change(rules: Rules) -> Rules:
    return replace(
        rules,
        may_grant_vote=with_clause(
            rules.may_grant_vote,
            Clause(
                "up_to_date",
                "5.4.1",
                "Is the candidate's last term at least as late?",
                _has_as_late_a_term,
                "its last term is {request.last_log_term}, {node.name}'s {node.log.last_term}; lengths do not matter",
                "its last term is {request.last_log_term} < {node.name}'s {node.log.last_term}",
            ),
        ),
    )


VARIANT: Final = Variant(
    name="compares_last_term_only",
    ids=("E-03",),
    title="Compares the last terms of the logs only",
    story=(
        "Two logs that end in the same term can differ in how much of that term they hold. A follower that missed "
        "the last entries of a leader wins against one that has them, committed or not."
    ),
    citation="5.4.1",
    violates=("leader_completeness",),
    smallest_cluster=3,
    rules=_change,
)
