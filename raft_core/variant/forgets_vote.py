"""votedFor is not kept on disk."""

from dataclasses import replace
from typing import Final

from raft_core.explain import choosing
from raft_core.ids import NOBODY
from raft_core.node import Durable, Node
from raft_core.rules import Rules
from raft_core.variant.base import Variant


def _without_vote(node: Node, disk: Durable) -> Durable:
    return Durable(disk.current_term, NOBODY, disk.log, disk.snapshot)


def _change(rules: Rules) -> Rules:
    return replace(
        rules,
        survives_restart=choosing(
            rules.survives_restart,
            _without_vote,
            "term {disk.current_term} and the log up to {disk.log.last_index}; the vote is gone",
        ),
    )


VARIANT: Final = Variant(
    name="forgets_vote",
    ids=("E-06",),
    title="Forgets its vote in a crash",
    story=(
        "A server votes, crashes, comes back in the same term with its vote free, and votes again. PySyncObj "
        "kept votedFor in memory only, up to 0.3.15; the same was reported as cornerstone issue 65."
    ),
    citation="Figure 2",
    violates=("one_vote_per_term", "election_safety"),
    smallest_cluster=3,
    rules=_change,
)
