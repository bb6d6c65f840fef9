"""The documents inside frames: the state of the cluster, as a schema for those who read the wire.

The server does not build these models to send: it encodes what `raft_core.trace` writes. Tests hold the two together.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

ServerName = Annotated[str, Field(pattern=r"^S[1-9]$")]
ClientName = Annotated[str, Field(pattern=r"^c[0-9]+$")]
TimeUs = Annotated[int, Field(ge=0, description="simulated microseconds")]
Range = Annotated[list[int], Field(min_length=2, max_length=2, description="lowest and highest, in microseconds")]
Percent = Annotated[float, Field(ge=0, le=100)]


class Document(BaseModel):
    """A part of a state. Unknown fields are an error here, so that tests find what the schema forgot."""

    model_config = ConfigDict(extra="forbid")


class Command(Document):
    """A client's operation as it stands in a log entry."""

    op: Literal["put", "append", "delete", "cas", "get"]
    key: str
    value: str | None = None
    expected: str | None = None
    client: str | None = None
    serial: int | None = None


class Configuration(Document):
    """Who votes, who is leaving, who learns."""

    voters: list[ServerName]
    outgoing_voters: list[ServerName]
    learners: list[ServerName]


class Entry(Document):
    """One log entry."""

    index: int
    term: int
    kind: Literal["command", "noop", "configuration"]
    data: Command | Configuration | None


class Snapshot(Document):
    """The last index and term that a snapshot stands for; 0 and 0 for none."""

    index: int
    term: int


class Log(Document):
    """The entries after the snapshot."""

    snapshot: Snapshot
    entries: list[Entry]


class Timer(Document):
    """A timer that runs; `fires_at_us` is null when timers only fire by hand."""

    kind: Literal["election", "heartbeat"]
    armed_at_us: int
    fires_at_us: int | None


class DiskWrite(Document):
    """A write that is not durable yet."""

    id: int
    started_at_us: TimeUs
    done_at_us: TimeUs
    term: int
    voted_for: ServerName | None
    last_index: int


class Progress(Document):
    """What a leader believes of one follower (Figure 2: nextIndex, matchIndex)."""

    next_index: int
    match_index: int
    mode: Literal["probe", "replicate", "snapshot"]
    heard_at_us: int | None
    inflight: int
    snapshot: SnapshotTransfer | None


class SnapshotTransfer(Document):
    """A snapshot on its way to a follower: which one, and how many of its pairs went out before the current chunk."""

    index: int
    offset: int
    total: int


class Receiving(Document):
    """A snapshot that arrives in chunks: from whom, which one, how many pairs so far."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    source: ServerName = Field(alias="from")
    index: int
    term: int
    offset: int


class Transfer(Document):
    """Leadership that is being handed over; `ordered` says that TimeoutNow was sent."""

    target: ServerName
    deadline_us: int | None
    ordered: bool


class Read(Document):
    """A read that waits: for its index, for a round of heartbeats, or at a follower to be applied so far."""

    client: str
    index: int | None
    round: int | None
    follower: ServerName | None


class Votes(Document):
    """The answers that a candidate counted, or those that elected a leader."""

    granted: list[ServerName]
    refused: list[ServerName]


class WaitingReply(Document):
    """A message that is held until a write is durable; `accepted` says whether a reply says yes, null for a request."""

    type: str
    to: ServerName
    term: int
    write: int
    accepted: bool | None


class Server(Document):
    """One server: Figure 2's state, its disk, its clock, its process."""

    up: bool
    paused: bool
    wiped: bool
    role: Literal["follower", "pre_candidate", "candidate", "leader"]
    term: int
    voted_for: ServerName | None
    leader_id: ServerName | None
    log: Log
    durable_index: int
    durable_term: int
    durable_voted_for: ServerName | None
    commit_index: int
    last_applied: int
    configuration: Configuration
    kv: dict[str, str]
    progress: dict[ServerName, Progress]
    votes: Votes
    timer: Timer | None
    clock_rate_percent: int
    fsync_us: Range | None
    writes: list[DiskWrite]
    waiting: list[WaitingReply]
    receiving: Receiving | None
    leader_heard_at_us: int | None
    lease_until_us: int | None
    transfer: Transfer | None
    reads: list[Read]


class Link(Document):
    """One direction between two servers; null is the cluster's setting."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    source: ServerName = Field(alias="from")
    target: ServerName = Field(alias="to")
    up: bool
    latency: Range | None
    loss: Percent | None
    duplicate: Percent | None


class MessageRef(Document):
    """What identifies a message."""

    id: int
    type: str
    source: ServerName = Field(alias="from")
    target: ServerName = Field(alias="to")
    term: int


class Message(MessageRef):
    """A message in flight, with the fields of its type in the paper's names; `deliver_at_us` is null while held."""

    model_config = ConfigDict(extra="allow")

    sent_at_us: TimeUs
    deliver_at_us: int | None
    sent_at_position: int


class Operation(Document):
    """One operation of a client, with how it ended if it has."""

    serial: int
    op: Literal["put", "append", "delete", "cas", "get"]
    key: str
    value: str | None
    expected: str | None
    read: Literal["log", "local", "index", "lease"] | None
    to: ServerName | None
    invoked_at_us: TimeUs
    completed_at_us: TimeUs | None
    outcome: Literal["ok", "refused", "pending", "timeout"]
    result: str | bool | None
    index: int | None
    server: ServerName | None
    redirects: int
    retries: int


class Client(Document):
    """A client and its last operations, newest first."""

    last: Literal["ok", "refused", "pending", "timeout", "none"]
    value: str | bool | None
    operation: Operation | None
    leader: ServerName | None
    recent: list[Operation]


class Violation(Document):
    """A property of Raft that broke."""

    property: str
    position: int
    time_us: TimeUs
    servers: list[ServerName]
    says: str


Linearizable = Literal["yes", "no", "unknown"]


class State(Document):
    """The whole cluster at one position."""

    format: Literal["orbital-raft-state"]
    version: Literal[1]
    position: int
    time_us: TimeUs
    settings: dict[str, int | float | bool | str | list[int] | list[str] | None]
    servers: dict[ServerName, Server]
    links: list[Link]
    messages: list[Message]
    clients: dict[str, Client]
    violations: list[Violation]
    linearizable: Linearizable
