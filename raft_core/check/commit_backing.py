"""Commit backing (5.3, dissertation 10.2.1): what a leader commits is on the disks of a majority.

The one checker that looks at all disks at once. It counts with true majorities, whatever the protocol believes, and so
finds wrong counting that another rule happens to hide from the outcome.
"""

from collections.abc import Mapping

from raft_core.check.checker import Checker, Watch, node_of
from raft_core.check.chronicle import Chronicle
from raft_core.check.finding import Findings
from raft_core.configuration import Configuration
from raft_core.event import CommitAdvanced, ConfigurationAppended
from raft_core.ids import SERVER_NAMES, ServerId, server_names
from raft_core.quorum import majority
from raft_core.sim.world import World


class CommitBacking(Checker):
    """commit_backing: at every commit of a leader, the servers whose durable log matches are a quorum."""

    __slots__ = ()

    def copy(self, chronicle: Chronicle, findings: Findings) -> "CommitBacking":
        return CommitBacking(chronicle, findings)

    def watches(self) -> Mapping[type, Watch]:
        return {CommitAdvanced: self._on_commit}

    def _on_commit(self, world: World, event: CommitAdvanced) -> None:
        if not self.chronicle.leading[event.server]:
            return
        log, index = node_of(world, event.server).log.whole, event.new
        term = log.term_at(index)
        for voters in governing(world, event).majorities:
            holders = [voter for voter in voters if _holds(world, voter, index, term)]
            needed = majority(len(voters))
            if len(holders) < needed:
                says = (
                    f"{SERVER_NAMES[event.server]} committed index {index}, which is on the disk of "
                    f"{server_names(holders)}: {len(holders)} of the {needed} needed."
                )
                self.findings.report(world, "commit_backing", (event.server,), says)


def governing(world: World, event: CommitAdvanced) -> Configuration:
    """The configuration under which a leader committed: the latest in its log at that moment (4.1).

    What it appended because of this very commit (C_new after C_old,new) came later in the step, and does not count. The
    property `configuration` holds the table that this reads against the log itself.
    """
    configurations = node_of(world, event.server).configurations
    if len(configurations) == 1:
        return configurations[0][1]
    after = world.events[world.events.index(event) + 1 :]
    later = {
        appended.index
        for appended in after
        if isinstance(appended, ConfigurationAppended) and appended.server == event.server
    }
    return [configuration for index, configuration in configurations if index not in later][-1]


def _holds(world: World, voter: ServerId, index: int, term: int) -> bool:
    """Whether a server's disk has the entry; by Log Matching, the term tells whether it is the same."""
    server = world.servers[voter]
    if server is None:
        return False
    disk = server.node.disk
    return disk.log.whole.term_at(index) == term or disk.snapshot.index >= index
