"""A leader goes back by one entry for every refusal."""

from dataclasses import replace
from typing import Final

from raft_core.explain import choosing
from raft_core.messages import AppendEntriesReply
from raft_core.node import Node
from raft_core.rules import Rules
from raft_core.variant.base import Variant


def _pick(node: Node, reply: AppendEntriesReply) -> int:
    return max(1, reply.prev_log_index)


def _change(rules: Rules) -> Rules:
    return replace(
        rules, next_index_after_conflict=choosing(rules.next_index_after_conflict, _pick, "from {value}, one before")
    )


VARIANT: Final = Variant(
    name="backs_up_one_by_one",
    ids=("B-1",),
    title="Goes back one entry at a time",
    story=(
        "What the paper describes first: nextIndex is decremented until the logs meet. It is safe, and slow: each "
        "entry costs a round trip, where the conflicting term's first index skips a whole term (end of 5.3)."
    ),
    citation="5.3",
    violates=(),
    smallest_cluster=2,
    rules=_change,
)
