"""A leader counts acknowledgements that were given in an earlier term."""

from dataclasses import replace
from typing import Final

from raft_core.explain import without
from raft_core.rules import Rules
from raft_core.variant.base import Variant


def _change(rules: Rules) -> Rules:
    return replace(rules, counts_as_match=without(rules.counts_as_match, "same_term"))


VARIANT: Final = Variant(
    name="believes_old_acks",
    ids=("L-11",),
    title="Believes acknowledgements of an earlier term",
    story=(
        "An acknowledgement speaks of the log that the follower had then. The same server may lead again two "
        "terms later, with other entries at the same places; the old answer then commits entries that the "
        "follower has never seen."
    ),
    citation="5.1",
    violates=("commit_backing",),
    smallest_cluster=5,
    rules=_change,
)
