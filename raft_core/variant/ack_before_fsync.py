"""A follower acknowledges entries before they are on its disk."""

from dataclasses import replace
from typing import Final

from raft_core.explain import without
from raft_core.rules import Rules
from raft_core.variant.base import Variant


def _change(rules: Rules) -> Rules:
    return replace(rules, may_answer=without(rules.may_answer, "log_durable"))


VARIANT: Final = Variant(
    name="ack_before_fsync",
    ids=("C-08",),
    title="Acknowledges before the disk has it",
    story=(
        "The leader counts the acknowledgement, commits, and tells its client. Then the power fails, the follower "
        "comes back without the entry, and helps to elect a leader that never had it. Reported for Camunda (issue "
        "4160), YugabyteDB (issue 32875) and NATS (issue 7564)."
    ),
    citation="Figure 2",
    violates=("durability", "leader_completeness"),
    smallest_cluster=3,
    rules=_change,
)
