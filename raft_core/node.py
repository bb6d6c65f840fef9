"""The state of one server, in the order and with the names of Figure 2, beside what it has on disk."""

from raft_core.configuration import Configuration
from raft_core.ids import NOBODY, SERVER_NAMES, ServerId, server_names
from raft_core.log import CONFIGURATION, Log
from raft_core.machine import Command, Machine
from raft_core.messages import Message
from raft_core.role import NEVER, ROLE_NAMES, Candidate, Follower, Leader, PreCandidate, Role
from raft_core.snapshot import Incoming, Snapshot


class Durable:
    """What is on disk: the persistent state of Figure 2 as of some write."""

    __slots__ = ("current_term", "log", "snapshot", "voted_for")

    def __init__(self, current_term: int, voted_for: ServerId, log: Log, snapshot: Snapshot) -> None:
        self.current_term = current_term
        self.voted_for = voted_for
        self.log = log
        self.snapshot = snapshot

    def __str__(self) -> str:
        vote = SERVER_NAMES[self.voted_for]
        return f"term {self.current_term}, vote {vote}, log up to {self.log.last_index}"


class Write:
    """A write on its way to the disk; it holds all of the persistent state as it was when issued."""

    __slots__ = ("done_at_us", "number", "started_at_position", "started_at_us", "state")

    def __init__(self, number: int, state: Durable, started_at_us: int, started_at_position: int) -> None:
        self.number = number
        self.state = state
        self.started_at_us = started_at_us
        self.started_at_position = started_at_position
        self.done_at_us = started_at_us


class FollowerRead:
    """A read that a follower answers itself, once it has applied up to `index`; NEVER while the leader is asked.

    Immutable (dissertation 6.4).
    """

    __slots__ = ("command", "index")

    def __init__(self, command: Command, index: int) -> None:
        self.command = command
        self.index = index


