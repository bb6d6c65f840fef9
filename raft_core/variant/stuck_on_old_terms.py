"""A leader never commits past an entry of an earlier term."""

from dataclasses import replace
from typing import Final

from raft_core.explain import Clause, with_clause
from raft_core.node import Node
from raft_core.quorum import Tally
from raft_core.rules import Rules
from raft_core.variant.base import Variant


def _next_is_of_own_term(node: Node, tally: Tally) -> bool:
    return node.log.term_at(node.commit_index + 1) == node.current_term


def _change(rules: Rules) -> Rules:
    return replace(
        rules,
        may_commit=with_clause(
            rules.may_commit,
            Clause(
                "own_term",
                "5.4.2",
                "Is the first uncommitted entry of the leader's own term?",
                _next_is_of_own_term,
                "everything after commitIndex {node.commit_index} is of term {node.current_term}",
                "the entry after commitIndex {node.commit_index} is of a term before {node.current_term}",
            ),
        ),
    )


VARIANT: Final = Variant(
    name="stuck_on_old_terms",
    ids=("C-02",),
    title="Stops committing at an entry of an earlier term",
    story=(
        "Entries of earlier terms are committed together with the first of the own term. A loop that stops at "
        "them instead of passing over them never commits anything again. Found in raftos (issue 30)."
    ),
    citation="5.4.2",
    violates=("liveness",),
    smallest_cluster=3,
    rules=_change,
)
