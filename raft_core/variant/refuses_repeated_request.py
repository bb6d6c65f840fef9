"""A voter refuses the very candidate it has voted for."""

from dataclasses import replace
from typing import Final

from raft_core.explain import Clause, with_clause
from raft_core.ids import NOBODY
from raft_core.messages import RequestVote
from raft_core.node import Node
from raft_core.rules import Rules
from raft_core.variant.base import Variant


def _has_not_voted(node: Node, request: RequestVote) -> bool:
    return node.voted_for == NOBODY


def _change(rules: Rules) -> Rules:
    return replace(
        rules,
        may_grant_vote=with_clause(
            rules.may_grant_vote,
            Clause(
                "one_vote",
                "5.2",
                "Has it not voted yet?",
                _has_not_voted,
                "votedFor is empty in term {node.current_term}",
                "voted for {node.voted_for_name} in term {node.current_term} already, whoever asks",
            ),
        ),
    )


VARIANT: Final = Variant(
    name="refuses_repeated_request",
    ids=("E-17",),
    title="Refuses the candidate it voted for",
    story=(
        "Requests and replies get lost, so a request may come twice, and the second answer must be the first. A "
        "voter that only asks whether it has voted refuses, and the vote is wasted. Reported for NebulaGraph "
        "(pull request 2419); PySyncObj does it too."
    ),
    citation="5.2",
    violates=("liveness",),
    smallest_cluster=3,
    rules=_change,
)
