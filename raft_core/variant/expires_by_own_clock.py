"""Each server forgets sessions by its own clock."""

from dataclasses import replace
from typing import Final

from raft_core.explain import choosing
from raft_core.node import Node
from raft_core.rules import Rules
from raft_core.rules.all_servers import Moment
from raft_core.variant.base import Variant

AGE_US: Final = 1_000_000
"""How long a session lasts on each server's clock."""


def _pick(node: Node, moment: Moment) -> "tuple[str, ...]":
    return tuple(
        [name for name, session in node.machine.sessions.items() if moment.clock_us - session.clock_us > AGE_US]
    )


def _change(rules: Rules) -> Rules:
    return replace(
        rules,
        forgets_sessions=choosing(
            rules.forgets_sessions, _pick, "{value}: those whose last command was executed here too long ago"
        ),
    )


VARIANT: Final = Variant(
    name="expires_by_own_clock",
    ids=("K-m2",),
    title="Expires sessions by the local clock",
    story=(
        "Replicas are equal because they do the same at the same place of the log. Clocks differ: one server has "
        "forgotten a client and executes its retry, another has not and answers from memory. From then on their "
        "states differ."
    ),
    citation="diss. 6.3",
    violates=("state_machine_safety",),
    smallest_cluster=3,
    rules=_change,
)
