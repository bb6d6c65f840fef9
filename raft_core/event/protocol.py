"""Events of the protocol: what a server decided, wrote, committed, applied."""

from dataclasses import dataclass
from typing import ClassVar

from raft_core.ids import ServerId


@dataclass(slots=True, eq=False)
class ElectionStarted:
    """A server stands for election in a term (5.2)."""

    interesting: ClassVar[bool] = True
    server: ServerId
    term: int


@dataclass(slots=True, eq=False)
class TermChanged:
    """A server adopted a newer term (5.1)."""

    interesting: ClassVar[bool] = True
    server: ServerId
    old: int
    new: int


@dataclass(slots=True, eq=False)
class RoleChanged:
    """A server changed its role (Figure 4)."""

    interesting: ClassVar[bool] = True
    server: ServerId
    old: str
    new: str
    term: int


@dataclass(slots=True, eq=False)
class BecameLeader:
    """A candidate won its election (5.2)."""

    interesting: ClassVar[bool] = True
    server: ServerId
    term: int
    votes: list[ServerId]


@dataclass(slots=True, eq=False)
class SteppedDown:
    """A leader or candidate returned to follower (5.1)."""

    interesting: ClassVar[bool] = True
    server: ServerId
    term: int
    reason: str


@dataclass(slots=True, eq=False)
class VoteGranted:
    """A server decided to vote for a candidate (5.2, 5.4.1)."""

    interesting: ClassVar[bool] = False
    server: ServerId
    candidate: ServerId
    term: int


@dataclass(slots=True, eq=False)
class VoteRefused:
    """A server refused a candidate (5.2, 5.4.1)."""

    interesting: ClassVar[bool] = True
    server: ServerId
    candidate: ServerId
    term: int


@dataclass(slots=True, eq=False)
class VoteCounted:
    """A candidate took note of a vote, or of a refusal (5.2)."""

    interesting: ClassVar[bool] = False
    server: ServerId
    voter: ServerId
    term: int
    granted: bool
    votes: int
    needed: int


@dataclass(slots=True, eq=False)
class EntriesAppended:
    """Entries were added to a server's log; `term` is the last one's."""

    interesting: ClassVar[bool] = False
    server: ServerId
    first_index: int
    last_index: int
    term: int


@dataclass(slots=True, eq=False)
class EntriesRejected:
    """A follower refused an AppendEntries (5.3)."""

    interesting: ClassVar[bool] = True
    server: ServerId
    leader: ServerId
    prev_log_index: int
    prev_log_term: int


@dataclass(slots=True, eq=False)
class EntriesTruncated:
    """Conflicting entries were removed (5.3)."""

    interesting: ClassVar[bool] = True
    server: ServerId
    first_index: int
    last_index: int


@dataclass(slots=True, eq=False)
class MatchAdvanced:
    """A leader learned how far a follower's log equals its own (Figure 2: matchIndex)."""

    interesting: ClassVar[bool] = False
    server: ServerId
    follower: ServerId
    match_index: int


@dataclass(slots=True, eq=False)
class CommitAdvanced:
    """A server's commitIndex moved (5.3, 5.4.2)."""

    interesting: ClassVar[bool] = False
    server: ServerId
    old: int
    new: int


@dataclass(slots=True, eq=False)
class EntriesApplied:
    """A server applied entries to its state machine; `repeated` lists the indices it recognized as retries (8)."""

    interesting: ClassVar[bool] = False
    server: ServerId
    first_index: int
    last_index: int
    repeated: list[int]


@dataclass(slots=True, eq=False)
class WriteStarted:
    """A server began to write its persistent state; one that is durable at once (fsync=0us) only completes."""

    interesting: ClassVar[bool] = False
    server: ServerId
    write: int


@dataclass(slots=True, eq=False)
class WriteCompleted:
    """A write became durable; the log is durable up to `durable_index`."""

    interesting: ClassVar[bool] = False
    server: ServerId
    write: int
    durable_index: int
