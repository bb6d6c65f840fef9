"""A configuration stays in force although its entry was removed from the log."""

from dataclasses import replace
from typing import Final

from raft_core.configuration import Configuration
from raft_core.explain import choosing
from raft_core.node import Node
from raft_core.rules import Rules
from raft_core.variant.base import Variant


def _pick(node: Node, keep: int) -> "tuple[tuple[int, Configuration], ...]":
    return node.configurations


def _change(rules: Rules) -> Rules:
    return replace(
        rules,
        configurations_after_truncation=choosing(
            rules.configurations_after_truncation, _pick, "all of them, although the log now ends at {keep}"
        ),
    )


VARIANT: Final = Variant(
    name="keeps_truncated_configuration",
    ids=("M-05",),
    title="Keeps a configuration that it lost",
    story=(
        "A server uses the latest configuration of its log, committed or not. When a new leader overwrites that "
        "entry, the server has to return to the one before; otherwise it counts voters that nobody else knows of."
    ),
    citation="diss. 4.1",
    violates=("configuration", "leader_completeness"),
    smallest_cluster=4,
    rules=_change,
)
