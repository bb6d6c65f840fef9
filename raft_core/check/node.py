"""What holds of every single server: its numbers only grow, and it keeps to its term (Figure 2)."""

from collections.abc import Mapping

from raft_core.check.checker import Checker, Watch, node_of
from raft_core.check.chronicle import Chronicle, reaching
from raft_core.check.finding import Findings
from raft_core.event import (
    BecameLeader,
    CommitAdvanced,
    DiskWiped,
    ElectionStarted,
    EntriesApplied,
    EntriesTruncated,
    RoleChanged,
    ServerCrashed,
    ServerRestarted,
    SnapshotInstalled,
    SnapshotTaken,
    TermChanged,
    WriteCompleted,
)
from raft_core.ids import SERVER_NAMES
from raft_core.role import Leader
from raft_core.sim.world import World


class CommitAndApply(Checker):
    """monotonic_commit, own_term_commit, apply_order: commitIndex and lastApplied (5.3, 5.4.2)."""

    __slots__ = ("_applied", "_commit")

    def __init__(self, chronicle: Chronicle, findings: Findings) -> None:
        super().__init__(chronicle, findings)
        self._commit = [0] * 10
        self._applied = [0] * 10

    @classmethod
    def beginning(cls, world: World, chronicle: Chronicle, findings: Findings) -> "CommitAndApply":
        """The checker of a world at position 0."""
        checker = cls(chronicle, findings)
        for server in world.members():
            checker._commit[server.id] = server.node.commit_index
            checker._applied[server.id] = server.node.last_applied
        return checker

    def copy(self, chronicle: Chronicle, findings: Findings) -> "CommitAndApply":
        twin = CommitAndApply(chronicle, findings)
        twin._commit = self._commit[:]
        twin._applied = self._applied[:]
        return twin

    def watches(self) -> Mapping[type, Watch]:
        return {
            CommitAdvanced: self._on_commit,
            EntriesApplied: self._on_applied,
            EntriesTruncated: self._on_truncated,
            SnapshotInstalled: self._on_installed,
            SnapshotTaken: self._on_taken,
            ServerCrashed: self._on_stopped,
            DiskWiped: self._on_stopped,
        }

    def _on_commit(self, world: World, event: CommitAdvanced) -> None:
        server, name = event.server, SERVER_NAMES[event.server]
        if event.new < self._commit[server]:
            says = f"{name}'s commitIndex went back from {self._commit[server]} to {event.new}."
            self.findings.report(world, "monotonic_commit", (server,), says)
        self._commit[server] = event.new
        node = node_of(world, server)
        log = reaching(node.log, event.new)
        if event.new > log.last_index:
            says = f"{name}'s commitIndex is {event.new}, but its log ends at {log.last_index}."
            self.findings.report(world, "monotonic_commit", (server,), says)
        if self.chronicle.leading[server] and log.term_at(event.new) != node.current_term:
            says = (
                f"{name} leads term {node.current_term} and committed index {event.new} of term "
                f"{log.term_at(event.new)} by counting."
            )
            self.findings.report(world, "own_term_commit", (server,), says)

    def _on_truncated(self, world: World, event: EntriesTruncated) -> None:
        commit = self._commit[event.server]
        if event.first_index <= commit:
            says = (
                f"{SERVER_NAMES[event.server]} removed the entry at index {event.first_index} "
                f"while its commitIndex was {commit}."
            )
            self.findings.report(world, "monotonic_commit", (event.server,), says)

    def _on_installed(self, world: World, event: SnapshotInstalled) -> None:
        server, name, commit = event.server, SERVER_NAMES[event.server], self._commit[event.server]
        if event.index < commit:
            says = f"{name}'s commitIndex went back from {commit} to {event.index}, where the snapshot ends."
            self.findings.report(world, "monotonic_commit", (server,), says)
        self._commit[server] = self._applied[server] = event.index

    def _on_taken(self, world: World, event: SnapshotTaken) -> None:
        if event.index > self._applied[event.server]:
            says = (
                f"{SERVER_NAMES[event.server]} took a snapshot up to index {event.index}, and had applied only "
                f"{self._applied[event.server]}."
            )
            self.findings.report(world, "snapshot", (event.server,), says)
            self._applied[event.server] = event.index
            self._commit[event.server] = max(event.index, self._commit[event.server])

    def _on_applied(self, world: World, event: EntriesApplied) -> None:
        server, name, applied = event.server, SERVER_NAMES[event.server], self._applied[event.server]
        if event.first_index != applied + 1:
            says = f"{name} applied index {event.first_index} right after index {applied}."
            self.findings.report(world, "apply_order", (server,), says)
        if event.last_index > self._commit[server]:
            says = f"{name} applied index {event.last_index}, but its commitIndex is {self._commit[server]}."
            self.findings.report(world, "apply_order", (server,), says)
        self._applied[server] = event.last_index

    def _on_stopped(self, world: World, event: ServerCrashed | DiskWiped) -> None:
        node = node_of(world, event.server)
        self._commit[event.server] = node.commit_index
        self._applied[event.server] = node.last_applied


