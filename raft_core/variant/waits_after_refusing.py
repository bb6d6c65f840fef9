"""A server waits anew after every request for a vote, also after one that it refuses."""

from dataclasses import replace
from typing import Final

from raft_core.explain import without
from raft_core.rules import Rules
from raft_core.variant.base import Variant


def _change(rules: Rules) -> Rules:
    return replace(rules, restarts_timer=without(rules.restarts_timer, "granted"))


VARIANT: Final = Variant(
    name="waits_after_refusing",
    ids=("V-02",),
    title="Grows patient by refusing",
    story=(
        "A server whose log is too short to win keeps asking, and each request restarts the others' timers, so that "
        "those who could win never stand. Only a granted vote is a reason to wait (etcd issue 12959)."
    ),
    citation="5.2",
    violates=("liveness",),
    smallest_cluster=3,
    rules=_change,
)
