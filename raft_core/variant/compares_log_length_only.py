"""Of two logs the longer one is taken for the more up-to-date one."""

from dataclasses import replace
from typing import Final

from raft_core.explain import Clause, with_clause
from raft_core.messages import RequestVote
from raft_core.node import Node
from raft_core.rules import Rules
from raft_core.variant.base import Variant


def _is_as_long(node: Node, request: RequestVote) -> bool:
    return request.last_log_index >= node.log.last_index


def _change(rules: Rules) -> Rules:
    return replace(
        rules,
        may_grant_vote=with_clause(
            rules.may_grant_vote,
            Clause(
                "up_to_date",
                "5.4.1",
                "Is the candidate's log at least as long?",
                _is_as_long,
                "its last index is {request.last_log_index}, {node.name}'s {node.log.last_index}; terms do not matter",
                "its last index is {request.last_log_index} < {node.name}'s {node.log.last_index}; terms do not matter",
            ),
        ),
    )


VARIANT: Final = Variant(
    name="compares_log_length_only",
    ids=("E-02",),
    title="Compares the length of the logs only",
    story=(
        "A long log is not a late log. A leader that was cut off can gather any number of entries that nobody "
        "else has; by length it then beats servers that hold what was committed in a later term."
    ),
    citation="5.4.1",
    violates=("leader_completeness",),
    smallest_cluster=3,
    rules=_change,
)
