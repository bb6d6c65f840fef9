"""Which configuration is in force (dissertation 4.1): the latest in the log, committed or not."""

from raft_core.configuration import Configuration
from raft_core.event import ConfigurationAppended, ConfigurationRestored
from raft_core.log import CONFIGURATION, Entry
from raft_core.role import Leader
from raft_core.transition import Turn


def note_entry(turn: Turn, index: int, entry: Entry) -> None:
    """Take note of an entry that came into the log, if it is a configuration."""
    if entry.kind != CONFIGURATION or not isinstance(entry.data, Configuration):
        return
    node, data = turn.node, entry.data
    node.configurations = (*node.configurations, (index, data))
    turn.events.append(
        ConfigurationAppended(node.id, index, list(data.voters), list(data.outgoing_voters), list(data.learners))
    )
    adopt(turn)


def forget_entries(turn: Turn, keep: int) -> None:
    """Return to an earlier configuration if the log lost the latest one (4.1)."""
    node = turn.node
    if node.configuration_index <= keep:
        return
    node.configurations = turn.choose(turn.rules.configurations_after_truncation, node, keep)
    adopt(turn)
    announce_restored(turn)


def adopt_committed(turn: Turn) -> None:
    """Ask again after a commit: who uses a configuration from its commit on, as etcd does, turns to it now."""
    node = turn.node
    if len(node.configurations) > 1 and (turn.rules.effective_configuration.pick(node, None) is not node.configuration):
        adopt(turn)


def announce_restored(turn: Turn) -> None:
    """Say which configuration is in force again."""
    node, data = turn.node, turn.node.configuration
    index = node.configuration_index
    turn.events.append(
        ConfigurationRestored(node.id, index, list(data.voters), list(data.outgoing_voters), list(data.learners))
    )


def adopt(turn: Turn) -> None:
    """Use the configuration that is in force; a leader begins or stops to replicate accordingly."""
    node = turn.node
    node.configuration = turn.choose(turn.rules.effective_configuration, node, None)
    if isinstance(node.role, Leader):
        # A server that is new in the log is replicated to at once, whatever the rules count it for.
        members = {*node.configurations[-1][1].members, *node.configuration.members} - {node.id}
        node.role.set_peers(tuple(sorted(members)), max(1, node.log.last_index))