class Node:
    """One server. A transition mutates it; whoever wants to keep the state before copies it first.

    Times are on the server's own clock, in microseconds. A copy shares the log and the machine until one of the two
    changes them (`change_log`, `change_machine`). `configurations` holds (index, configuration) of the snapshot and of
    every configuration entry after it; `configuration` is the one in force.
    """

    __slots__ = (
        "_shares_log",
        "_shares_machine",
        "commit_index",
        "configuration",
        "configurations",
        "current_term",
        "disk",
        "durable_index",
        "election_deadline_us",
        "former_match",
        "heartbeat_deadline_us",
        "id",
        "is_dirty",
        "last_applied",
        "leader_heard_at_us",
        "leader_id",
        "log",
        "machine",
        "quorum_deadline_us",
        "reads",
        "receiving",
        "role",
        "snapshot",
        "timer_armed_at_position",
        "timer_armed_at_us",
        "timer_draws",
        "transfer_deadline_us",
        "voted_for",
        "waiting",
        "writes",
        "writes_issued",
    )

    def __init__(self, server: ServerId, disk: Durable) -> None:
        self.id = server
        # Persistent state on all servers.
        self.current_term = disk.current_term
        self.voted_for = disk.voted_for
        self.log = disk.log.copy()
        self.snapshot = disk.snapshot
        # Volatile state on all servers.
        self.commit_index = disk.snapshot.index
        self.last_applied = disk.snapshot.index
        self.machine = disk.snapshot.machine()
        self.configurations = _configurations(disk)
        self.configuration = self.configurations[-1][1]
        # Volatile state that depends on the role (on leaders: nextIndex and matchIndex).
        self.role: Role = Follower()
        self.leader_id: ServerId = NOBODY
        self.leader_heard_at_us = NEVER
        self.former_match: dict[ServerId, int] = {}
        self.reads: tuple[FollowerRead, ...] = ()
        self.receiving: Incoming | None = None
        self._shares_log = False
        self._shares_machine = False
        # The disk: what it holds, what is being written, and the messages that wait for it.
        self.disk = disk
        self.durable_index = disk.log.last_index
        self.is_dirty = False
        self.writes: tuple[Write, ...] = ()
        self.writes_issued = 0
        self.waiting: tuple[tuple[int, Message], ...] = ()
        # Timers.
        self.election_deadline_us = NEVER
        self.heartbeat_deadline_us = NEVER
        self.quorum_deadline_us = NEVER
        self.transfer_deadline_us = NEVER
        self.timer_armed_at_us = 0
        self.timer_armed_at_position = 0
        self.timer_draws = 0

    def copy(self) -> "Node":
        """The same state, apart. O(servers + clients waiting), whatever the length of the log."""
        twin = Node.__new__(Node)
        twin.id = self.id
        twin.current_term = self.current_term
        twin.voted_for = self.voted_for
        twin.log = self.log
        twin.snapshot = self.snapshot
        twin.commit_index = self.commit_index
        twin.last_applied = self.last_applied
        twin.machine = self.machine
        twin._shares_log = self._shares_log = True
        twin._shares_machine = self._shares_machine = True
        twin.role = self.role.copy()
        twin.leader_id = self.leader_id
        twin.leader_heard_at_us = self.leader_heard_at_us
        twin.former_match = self.former_match
        twin.reads = self.reads
        twin.receiving = self.receiving
        twin.configurations = self.configurations
        twin.configuration = self.configuration
        twin.disk = self.disk
        twin.durable_index = self.durable_index
        twin.is_dirty = self.is_dirty
        twin.writes = self.writes
        twin.writes_issued = self.writes_issued
        twin.waiting = self.waiting
        twin.election_deadline_us = self.election_deadline_us
        twin.heartbeat_deadline_us = self.heartbeat_deadline_us
        twin.quorum_deadline_us = self.quorum_deadline_us
        twin.transfer_deadline_us = self.transfer_deadline_us
        twin.timer_armed_at_us = self.timer_armed_at_us
        twin.timer_armed_at_position = self.timer_armed_at_position
        twin.timer_draws = self.timer_draws
        return twin

    def change_log(self) -> Log:
        """The log, for changing: a view of its own if a copy of this node shares it."""
        if self._shares_log:
            self.log = self.log.copy()
            self._shares_log = False
        return self.log

    def change_machine(self) -> Machine:
        """The state machine, for changing: one of its own if a copy of this node shares it."""
        if self._shares_machine:
            self.machine = self.machine.copy()
            self._shares_machine = False
        return self.machine

    def stop_timers(self) -> None:
        """Let no timer of this server run out by itself."""
        self.election_deadline_us = self.heartbeat_deadline_us = NEVER
        self.quorum_deadline_us = self.transfer_deadline_us = NEVER

    @property
    def name(self) -> str:
        """S1 to S9."""
        return SERVER_NAMES[self.id]

    @property
    def is_durable(self) -> bool:
        """Whether the disk holds everything the server has decided so far."""
        return not self.writes and not self.is_dirty

    @property
    def voted_for_name(self) -> str:
        """The name of voted_for, or none."""
        return SERVER_NAMES[self.voted_for]

    @property
    def role_name(self) -> str:
        """follower, candidate or leader."""
        return ROLE_NAMES[self.role.kind]

    @property
    def vote_count(self) -> int:
        """How many votes a candidate or pre-candidate has counted; 0 in any other role."""
        return len(self.votes)

    @property
    def votes(self) -> list[ServerId]:
        """Whose votes a candidate or pre-candidate has counted; empty in any other role."""
        return self.role.votes if isinstance(self.role, (Candidate, PreCandidate)) else []

    @property
    def voters_so_far(self) -> str:
        """Whose votes a candidate or pre-candidate has counted, as a phrase."""
        return server_names(self.votes)

    @property
    def configuration_index(self) -> int:
        """The index of its latest configuration; 0 for the one that it began with."""
        return self.configurations[-1][0]

    @property
    def committed_configuration(self) -> Configuration:
        """The latest configuration that it knows to be committed."""
        known = [configuration for index, configuration in self.configurations if index <= self.commit_index]
        return known[-1] if known else self.configurations[0][1]

    def match_table(self, own: int) -> list[int]:
        """matchIndex by server number; `own` stands for the leader itself."""
        table = [0] * 10
        table[self.id] = own
        if isinstance(self.role, Leader):
            for peer, progress in self.role.progress.items():
                table[peer] = progress.match_index
        return table


def _configurations(disk: Durable) -> tuple[tuple[int, Configuration], ...]:
    """The snapshot's configuration and those of the log after it, each with its index."""
    found = [(disk.snapshot.index, disk.snapshot.configuration)]
    log = disk.log
    for index, entry in enumerate(log.entries(disk.snapshot.index + 1, log.last_index), disk.snapshot.index + 1):
        if entry.kind == CONFIGURATION and isinstance(entry.data, Configuration):
            found.append((index, entry.data))
    return tuple(found)
