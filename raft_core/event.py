"""What happened in a step: events, in the past tense, as plain data.

`interesting` says whether stepping, folding and narration stop at the kind.
"""

from dataclasses import dataclass
from typing import ClassVar, TypeAlias

from raft_core.ids import ServerId
from raft_core.messages import Message


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
    """A server began to write its persistent state."""

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


@dataclass(slots=True, eq=False)
class MessageSent:
    """A message left its source. `number` is its identity in flight."""

    interesting: ClassVar[bool] = False
    number: int
    message: Message


@dataclass(slots=True, eq=False)
class MessageDelivered:
    """A message arrived."""

    interesting: ClassVar[bool] = False
    number: int
    message: Message


@dataclass(slots=True, eq=False)
class MessageWaiting:
    """A message arrived at a paused server, which reads it when it goes on."""

    interesting: ClassVar[bool] = False
    number: int
    message: Message


@dataclass(slots=True, eq=False)
class MessageDropped:
    """A message was lost; `reason` is loss, cut, down or dropped (by hand)."""

    interesting: ClassVar[bool] = False
    number: int
    message: Message
    reason: str


@dataclass(slots=True, eq=False)
class MessageDuplicated:
    """A second copy of a message is in flight, as number `copy`."""

    interesting: ClassVar[bool] = False
    number: int
    message: Message
    copy: int


@dataclass(slots=True, eq=False)
class MessageDelayed:
    """A message in flight was delayed by hand."""

    interesting: ClassVar[bool] = False
    number: int
    message: Message
    by_us: int


@dataclass(slots=True, eq=False)
class ClientInvoked:
    """A client issued an operation."""

    interesting: ClassVar[bool] = False
    client: str
    serial: int
    words: str


@dataclass(slots=True, eq=False)
class ClientRedirected:
    """A server that does not lead sent the client on; `leader` is its hint, 0 for none (8)."""

    interesting: ClassVar[bool] = False
    client: str
    server: ServerId
    leader: ServerId


@dataclass(slots=True, eq=False)
class ClientRetried:
    """A client sent its operation again, with the same serial number (8)."""

    interesting: ClassVar[bool] = False
    client: str
    server: ServerId


@dataclass(slots=True, eq=False)
class ClientCompleted:
    """A client's operation ended: ok, refused, or timeout (outcome unknown)."""

    interesting: ClassVar[bool] = False
    client: str
    outcome: str
    result: str | bool | None
    server: ServerId


@dataclass(slots=True, eq=False)
class ServerCrashed:
    """A server stopped; `lost_entries` counts the entries that were not durable."""

    interesting: ClassVar[bool] = True
    server: ServerId
    lost_entries: int


@dataclass(slots=True, eq=False)
class ServerRestarted:
    """A server came back with what its disk held."""

    interesting: ClassVar[bool] = True
    server: ServerId


@dataclass(slots=True, eq=False)
class ServerPaused:
    """A server's process stalled."""

    interesting: ClassVar[bool] = True
    server: ServerId


@dataclass(slots=True, eq=False)
class ServerResumed:
    """A stalled server goes on."""

    interesting: ClassVar[bool] = True
    server: ServerId


@dataclass(slots=True, eq=False)
class DiskWiped:
    """A stopped server lost its disk."""

    interesting: ClassVar[bool] = True
    server: ServerId


@dataclass(slots=True, eq=False)
class LinkCut:
    """Messages from source no longer reach target."""

    interesting: ClassVar[bool] = True
    source: ServerId
    target: ServerId


@dataclass(slots=True, eq=False)
class LinkHealed:
    """Messages from source reach target again."""

    interesting: ClassVar[bool] = True
    source: ServerId
    target: ServerId


@dataclass(slots=True, eq=False)
class LinkChanged:
    """A link got its own latency, loss or duplication."""

    interesting: ClassVar[bool] = True
    source: ServerId
    target: ServerId


@dataclass(slots=True, eq=False)
class DiskChanged:
    """A server's disk became slower or faster."""

    interesting: ClassVar[bool] = True
    server: ServerId


@dataclass(slots=True, eq=False)
class ClockChanged:
    """A server's clock runs at `percent` of real time."""

    interesting: ClassVar[bool] = True
    server: ServerId
    percent: int


@dataclass(slots=True, eq=False)
class SettingChanged:
    """A setting of the cluster changed."""

    interesting: ClassVar[bool] = True
    key: str
    value: str


Event: TypeAlias = (
    ElectionStarted
    | TermChanged
    | RoleChanged
    | BecameLeader
    | SteppedDown
    | VoteGranted
    | VoteRefused
    | VoteCounted
    | EntriesAppended
    | EntriesRejected
    | EntriesTruncated
    | MatchAdvanced
    | CommitAdvanced
    | EntriesApplied
    | WriteStarted
    | WriteCompleted
    | MessageSent
    | MessageDelivered
    | MessageWaiting
    | MessageDropped
    | MessageDuplicated
    | MessageDelayed
    | ClientInvoked
    | ClientRedirected
    | ClientRetried
    | ClientCompleted
    | ServerCrashed
    | ServerRestarted
    | ServerPaused
    | ServerResumed
    | DiskWiped
    | LinkCut
    | LinkHealed
    | LinkChanged
    | DiskChanged
    | ClockChanged
    | SettingChanged
)
