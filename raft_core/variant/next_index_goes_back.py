"""A leader sets nextIndex behind what the latest answer says."""

from dataclasses import replace
from typing import Final

from raft_core.explain import choosing
from raft_core.messages import AppendEntriesReply
from raft_core.node import Node
from raft_core.rules import Rules
from raft_core.variant.base import Variant


def _after_the_answer(node: Node, reply: AppendEntriesReply) -> int:
    return reply.match_index + 1


def _change(rules: Rules) -> Rules:
    return replace(
        rules,
        next_index_after_success=choosing(
            rules.next_index_after_success, _after_the_answer, "from {value}: right after what this answer vouches for"
        ),
    )


VARIANT: Final = Variant(
    name="next_index_goes_back",
    ids=("L-12",),
    title="Lets nextIndex fall to matchIndex",
    story=(
        "An answer that was overtaken by a newer one draws nextIndex back to entries that are known to match. The "
        "log stays right, the work is done again, and code that relies on nextIndex > matchIndex breaks. Found in "
        "PySyncObj (issue 167) by SandTable, and in etcd's raft (issue 149)."
    ),
    citation="5.3",
    violates=("monotonic_match",),
    smallest_cluster=3,
    rules=_change,
)
