"""A leader that steps down tells waiting clients that their commands failed."""

from dataclasses import replace
from typing import Final

from raft_core.explain import choosing
from raft_core.machine import Command
from raft_core.node import Node
from raft_core.rules import Rules
from raft_core.variant.base import Variant


def _not_leader(node: Node, command: Command) -> str:
    return "not_leader"


def _change(rules: Rules) -> Rules:
    return replace(
        rules,
        outcome_without_office=choosing(
            rules.outcome_without_office, _not_leader, "{value}, as if {command.words} could no longer happen"
        ),
    )


VARIANT: Final = Variant(
    name="calls_unknown_refused",
    ids=("K-m4",),
    title="Calls an unknown outcome a failure",
    story=(
        "The leader lost its office, not the entry: another leader may hold it and commit it later. A client that "
        "was told it failed, and believes it, then reads a value that was never written. Maelstrom therefore "
        "parts definite from indefinite errors."
    ),
    citation="8",
    violates=("linearizability",),
    smallest_cluster=3,
    rules=_change,
)
