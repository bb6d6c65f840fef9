"""A snapshot that is older than the state is installed all the same."""

from dataclasses import replace
from typing import Final

from raft_core.explain import without
from raft_core.rules import Rules
from raft_core.variant.base import Variant


def _change(rules: Rules) -> Rules:
    return replace(rules, installs_snapshot=without(rules.installs_snapshot, "ahead"))


VARIANT: Final = Variant(
    name="installs_old_snapshot",
    ids=("S-m4",),
    title="Installs a snapshot from the past",
    story=(
        "A delayed or repeated InstallSnapshot arrives when the follower has long gone on. Taking it over turns the "
        "state back behind what was applied and answered. etcd tests for it (TestRestoreIgnoreSnapshot)."
    ),
    citation="7",
    violates=("monotonic_commit",),
    smallest_cluster=3,
    rules=_change,
)
