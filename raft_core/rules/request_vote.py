"""Figure 2, RequestVote RPC, receiver implementation."""

from typing import Final

from raft_core.explain import Clause, Judgement
from raft_core.ids import NOBODY
from raft_core.messages import PreVote, RequestVote
from raft_core.node import Node


def is_up_to_date(node: Node, request: "RequestVote | PreVote") -> bool:
    """5.4.1: the later last term wins; with equal terms the longer log."""
    if request.last_log_term != node.log.last_term:
        return request.last_log_term > node.log.last_term
    return request.last_log_index >= node.log.last_index


MAY_GRANT_VOTE: Final = Judgement[Node, RequestVote](
    "may_grant_vote",
    "Does {node.name} grant its vote?",
    "RequestVote, Figure 2",
    ("node", "request"),
    (
        Clause(
            "current_term",
            "5.1",
            "Is the term current?",
            lambda node, request: request.term >= node.current_term,
            "{request.term} ≥ {node.current_term}",
            "{request.term} < {node.current_term}: the candidate's term has passed",
        ),
        Clause(
            "one_vote",
            "5.2",
            "Is the vote free?",
            lambda node, request: node.voted_for in (NOBODY, request.source),
            "votedFor is {node.voted_for_name} in term {node.current_term}",
            "voted for {node.voted_for_name} in term {node.current_term} already",
        ),
        Clause(
            "up_to_date",
            "5.4.1",
            "Is the candidate's log at least as up to date?",
            is_up_to_date,
            "its last entry is (term {request.last_log_term}, index {request.last_log_index}), "
            "{node.name}'s is (term {node.log.last_term}, index {node.log.last_index})",
            "its last entry is (term {request.last_log_term}, index {request.last_log_index}), older than "
            "{node.name}'s (term {node.log.last_term}, index {node.log.last_index})",
        ),
    ),
)
