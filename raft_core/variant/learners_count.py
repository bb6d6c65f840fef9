"""Learners are counted like voters."""

from dataclasses import replace
from typing import Final

from raft_core.configuration import Configuration
from raft_core.explain import choosing
from raft_core.ids import ServerId
from raft_core.node import Node
from raft_core.rules import Rules
from raft_core.variant.base import Variant


def _pick(node: Node, configuration: Configuration) -> "tuple[tuple[ServerId, ...], ...]":
    return tuple([tuple(sorted({*voters, *configuration.learners})) for voters in configuration.majorities])


def _change(rules: Rules) -> Rules:
    return replace(rules, majorities=choosing(rules.majorities, _pick, "{value}: voters and learners alike"))


VARIANT: Final = Variant(
    name="learners_count",
    ids=("E-19",),
    title="Counts learners",
    story=(
        "A learner is there to catch up and has no vote. If it counts, an entry may be committed by a leader and a "
        "server that was empty a moment ago, and the voters that elect the next leader know nothing of it. "
        "hashicorp/raft tests for it (TestCommitment_match_nonVoting)."
    ),
    citation="diss. 4.2.1",
    violates=("commit_backing",),
    smallest_cluster=2,
    rules=_change,
)
