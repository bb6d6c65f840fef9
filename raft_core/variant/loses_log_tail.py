"""A restart drops the last entry of the log."""

from dataclasses import replace
from typing import Final

from raft_core.explain import choosing
from raft_core.node import Durable, Node
from raft_core.rules import Rules
from raft_core.variant.base import Variant


def _without_tail(node: Node, disk: Durable) -> Durable:
    log = disk.log.copy()
    log.keep_until(max(disk.snapshot.index, log.last_index - 1))
    return Durable(disk.current_term, disk.voted_for, log, disk.snapshot)


def _change(rules: Rules) -> Rules:
    return replace(
        rules,
        survives_restart=choosing(
            rules.survives_restart,
            _without_tail,
            "term {disk.current_term}, its vote and the log up to the last entry but one of {disk.log.last_index}",
        ),
    )


VARIANT: Final = Variant(
    name="loses_log_tail",
    ids=("C-09",),
    title="Loses the end of its log in a restart",
    story=(
        "Recovery takes the last record for torn and cuts it off, although it was whole and acknowledged. One "
        "restart on each of a majority, and a committed entry is on no disk."
    ),
    citation="Figure 2",
    violates=("leader_completeness",),
    smallest_cluster=3,
    rules=_change,
)