class Term(Checker):
    """monotonic_term, leader_term: a durable term never goes back; who leads a term was elected in it (5.1), and came
    to its role by way of candidacy (Figure 4).
    """

    __slots__ = ("_durable_term", "_standing")

    def __init__(self, chronicle: Chronicle, findings: Findings) -> None:
        super().__init__(chronicle, findings)
        self._durable_term = [0] * 10
        self._standing = [0] * 10

    @classmethod
    def beginning(cls, world: World, chronicle: Chronicle, findings: Findings) -> "Term":
        """The checker of a world at position 0."""
        checker = cls(chronicle, findings)
        for server in world.members():
            checker._durable_term[server.id] = server.node.disk.current_term
        return checker

    def copy(self, chronicle: Chronicle, findings: Findings) -> "Term":
        twin = Term(chronicle, findings)
        twin._durable_term = self._durable_term[:]
        twin._standing = self._standing[:]
        return twin

    def watches(self) -> Mapping[type, Watch]:
        return {
            ElectionStarted: self._on_election,
            BecameLeader: self._on_leader,
            TermChanged: self._on_term,
            RoleChanged: self._on_role,
            WriteCompleted: self._on_written,
            ServerRestarted: self._on_restarted,
            DiskWiped: self._on_wiped,
        }

    def _on_election(self, world: World, event: ElectionStarted) -> None:
        self._standing[event.server] = event.term

    def _on_leader(self, world: World, event: BecameLeader) -> None:
        stood = self._standing[event.server]
        if stood != event.term:
            says = f"{SERVER_NAMES[event.server]} leads term {event.term}, but stood for election in term {stood}."
            self.findings.report(world, "leader_term", (event.server,), says)

    def _on_term(self, world: World, event: TermChanged) -> None:
        server, name = event.server, SERVER_NAMES[event.server]
        node = node_of(world, server)
        if event.new < event.old:
            says = f"{name}'s term went back from {event.old} to {event.new}."
            self.findings.report(world, "monotonic_term", (server,), says)
        elected = self.chronicle.leading[server]
        if isinstance(node.role, Leader) and elected and elected != node.current_term:
            says = f"{name} leads term {node.current_term}, but was elected in term {elected}."
            self.findings.report(world, "leader_term", (server,), says)

    def _on_role(self, world: World, event: RoleChanged) -> None:
        if (event.new == "leader" and event.old != "candidate") or (event.old == "leader" and event.new != "follower"):
            says = f"{SERVER_NAMES[event.server]} went from {event.old} to {event.new} in term {event.term}."
            self.findings.report(world, "leader_term", (event.server,), says)

    def _on_written(self, world: World, event: WriteCompleted) -> None:
        self._durable_term[event.server] = node_of(world, event.server).disk.current_term

    def _on_restarted(self, world: World, event: ServerRestarted) -> None:
        term, durable = node_of(world, event.server).current_term, self._durable_term[event.server]
        if term < durable:
            says = f"{SERVER_NAMES[event.server]} restarted in term {term}; its disk had held term {durable}."
            self.findings.report(world, "monotonic_term", (event.server,), says)

    def _on_wiped(self, world: World, event: DiskWiped) -> None:
        self._durable_term[event.server] = 0
