"""Commit backing (5.3, dissertation 10.2.1): what a leader commits is on the disks of a majority.

The one checker that looks at all disks at once. It counts with true majorities, whatever the protocol believes, and so
finds wrong counting that another rule happens to hide from the outcome.
"""

from collections.abc import Mapping

from raft_core.check.checker import Checker, Watch, node_of
from raft_core.check.chronicle import Chronicle
from raft_core.check.finding import Findings
from raft_core.event import CommitAdvanced
from raft_core.ids import SERVER_NAMES, server_names
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
        leader, index = node_of(world, event.server), event.new
        term = leader.log.term_at(index)
        for voters in leader.configuration.majorities:
            # By Log Matching, the term tells whether it is the same entry.
            holders = []
            for voter in voters:
                server = world.servers[voter]
                if server is not None and server.node.disk.log.term_at(index) == term:
                    holders.append(voter)
            needed = majority(len(voters))
            if len(holders) < needed:
                says = (
                    f"{SERVER_NAMES[event.server]} committed index {index}, which is on the disk of "
                    f"{server_names(holders)}: {len(holders)} of the {needed} needed."
                )
                self.findings.report(world, "commit_backing", (event.server,), says)
