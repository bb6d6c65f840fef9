"""The documents inside frames: one step, with its cause, its events and what it changed."""

from __future__ import annotations

from typing import Literal, get_args

from pydantic import ConfigDict, Field

from app.wire.state import (
    Client,
    Configuration,
    DiskWrite,
    Document,
    Entry,
    Linearizable,
    Link,
    Message,
    MessageRef,
    Progress,
    Range,
    Read,
    Receiving,
    ServerName,
    Snapshot,
    Timer,
    TimeUs,
    Transfer,
    Violation,
    Votes,
    WaitingReply,
)
from raft_core.event import Event as EngineEvent


class Cause(Document):
    """Why a step happened. `position` is the step that sent, armed or issued what became due."""

    kind: Literal["message", "timer", "write", "client", "intervention", "start"]
    server: ServerName | None
    position: int | None
    says: str
    message: MessageRef | None
    directive: str | None
    who: str | None


class Event(Document):
    """Something that happened, in the past tense; the other fields depend on the kind."""

    model_config = ConfigDict(extra="allow")

    kind: str = Field(json_schema_extra={"enum": [kind.__name__ for kind in get_args(EngineEvent)]})


class LogChange(Document):
    """Keep the entries after index `base` and before index `from`, then these follow."""

    snapshot: Snapshot
    base: int
    first: int = Field(alias="from")
    entries: list[Entry]


class ServerChange(Document):
    """The fields of a server that changed. A server that was unknown so far comes whole."""

    up: bool | None = None
    paused: bool | None = None
    wiped: bool | None = None
    role: Literal["follower", "pre_candidate", "candidate", "leader"] | None = None
    term: int | None = None
    voted_for: ServerName | None = None
    leader_id: ServerName | None = None
    log: LogChange | None = None
    durable_index: int | None = None
    durable_term: int | None = None
    durable_voted_for: ServerName | None = None
    commit_index: int | None = None
    last_applied: int | None = None
    configuration: Configuration | None = None
    kv: dict[str, str] | None = None
    progress: dict[ServerName, Progress] | None = None
    votes: Votes | None = None
    timer: Timer | None = None
    clock_rate_percent: int | None = None
    fsync_us: Range | None = None
    writes: list[DiskWrite] | None = None
    waiting: list[WaitingReply] | None = None
    receiving: Receiving | None = None
    leader_heard_at_us: int | None = None
    lease_until_us: int | None = None
    transfer: Transfer | None = None
    reads: list[Read] | None = None


class MessageChange(Document):
    """Messages that are new in flight (or have a new time), and those that are gone."""

    add: list[Message] | None = None
    remove: list[int] | None = None


class Delta(Document):
    """What is different from the position before. An absent key did not change."""

    time_us: TimeUs
    settings: dict[str, int | float | bool | str | list[int] | list[str] | None] | None = None
    servers: dict[ServerName, ServerChange] | None = None
    links: list[Link] | None = None
    messages: MessageChange | None = None
    clients: dict[str, Client] | None = None
    violations: list[Violation] | None = None
    linearizable: Linearizable | None = None


class Step(Document):
    """One step."""

    position: int
    time_us: TimeUs
    interesting: bool
    cause: Cause
    events: list[Event]
    delta: Delta
