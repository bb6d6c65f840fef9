"""A leader takes a refusal for an acknowledgement of what came before."""

from dataclasses import replace
from typing import Final

from raft_core.explain import choosing, without
from raft_core.messages import AppendEntriesReply
from raft_core.node import Node
from raft_core.rules import Rules
from raft_core.rules.leaders import known_match
from raft_core.variant.base import Variant


def _as_spoken_of(node: Node, reply: AppendEntriesReply) -> int:
    index = reply.match_index if reply.success else reply.prev_log_index
    return max(known_match(node, reply.source), index)


def _change(rules: Rules) -> Rules:
    return replace(
        rules,
        counts_as_match=without(rules.counts_as_match, "success"),
        match_index=choosing(rules.match_index, _as_spoken_of, "{value}: the last index that the answer speaks of"),
    )


VARIANT: Final = Variant(
    name="match_from_refusal",
    ids=("L-08",),
    title="Raises matchIndex on a refusal",
    story=(
        "A follower refuses because it lacks the entry at prevLogIndex, and the leader notes that very index as "
        "matching. Where entries are sent ahead of the answers, it commits what nobody else has."
    ),
    citation="5.3",
    violates=("commit_backing",),
    smallest_cluster=3,
    rules=_change,
)
