"""A session ends after a few entries, and a late retry silently begins a new one."""

from dataclasses import replace
from typing import Final

from raft_core.explain import choosing
from raft_core.node import Node
from raft_core.rules import Rules
from raft_core.rules.all_servers import Moment
from raft_core.variant.base import Variant

ENTRIES: Final = 3
"""After how many entries a session ends."""


def _pick(node: Node, moment: Moment) -> "tuple[str, ...]":
    return tuple([name for name, session in node.machine.sessions.items() if moment.applied - session.index >= ENTRIES])


def _change(rules: Rules) -> Rules:
    return replace(
        rules,
        forgets_sessions=choosing(
            rules.forgets_sessions, _pick, "{value}: those whose last command is too many entries back"
        ),
    )


VARIANT: Final = Variant(
    name="revives_expired_session",
    ids=("K-m3",),
    title="Begins an expired session anew",
    story=(
        "All replicas may forget a client at the same place of the log. But then its late retry has to be refused: to "
        "take it for a new client's first command executes it twice."
    ),
    citation="diss. 6.3",
    violates=("exactly_once",),
    smallest_cluster=3,
    rules=_change,
)
