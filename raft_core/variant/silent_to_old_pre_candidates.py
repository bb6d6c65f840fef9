"""A pre-vote of an older term is not answered."""

from dataclasses import replace
from typing import Final

from raft_core.explain import Clause, with_clause
from raft_core.messages import PreVote
from raft_core.node import Node
from raft_core.rules import Rules
from raft_core.variant.base import Variant


def _never(node: Node, request: PreVote) -> bool:
    return False


def _change(rules: Rules) -> Rules:
    return replace(
        rules,
        answers_pre_vote=with_clause(
            rules.answers_pre_vote,
            Clause("always", "5.1", "Is it of a newer term?", _never, "yes", "no: {node.name} stays silent"),
        ),
    )


VARIANT: Final = Variant(
    name="silent_to_old_pre_candidates",
    ids=("V-03",),
    title="Does not tell that a term has passed",
    story=(
        "A server that lags by a term asks for pre-votes and never hears that it lags; with the others it never gets "
        "a majority together (etcd issues 8243 and 8501, canonical/raft issue 279)."
    ),
    citation="diss. 9.6",
    violates=("liveness",),
    smallest_cluster=2,
    rules=_change,
)
