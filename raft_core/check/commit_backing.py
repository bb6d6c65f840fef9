"""Commit backing (5.3, dissertation 10.2.1): what a leader commits is on the disks of a majority.

The one checker that looks at all disks at once. It counts with true majorities of the configuration that the log itself
holds, whatever the protocol believes, and so finds wrong counting that another rule happens to hide from the outcome.
"""

from collections.abc import Mapping

from raft_core.check.checker import Checker, Watch, node_of
from raft_core.check.chronicle import Chronicle, reaching
from raft_core.check.finding import Findings
from raft_core.configuration import Configuration
from raft_core.event import CommitAdvanced, ConfigurationAppended
from raft_core.ids import SERVER_NAMES, ServerId, server_names
from raft_core.log import CONFIGURATION
from raft_core.node import Node
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
        node, index = node_of(world, event.server), event.new
        term = reaching(node.log, index).term_at(index)
        for voters in governing(self.chronicle, node, _appended_later(self.chronicle, world, event)).majorities:
            holders = [voter for voter in voters if _holds(world, voter, index, term)]
            needed = majority(len(voters))
            if len(holders) < needed:
                says = (
                    f"{SERVER_NAMES[event.server]} committed index {index}, which is on the disk of "
                    f"{server_names(holders)}: {len(holders)} of the {needed} needed."
                )
                self.findings.report(world, "commit_backing", (event.server,), says)


def governing(chronicle: Chronicle, node: Node, without: frozenset[int] = frozenset()) -> Configuration:
    """The latest configuration in a server's log (4.1), but for the entries at some indices.

    Read from the entries alone: from its own log, and for what a snapshot replaced, from what was ever committed.
    """
    log, committed = node.log, chronicle.committed
    for index in reversed(chronicle.places):
        if index > log.last_index or index in without:
            continue
        # The log may have been compacted in this very step, before the chronicle hears of the commit.
        holder = reaching(log, index)
        if index <= holder.base_index:
            holder = committed
            if index > committed.last_index:
                continue
        entry = holder.entry(index)
        if entry.kind == CONFIGURATION and isinstance(entry.data, Configuration):
            return entry.data
    return chronicle.first_configuration


def _appended_later(chronicle: Chronicle, world: World, event: CommitAdvanced) -> frozenset[int]:
    """Configurations that the server appended in this step because of this commit: C_new after C_old,new."""
    if not chronicle.places:
        return frozenset()
    after = world.events[world.events.index(event) + 1 :]
    return frozenset(
        appended.index
        for appended in after
        if isinstance(appended, ConfigurationAppended) and appended.server == event.server
    )


def _holds(world: World, voter: ServerId, index: int, term: int) -> bool:
    """Whether a server's disk has the entry; by Log Matching, the term tells whether it is the same."""
    server = world.servers[voter]
    if server is None:
        return False
    disk = server.node.disk
    return disk.snapshot.index >= index or reaching(disk.log, index).term_at(index) == term
