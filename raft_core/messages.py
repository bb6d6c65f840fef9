"""The messages of Raft, with the field names of Figures 2 and 13."""

from dataclasses import dataclass
from typing import ClassVar, Final, TypeAlias

from raft_core.configuration import Configuration
from raft_core.ids import ServerId
from raft_core.log import Entry
from raft_core.machine import Session
from raft_core.snapshot import Pair

PRE_VOTE: Final = 0
PRE_VOTE_REPLY: Final = 1
REQUEST_VOTE: Final = 2
REQUEST_VOTE_REPLY: Final = 3
APPEND_ENTRIES: Final = 4
APPEND_ENTRIES_REPLY: Final = 5
INSTALL_SNAPSHOT: Final = 6
INSTALL_SNAPSHOT_REPLY: Final = 7
TIMEOUT_NOW: Final = 8
READ_INDEX: Final = 9
READ_INDEX_REPLY: Final = 10


@dataclass(slots=True, eq=False)
class PreVote:
    """A server asks whether it would be elected (dissertation 9.6). `term` is the one it would stand in."""

    kind: ClassVar[int] = PRE_VOTE
    type_name: ClassVar[str] = "PreVote"
    source: ServerId
    target: ServerId
    term: int
    last_log_index: int
    last_log_term: int


@dataclass(slots=True, eq=False)
class PreVoteReply:
    """Whether a vote would be granted (dissertation 9.6).

    `term` is the one asked about when it would be, else the answering server's own.
    """

    kind: ClassVar[int] = PRE_VOTE_REPLY
    type_name: ClassVar[str] = "PreVoteReply"
    source: ServerId
    target: ServerId
    term: int
    vote_granted: bool


@dataclass(slots=True, eq=False)
class RequestVote:
    """A candidate asks for a vote (5.2, Figure 2).

    `disrupts` is set when a leader itself asked for this election (dissertation 4.2.3).
    """

    kind: ClassVar[int] = REQUEST_VOTE
    type_name: ClassVar[str] = "RequestVote"
    source: ServerId
    target: ServerId
    term: int
    last_log_index: int
    last_log_term: int
    disrupts: bool = False


@dataclass(slots=True, eq=False)
class RequestVoteReply:
    """A server grants or refuses its vote (5.2, Figure 2)."""

    kind: ClassVar[int] = REQUEST_VOTE_REPLY
    type_name: ClassVar[str] = "RequestVoteReply"
    source: ServerId
    target: ServerId
    term: int
    vote_granted: bool


@dataclass(slots=True, eq=False)
class AppendEntries:
    """A leader replicates entries, or says that it still leads: a heartbeat has none (5.3, Figure 2).

    `round` numbers the leader's rounds of heartbeats; the answer repeats it, so that the leader knows since when it
    is acknowledged (dissertation 6.4).
    """

    kind: ClassVar[int] = APPEND_ENTRIES
    type_name: ClassVar[str] = "AppendEntries"
    source: ServerId
    target: ServerId
    term: int
    prev_log_index: int
    prev_log_term: int
    entries: list[Entry]
    leader_commit: int
    round: int = 0


@dataclass(slots=True, eq=False)
class AppendEntriesReply:
    """A follower's answer (5.3, Figure 2).

    `prev_log_index` repeats the request's, so that a late refusal is recognized. On success `match_index` is the last
    index known to equal the leader's log. On refusal `conflict_index` is where the leader may go on, and
    `conflict_term` the term that stands in the way, 0 when the log is too short (end of 5.3).
    """

    kind: ClassVar[int] = APPEND_ENTRIES_REPLY
    type_name: ClassVar[str] = "AppendEntriesReply"
    source: ServerId
    target: ServerId
    term: int
    success: bool
    prev_log_index: int
    match_index: int
    conflict_term: int
    conflict_index: int
    round: int = 0


@dataclass(slots=True, eq=False)
class InstallSnapshot:
    """A leader sends a chunk of its snapshot to a follower whose next entry it has discarded (7, Figure 13).

    `offset` counts pairs; the last chunk, with `done`, carries the sessions as well.
    """

    kind: ClassVar[int] = INSTALL_SNAPSHOT
    type_name: ClassVar[str] = "InstallSnapshot"
    source: ServerId
    target: ServerId
    term: int
    last_included_index: int
    last_included_term: int
    offset: int
    pairs: tuple[Pair, ...]
    sessions: dict[str, Session]
    configuration: Configuration
    done: bool
    round: int = 0


@dataclass(slots=True, eq=False)
class InstallSnapshotReply:
    """A follower's answer to a chunk (Figure 13).

    `next_offset` is where it wants the transfer to go on; `installed` says that it holds everything up to
    last_included_index.
    """

    kind: ClassVar[int] = INSTALL_SNAPSHOT_REPLY
    type_name: ClassVar[str] = "InstallSnapshotReply"
    source: ServerId
    target: ServerId
    term: int
    last_included_index: int
    next_offset: int
    installed: bool
    round: int = 0


@dataclass(slots=True, eq=False)
class TimeoutNow:
    """A leader asks a server to stand for election at once (dissertation 3.10)."""

    kind: ClassVar[int] = TIMEOUT_NOW
    type_name: ClassVar[str] = "TimeoutNow"
    source: ServerId
    target: ServerId
    term: int


@dataclass(slots=True, eq=False)
class ReadIndex:
    """A follower asks the leader how far it has to be to answer a read (dissertation 6.4)."""

    kind: ClassVar[int] = READ_INDEX
    type_name: ClassVar[str] = "ReadIndex"
    source: ServerId
    target: ServerId
    term: int
    client_id: str
    serial_number: int


@dataclass(slots=True, eq=False)
class ReadIndexReply:
    """The leader's answer: apply up to `read_index`, then answer; or, without success, that it does not lead."""

    kind: ClassVar[int] = READ_INDEX_REPLY
    type_name: ClassVar[str] = "ReadIndexReply"
    source: ServerId
    target: ServerId
    term: int
    client_id: str
    serial_number: int
    read_index: int
    success: bool


Message: TypeAlias = (
    PreVote
    | PreVoteReply
    | RequestVote
    | RequestVoteReply
    | AppendEntries
    | AppendEntriesReply
    | InstallSnapshot
    | InstallSnapshotReply
    | TimeoutNow
    | ReadIndex
    | ReadIndexReply
)

MESSAGE_TYPES: Final = (
    PreVote,
    PreVoteReply,
    RequestVote,
    RequestVoteReply,
    AppendEntries,
    AppendEntriesReply,
    InstallSnapshot,
    InstallSnapshotReply,
    TimeoutNow,
    ReadIndex,
    ReadIndexReply,
)
