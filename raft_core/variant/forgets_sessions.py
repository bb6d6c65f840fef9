"""Commands that a client sends again are executed again."""

from dataclasses import replace
from typing import Final

from raft_core.explain import without
from raft_core.rules import Rules
from raft_core.variant.base import Variant


def _change(rules: Rules) -> Rules:
    return replace(rules, may_execute=without(rules.may_execute, "new_serial_number"))


VARIANT: Final = Variant(
    name="forgets_sessions",
    ids=("K-m1",),
    title="Executes a retried command twice",
    story=(
        "The entry is committed, the answer gets lost, and the client does what it must: it sends the command "
        "again. Without sessions and serial numbers the state machine takes it for a new one."
    ),
    citation="8",
    violates=("exactly_once",),
    smallest_cluster=3,
    rules=_change,
)
