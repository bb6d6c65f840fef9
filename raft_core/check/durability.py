"""Durability (Figure 2: "updated on stable storage before responding to RPCs"): no promise runs ahead of the disk."""

from collections.abc import Mapping

from raft_core.check.checker import Checker, Watch, node_of
from raft_core.check.chronicle import Chronicle, reaching
from raft_core.check.finding import Findings
from raft_core.event import EntriesTruncated, VoteCounted
from raft_core.ids import SERVER_NAMES
from raft_core.messages import AppendEntriesReply, InstallSnapshotReply, RequestVoteReply
from raft_core.sim.world import World


class Durability(Checker):
    """durability: a reply leaves, and a candidate counts its own vote, only when the disk holds what it asserts."""

    __slots__ = ()

    def copy(self, chronicle: Chronicle, findings: Findings) -> "Durability":
        return Durability(chronicle, findings)

    def watches(self) -> Mapping[type, Watch]:
        return {
            RequestVoteReply: self._on_vote_sent,
            AppendEntriesReply: self._on_acknowledgement_sent,
            InstallSnapshotReply: self._on_installation_sent,
            VoteCounted: self._on_vote_counted,
        }

    def _on_vote_sent(self, world: World, message: RequestVoteReply) -> None:
        disk = node_of(world, message.source).disk
        if disk.current_term > message.term or (
            disk.current_term == message.term and (disk.voted_for == message.target or not message.vote_granted)
        ):
            return
        name, candidate = SERVER_NAMES[message.source], SERVER_NAMES[message.target]
        if message.vote_granted:
            says = f"{name} told {candidate} of its vote in term {message.term} before that vote was on disk."
        else:
            says = f"{name} answered {candidate} in term {message.term} before that term was on disk."
        self.findings.report(world, "durability", (message.source,), says)

    def _on_vote_counted(self, world: World, event: VoteCounted) -> None:
        if event.voter != event.server:
            return
        disk = node_of(world, event.server).disk
        if disk.current_term < event.term or (disk.current_term == event.term and disk.voted_for != event.server):
            name = SERVER_NAMES[event.server]
            says = f"{name} counted its own vote in term {event.term} before that vote was on disk."
            self.findings.report(world, "durability", (event.server,), says)

    def _on_installation_sent(self, world: World, message: InstallSnapshotReply) -> None:
        disk, index = node_of(world, message.source).disk, message.last_included_index
        if message.installed and max(disk.snapshot.index, disk.log.last_index) < index:
            name, target = SERVER_NAMES[message.source], SERVER_NAMES[message.target]
            says = f"{name} told {target} that it holds the snapshot up to {index} before that was on disk."
            self.findings.report(world, "durability", (message.source,), says)

    def _on_acknowledgement_sent(self, world: World, message: AppendEntriesReply) -> None:
        node, index = node_of(world, message.source), message.match_index
        disk, log, memory = node.disk, node.disk.log, node.log
        if disk.current_term >= message.term:
            if index <= disk.snapshot.index:
                return
            if log.last_index == memory.last_index and log.last_term == memory.last_term:
                return
            log, memory = reaching(log, index), reaching(memory, index)
            # Within a term nothing is removed, so the log in memory tells what was acknowledged; later only the length.
            if node.current_term != message.term:
                if index <= log.last_index:
                    return
            elif index > memory.last_index or log.term_at(index) == memory.term_at(index):
                return
            elif index <= memory.base_index and index <= log.last_index:
                # A snapshot came in while the answer waited; memory does not tell any more what was acknowledged.
                return
        if any(isinstance(event, EntriesTruncated) and event.server == message.source for event in world.events):
            # Several messages arrived in this one step, and a later one removed what an earlier one acknowledged.
            return
        name, target = SERVER_NAMES[message.source], SERVER_NAMES[message.target]
        if disk.current_term < message.term:
            says = f"{name} answered {target} in term {message.term} before that term was on disk."
        else:
            says = f"{name} acknowledged index {index} to {target} before the entry was on disk."
        self.findings.report(world, "durability", (message.source,), says)
