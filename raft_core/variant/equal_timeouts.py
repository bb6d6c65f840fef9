"""All servers wait equally long."""

from dataclasses import replace
from typing import Final

from raft_core.explain import choosing
from raft_core.node import Node
from raft_core.rules import Rules
from raft_core.variant.base import Variant


def _pick(node: Node, limits: "tuple[int, int]") -> "tuple[int, int]":
    return (limits[0], limits[0])


def _change(rules: Rules) -> Rules:
    return replace(
        rules, election_timeout=choosing(rules.election_timeout, _pick, "exactly {value} µs, like everybody")
    )


VARIANT: Final = Variant(
    name="equal_timeouts",
    ids=("V-01",),
    title="Waits without randomness",
    story=(
        "When all election timers run out together, every server votes for itself, and the next time again. Without "
        "randomness the paper's cluster took more than ten seconds to elect a leader; a few milliseconds of it are "
        "enough (9.3)."
    ),
    citation="5.2",
    violates=("liveness",),
    smallest_cluster=2,
    rules=_change,
)
