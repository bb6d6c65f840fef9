"""A configuration takes effect when it is committed, not when it is appended."""

from dataclasses import replace
from typing import Final

from raft_core.configuration import Configuration
from raft_core.explain import choosing
from raft_core.node import Node
from raft_core.rules import Rules
from raft_core.variant.base import Variant


def _pick(node: Node, _: None) -> Configuration:
    return node.committed_configuration


def _change(rules: Rules) -> Rules:
    return replace(
        rules,
        effective_configuration=choosing(
            rules.effective_configuration, _pick, "the latest that is committed: {value.words}"
        ),
    )


VARIANT: Final = Variant(
    name="etcd_configuration",
    ids=("M-04",),
    title="Uses a configuration once it is committed",
    story=(
        "etcd works like this, and it is safe there together with other safeguards: the commit index is kept on disk, "
        "no second change begins before the first is applied, and nobody campaigns with a committed change that it has "
        "not applied. Without the first of these, a server that restarts is back in the cluster that it began with. By "
        "the rule of the dissertation, an entry after the change must be on a majority of the new voters; this one "
        "counts the old ones."
    ),
    citation="diss. 4.1",
    violates=("commit_backing", "election_safety"),
    smallest_cluster=1,
    rules=_change,
)
