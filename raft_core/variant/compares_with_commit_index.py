"""A voter compares a candidate's log with what it knows to be committed, not with its log."""

from dataclasses import replace
from typing import Final

from raft_core.explain import Clause, with_clause
from raft_core.messages import RequestVote
from raft_core.node import Node
from raft_core.rules import Rules
from raft_core.variant.base import Variant


def _holds_what_is_known_committed(node: Node, request: RequestVote) -> bool:
    term = node.log.term_at(min(node.commit_index, node.log.last_index))
    return (request.last_log_term, request.last_log_index) >= (term, node.commit_index)


def _change(rules: Rules) -> Rules:
    return replace(
        rules,
        may_grant_vote=with_clause(
            rules.may_grant_vote,
            Clause(
                "up_to_date",
                "5.4.1",
                "Does the candidate's log reach the voter's commitIndex?",
                _holds_what_is_known_committed,
                "its last index is {request.last_log_index}, {node.name}'s commitIndex is {node.commit_index}",
                "its last entry is (term {request.last_log_term}, index {request.last_log_index}), older than "
                "{node.name}'s commitIndex {node.commit_index}",
            ),
        ),
    )


VARIANT: Final = Variant(
    name="compares_with_commit_index",
    ids=("E-04",),
    title="Compares candidates with commitIndex",
    story=(
        "It sounds right: what is committed must not be lost. But a follower learns late that an entry is "
        "committed. It may be one of the very majority that made the entry committed, and still vote for a "
        "candidate that lacks it."
    ),
    citation="5.4.1",
    violates=("leader_completeness",),
    smallest_cluster=3,
    rules=_change,
)
