"""A leader of an older term is not answered."""

from dataclasses import replace
from typing import Final

from raft_core.explain import Clause, with_clause
from raft_core.messages import AppendEntries
from raft_core.node import Node
from raft_core.rules import Rules
from raft_core.variant.base import Variant


def _never(node: Node, request: AppendEntries) -> bool:
    return False


def _change(rules: Rules) -> Rules:
    return replace(
        rules,
        answers_old_leader=with_clause(
            rules.answers_old_leader,
            Clause("always", "5.1", "Is its term current?", _never, "yes", "no: {node.name} stays silent"),
        ),
    )


VARIANT: Final = Variant(
    name="silent_to_old_leaders",
    ids=("V-04",),
    title="Does not tell a leader that its term has passed",
    story=(
        "A server comes back with a higher term. The others keep their leader and do not listen to it; it does not "
        "answer that leader; so nobody ever learns of its term, and it stays out for ever. etcd frees such a "
        "candidate since pull request 5468."
    ),
    citation="5.1",
    violates=("liveness",),
    smallest_cluster=3,
    rules=_change,
)
