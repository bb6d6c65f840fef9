"""A leader takes for stored what it has sent."""

from dataclasses import replace
from typing import Final

from raft_core.explain import choosing
from raft_core.messages import AppendEntries
from raft_core.node import Node
from raft_core.rules import Rules
from raft_core.rules.leaders import known_match
from raft_core.variant.base import Variant


def _what_is_sent(node: Node, request: AppendEntries) -> int:
    return max(known_match(node, request.target), request.prev_log_index + len(request.entries))


def _change(rules: Rules) -> Rules:
    return replace(
        rules,
        match_index_when_sent=choosing(
            rules.match_index_when_sent, _what_is_sent, "matchIndex becomes {value}: it is on its way, after all"
        ),
    )


VARIANT: Final = Variant(
    name="match_when_sent",
    ids=("L-09",),
    title="Counts entries as stored when it sends them",
    story=(
        "A leader that is cut off right after it has sent an entry commits it all by itself, and its client is "
        "told so. Everyone else goes on without that entry."
    ),
    citation="5.3",
    violates=("commit_backing", "leader_completeness"),
    smallest_cluster=3,
    rules=_change,
)
