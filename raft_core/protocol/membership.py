"""Cluster membership (6, dissertation 4): a configuration is a log entry, and in force as soon as it is in the log."""

from raft_core.configuration import Change, Configuration
from raft_core.log import CONFIGURATION, Entry
from raft_core.protocol.commit import advance_commit
from raft_core.protocol.replication import append_as_leader, broadcast
from raft_core.role import Leader
from raft_core.rules.membership import Placed
from raft_core.transition import Turn


def on_change(turn: Turn, change: Change) -> None:
    """A leader is asked to change the membership (4.1; 4.3 for an arbitrary set)."""
    if not turn.judge(turn.rules.may_change_membership, turn.node, change):
        return
    _append(turn, turn.choose(turn.rules.next_configuration, turn.node, change))
    finish_change(turn)


def finish_change(turn: Turn) -> None:
    """Go on with a change that got further: leave the joint configuration, or the office (4.3, 4.2.2)."""
    node = turn.node
    if not isinstance(node.role, Leader) or (len(node.configurations) == 1 and not node.configuration.is_joint):
        # Nothing has changed since the snapshot; but that may have been taken while the configuration was joint.
        return
    joint = _last_joint(turn)
    if joint is not None and turn.judge(turn.rules.leaves_joint, node, joint):
        _append(turn, joint.configuration.left())
    placed = Placed(*node.configurations[-1])
    if not placed.configuration.is_voter(node.id) and turn.judge(turn.rules.leaves_office, node, placed):
        turn.step_down(f"the configuration of index {placed.index} is without it")


def _append(turn: Turn, configuration: Configuration) -> None:
    append_as_leader(turn, Entry(turn.node.current_term, CONFIGURATION, configuration))
    broadcast(turn)
    advance_commit(turn)


def _last_joint(turn: Turn) -> Placed | None:
    """The latest joint configuration, unless what followed it is committed."""
    node = turn.node
    joint = [Placed(*placed) for placed in node.configurations if placed[1].is_joint]
    if not joint or (node.configuration_index > joint[-1].index and node.configuration_index <= node.commit_index):
        return None
    return joint[-1]
