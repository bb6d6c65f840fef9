"""Events of Raft in practice: membership, snapshots, pre-votes, transfers, reads."""

from dataclasses import dataclass
from typing import ClassVar

from raft_core.ids import ServerId


@dataclass(slots=True, eq=False)
class PreVoteStarted:
    """A server asks whether it would be elected in a term, before it disturbs anybody (dissertation 9.6)."""

    interesting: ClassVar[bool] = True
    server: ServerId
    term: int


@dataclass(slots=True, eq=False)
class PreVoteAnswered:
    """A server said whether it would vote for another (dissertation 9.6)."""

    interesting: ClassVar[bool] = False
    server: ServerId
    candidate: ServerId
    term: int
    granted: bool


@dataclass(slots=True, eq=False)
class CandidateIgnored:
    """A server that has a leader did not even look at a request for a vote (dissertation 4.2.3)."""

    interesting: ClassVar[bool] = True
    server: ServerId
    candidate: ServerId
    term: int


@dataclass(slots=True, eq=False)
class ConfigurationAppended:
    """A configuration entry came into a server's log, and into force (4.1)."""

    interesting: ClassVar[bool] = True
    server: ServerId
    index: int
    voters: list[ServerId]
    outgoing_voters: list[ServerId]
    learners: list[ServerId]


@dataclass(slots=True, eq=False)
class ConfigurationRestored:
    """A server's configuration is an earlier one again after a truncation, or the one of a snapshot (4.1, 7)."""

    interesting: ClassVar[bool] = True
    server: ServerId
    index: int
    voters: list[ServerId]
    outgoing_voters: list[ServerId]
    learners: list[ServerId]


@dataclass(slots=True, eq=False)
class SnapshotTaken:
    """A server wrote a snapshot and discarded the log before it (7)."""

    interesting: ClassVar[bool] = True
    server: ServerId
    index: int
    term: int


@dataclass(slots=True, eq=False)
class SnapshotStarted:
    """A leader turns to its snapshot, because it has discarded what a follower needs next (7)."""

    interesting: ClassVar[bool] = True
    server: ServerId
    follower: ServerId
    index: int


@dataclass(slots=True, eq=False)
class SnapshotChunkStored:
    """A follower stored a chunk of a snapshot; it has `offset` pairs now (Figure 13)."""

    interesting: ClassVar[bool] = False
    server: ServerId
    leader: ServerId
    index: int
    offset: int


@dataclass(slots=True, eq=False)
class SnapshotInstalled:
    """A follower took over a leader's snapshot (Figure 13); `kept` says that its log after it stayed."""

    interesting: ClassVar[bool] = True
    server: ServerId
    leader: ServerId
    index: int
    term: int
    kept: bool


@dataclass(slots=True, eq=False)
class TransferStarted:
    """A leader begins to hand over (dissertation 3.10)."""

    interesting: ClassVar[bool] = True
    server: ServerId
    target: ServerId


@dataclass(slots=True, eq=False)
class TransferEnded:
    """A leader stays after all: the target did not take over in time (dissertation 3.10)."""

    interesting: ClassVar[bool] = True
    server: ServerId
    target: ServerId
    reason: str


@dataclass(slots=True, eq=False)
class ReadRegistered:
    """A leader noted a read and the index that its answer has to reflect, 0 while unknown (dissertation 6.4)."""

    interesting: ClassVar[bool] = False
    server: ServerId
    client: str
    serial: int
    index: int
    round: int


@dataclass(slots=True, eq=False)
class ReadServed:
    """A server answered a read from its state machine; `how` is index, lease, follower or local."""

    interesting: ClassVar[bool] = False
    server: ServerId
    client: str
    serial: int
    index: int
    how: str


@dataclass(slots=True, eq=False)
class ServerAdded:
    """An empty server was created."""

    interesting: ClassVar[bool] = True
    server: ServerId
