"""A leader or candidate that sees a newer term adopts it and stays what it is."""

from dataclasses import replace
from typing import Final

from raft_core.explain import Clause, with_clause
from raft_core.messages import Message
from raft_core.node import Node
from raft_core.role import Follower
from raft_core.rules import Rules
from raft_core.variant.base import Variant


def _is_follower(node: Node, message: Message) -> bool:
    return isinstance(node.role, Follower)


def _change(rules: Rules) -> Rules:
    return replace(
        rules,
        steps_down=with_clause(
            rules.steps_down,
            Clause(
                "newer_term",
                "5.1",
                "Is it a follower anyway?",
                _is_follower,
                "{node.name} is {node.role_name}",
                "{node.name} is {node.role_name} and stays so, in term {message.term}",
            ),
        ),
    )


VARIANT: Final = Variant(
    name="never_steps_down",
    ids=("E-16",),
    title="Leads on in a newer term",
    story=(
        "A deposed leader that learns of a newer term takes the number and keeps the office. It now writes "
        "entries of a term that somebody else leads, and two entries claim the same place."
    ),
    citation="5.1",
    violates=("leader_term", "log_matching"),
    smallest_cluster=3,
    rules=_change,
)
