"""A voter refuses candidates that its own configuration does not name."""

from dataclasses import replace
from typing import Final

from raft_core.explain import Clause, with_clause
from raft_core.messages import RequestVote
from raft_core.node import Node
from raft_core.rules import Rules
from raft_core.variant.base import Variant


def _is_known(node: Node, request: RequestVote) -> bool:
    return request.term >= node.current_term and request.source in node.configuration.members


def _change(rules: Rules) -> Rules:
    return replace(
        rules,
        may_grant_vote=with_clause(
            rules.may_grant_vote,
            Clause(
                "current_term",
                "6",
                "Is the term current, and the candidate a member?",
                _is_known,
                "{request.term} ≥ {node.current_term}, and the configuration is {node.configuration.words}",
                "the configuration is {node.configuration.words}, or the term {request.term} has passed",
            ),
        ),
    )


VARIANT: Final = Variant(
    name="refuses_strangers",
    ids=("M-10",),
    title="Votes only for those it knows",
    story=(
        "A server that was just added may be the only one that can win: the others then have to vote for a server "
        "that their own configuration does not know yet. etcd had to learn it (pull request 10998)."
    ),
    citation="6",
    violates=("liveness",),
    smallest_cluster=3,
    rules=_change,
)
