"""C_new is appended again and again until it is committed."""

from dataclasses import replace
from typing import Final

from raft_core.explain import Clause, with_clause
from raft_core.node import Node
from raft_core.rules import Rules
from raft_core.rules.membership import Placed
from raft_core.variant.base import Variant


def _is_not_over(node: Node, joint: Placed) -> bool:
    return node.configuration_index == joint.index or node.configuration_index > node.commit_index


def _change(rules: Rules) -> Rules:
    return replace(
        rules,
        leaves_joint=with_clause(
            rules.leaves_joint,
            Clause(
                "once",
                "6",
                "Is it not committed yet?",
                _is_not_over,
                "the configuration of index {node.configuration_index} is not committed",
                "the configuration of index {node.configuration_index} is committed",
            ),
        ),
    )


VARIANT: Final = Variant(
    name="leaves_joint_repeatedly",
    ids=("M-11",),
    title="Proposes the end of the joint configuration again",
    story=(
        "Every advance of the commit index while C_new is under way brings another C_new. etcd guards against it in "
        "the test confchange_v2_add_double_auto: at most one configuration entry may be uncommitted."
    ),
    citation="6",
    violates=("configuration",),
    smallest_cluster=3,
    rules=_change,
)
