"""The state of one server, in the order and with the names of Figure 2, beside what it has on disk."""

from typing import Final, TypeAlias

from raft_core.configuration import Configuration
from raft_core.ids import NOBODY, SERVER_NAMES, ServerId, server_names
from raft_core.log import Log
from raft_core.machine import Command, Machine
from raft_core.messages import Message

FOLLOWER: Final = 0
PRE_CANDIDATE: Final = 1
CANDIDATE: Final = 2
LEADER: Final = 3
ROLE_NAMES: Final = ("follower", "pre_candidate", "candidate", "leader")

PROBE: Final = 0
REPLICATE: Final = 1
PROGRESS_MODES: Final = ("probe", "replicate", "snapshot")

NEVER: Final = -1


class Follower:
    """Listens (5.1). Has no state of its own."""

    __slots__ = ()
    kind: Final = FOLLOWER

    def copy(self) -> "Follower":
        """Itself: there is nothing to change."""
        return self


class Candidate:
    """Asks for votes (5.2). `votes` lists every vote counted, the own one included."""

    __slots__ = ("refusals", "votes")
    kind: Final = CANDIDATE

    def __init__(self, votes: list[ServerId], refusals: list[ServerId]) -> None:
        self.votes = votes
        self.refusals = refusals

    def copy(self) -> "Candidate":
        """A candidate with the same votes."""
        return Candidate(self.votes[:], self.refusals[:])


class Progress:
    """What a leader believes of one peer (Figure 2: nextIndex, matchIndex) and how it sends to it.

    While probing at most one AppendEntries is outstanding; while replicating up to max_inflight are, and `inflight`
    lists the last index of each (dissertation 10.2.2).
    """

    __slots__ = ("heard_at_us", "inflight", "match_index", "mode", "next_index", "probe_outstanding")

    def __init__(self, next_index: int, match_index: int) -> None:
        self.next_index = next_index
        self.match_index = match_index
        self.mode = PROBE
        self.inflight: tuple[int, ...] = ()
        self.probe_outstanding = False
        self.heard_at_us = NEVER

    def copy(self) -> "Progress":
        """The same belief, apart."""
        twin = Progress(self.next_index, self.match_index)
        twin.mode = self.mode
        twin.inflight = self.inflight
        twin.probe_outstanding = self.probe_outstanding
        twin.heard_at_us = self.heard_at_us
        return twin


class Leader:
    """Replicates (5.3). `pending` holds, by log index, the commands whose clients wait for an answer.

    A copy shares every Progress until `change` is called for it.
    """

    __slots__ = ("_own", "pending", "progress", "votes")
    kind: Final = LEADER

    def __init__(self, progress: dict[ServerId, Progress], pending: dict[int, Command], votes: list[ServerId]) -> None:
        self.progress = progress
        self.pending = pending
        self.votes = votes
        self._own = set(progress)

    def copy(self) -> "Leader":
        """A leader that believes the same."""
        twin = Leader.__new__(Leader)
        twin.progress = self.progress.copy()
        twin.pending = self.pending.copy()
        twin.votes = self.votes
        twin._own = set()
        return twin

    def change(self, peer: ServerId) -> Progress:
        """What it believes of a peer, for changing. Raises KeyError for a server that is no peer."""
        progress = self.progress[peer]
        if peer not in self._own:
            progress = self.progress[peer] = progress.copy()
            self._own.add(peer)
        return progress


Role: TypeAlias = "Follower | Candidate | Leader"


class Durable:
    """What is on disk: the persistent state of Figure 2 as of some write."""

    __slots__ = ("current_term", "log", "voted_for")

    def __init__(self, current_term: int, voted_for: ServerId, log: Log) -> None:
        self.current_term = current_term
        self.voted_for = voted_for
        self.log = log

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


class Node:
    """One server. A transition mutates it; whoever wants to keep the state before copies it first.

    Times are on the server's own clock, in microseconds. A copy shares the log and the machine until one of the two
    changes them (`change_log`, `change_machine`).
    """

    __slots__ = (
        "_shares_log",
        "_shares_machine",
        "commit_index",
        "configuration",
        "current_term",
        "disk",
        "durable_index",
        "election_deadline_us",
        "heartbeat_deadline_us",
        "id",
        "is_dirty",
        "last_applied",
        "leader_id",
        "log",
        "machine",
        "role",
        "timer_armed_at_position",
        "timer_armed_at_us",
        "timer_draws",
        "voted_for",
        "waiting",
        "writes",
        "writes_issued",
    )

    def __init__(self, server: ServerId, configuration: Configuration, disk: Durable) -> None:
        self.id = server
        # Persistent state on all servers.
        self.current_term = disk.current_term
        self.voted_for = disk.voted_for
        self.log = disk.log.copy()
        # Volatile state on all servers.
        self.commit_index = disk.log.base_index
        self.last_applied = disk.log.base_index
        self.machine = Machine()
        # Volatile state that depends on the role (on leaders: nextIndex and matchIndex).
        self.role: Role = Follower()
        self.leader_id: ServerId = NOBODY
        self.configuration = configuration
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
        twin.commit_index = self.commit_index
        twin.last_applied = self.last_applied
        twin.machine = self.machine
        twin._shares_log = self._shares_log = True
        twin._shares_machine = self._shares_machine = True
        twin.role = self.role.copy()
        twin.leader_id = self.leader_id
        twin.configuration = self.configuration
        twin.disk = self.disk
        twin.durable_index = self.durable_index
        twin.is_dirty = self.is_dirty
        twin.writes = self.writes
        twin.writes_issued = self.writes_issued
        twin.waiting = self.waiting
        twin.election_deadline_us = self.election_deadline_us
        twin.heartbeat_deadline_us = self.heartbeat_deadline_us
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
        """How many votes a candidate has counted; 0 in any other role."""
        return len(self.role.votes) if isinstance(self.role, Candidate) else 0

    @property
    def voters_so_far(self) -> str:
        """Whose votes a candidate has counted, as a phrase."""
        return server_names(self.role.votes) if isinstance(self.role, Candidate) else server_names(())

    def match_table(self, own: int) -> list[int]:
        """matchIndex by server number; `own` stands for the leader itself."""
        table = [0] * 10
        table[self.id] = own
        if isinstance(self.role, Leader):
            for peer, progress in self.role.progress.items():
                table[peer] = progress.match_index
        return table
