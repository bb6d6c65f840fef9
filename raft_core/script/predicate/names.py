"""The names that a predicate may ask for, and how each is read."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Generic, TypeAlias, TypeVar

from raft_core.check import PROPERTIES
from raft_core.ids import NOBODY, SERVER_NAMES, ServerId, server_number
from raft_core.machine import Result
from raft_core.role import Leader, Progress
from raft_core.script.predicate.view import View, converged, leader, leaders
from raft_core.sim.client import Client
from raft_core.sim.intervention import REFUSAL_RULES
from raft_core.sim.server import Server
from raft_core.units import quoted

T = TypeVar("T")

Value: TypeAlias = "str | int | bool | None"
"""What a name stands for; None is written none."""


class Field(Generic[T]):
    """One thing that can be asked of a server, a client or the cluster. A boolean one may stand alone."""

    __slots__ = ("is_boolean", "read", "says")

    def __init__(self, says: str, read: Callable[[T], Value], is_boolean: bool = False) -> None:
        self.says = says
        self.read = read
        self.is_boolean = is_boolean


class Table(Generic[T]):
    """A family of fields, one for each argument: `S1.kv.x`. `legal` lists the arguments, none when any will do."""

    __slots__ = ("argument", "is_boolean", "legal", "read", "says")

    def __init__(
        self,
        argument: str,
        says: str,
        read: Callable[[T, str], Value],
        legal: tuple[str, ...] = (),
        is_boolean: bool = False,
    ) -> None:
        self.argument = argument
        self.says = says
        self.read = read
        self.legal = legal
        self.is_boolean = is_boolean


def _name(server: ServerId) -> str | None:
    return SERVER_NAMES[server] if server != NOBODY else None


def _names(servers: tuple[ServerId, ...]) -> str | None:
    return ",".join(SERVER_NAMES[server] for server in servers) or None


def _terms(server: Server) -> str | None:
    log = server.node.log
    first = server.node.snapshot.index + 1
    return ",".join(str(entry.term) for entry in log.entries(first, log.last_index)) or None


def _snapshot(server: Server) -> str | None:
    snapshot = server.node.snapshot
    return f"{snapshot.index}@{snapshot.term}" if snapshot.index else None


def _progress(server: Server, peer: str) -> Progress | None:
    role = server.node.role
    return role.progress.get(server_number(peer)) if server.up and isinstance(role, Leader) else None


def _next_index(server: Server, peer: str) -> int | None:
    progress = _progress(server, peer)
    return progress.next_index if progress is not None else None


def _match_index(server: Server, peer: str) -> int | None:
    progress = _progress(server, peer)
    return progress.match_index if progress is not None else None


def _outcome(client: Client) -> str | None:
    return client.operation.outcome if client.operation is not None else None


def _result(client: Client) -> Result:
    return client.operation.result if client.operation is not None else None


SERVER_FIELDS: Final[dict[str, Field[Server]]] = {
    "role": Field("follower, pre_candidate, candidate or leader", lambda server: server.node.role_name),
    "up": Field("whether it runs, stalled or not", lambda server: server.up, is_boolean=True),
    "term": Field("its current term", lambda server: server.node.current_term),
    "voted_for": Field("its vote in that term", lambda server: _name(server.node.voted_for)),
    "leader_id": Field("who it thinks leads", lambda server: _name(server.node.leader_id)),
    "commit": Field("its commit index", lambda server: server.node.commit_index),
    "applied": Field("the last index it applied", lambda server: server.node.last_applied),
    "durable": Field("the last index on its disk", lambda server: server.node.durable_index),
    "last_index": Field("the last index of its log", lambda server: server.node.log.last_index),
    "last_term": Field("the term of its last entry", lambda server: server.node.log.last_term),
    "log": Field("the terms of its entries after the snapshot", _terms),
    "snapshot": Field("its snapshot, as index@term", _snapshot),
    "voters": Field("the voters of its configuration", lambda server: _names(server.node.configuration.voters)),
    "outgoing": Field("the voters that leave", lambda server: _names(server.node.configuration.outgoing_voters)),
    "learners": Field("the learners", lambda server: _names(server.node.configuration.learners)),
}

SERVER_TABLES: Final[dict[str, Table[Server]]] = {
    "kv": Table("KEY", "the value of a key in its state machine", lambda server, key: server.node.machine.read(key)),
    "next": Table("S2", "what it sends that server next, when it leads", _next_index, SERVER_NAMES[1:]),
    "match": Table("S2", "how far that server's log is known to match, when it leads", _match_index, SERVER_NAMES[1:]),
}

CLIENT_FIELDS: Final[dict[str, Field[Client]]] = {
    "last": Field("ok, refused, pending or timeout", _outcome),
    "value": Field("what its last operation returned", _result),
}

CLUSTER_FIELDS: Final[dict[str, Field[View]]] = {
    "leader": Field("the up leader of the highest term", lambda view: _name(leader(view.world))),
    "leaders": Field("how many up servers believe they lead", lambda view: len(leaders(view.world))),
    "converged": Field("whether all members agree", lambda view: converged(view.world), is_boolean=True),
    "quiet": Field("whether no message is in flight", lambda view: not view.world.flights(), is_boolean=True),
    "violations": Field("how many violations were found", lambda view: len(view.checks.findings)),
    "linearizable": Field("yes, no or unknown", lambda view: view.checks.linearizable),
    "changes_of_leader": Field("leaders elected after the first", lambda view: max(0, view.checks.leaders_elected - 1)),
    "elections": Field("how often a server stood for election", lambda view: view.checks.elections),
    "max_term": Field("the highest term so far", lambda view: view.checks.max_term),
    "refused": Field("whether the last intervention was refused", lambda view: view.refused_by != "", is_boolean=True),
}

CLUSTER_TABLES: Final[dict[str, Table[View]]] = {
    "committed": Table(
        "KEY", "a key's value, committed anywhere", lambda view, key: view.checks.committed_machine.read(key)
    ),
    "violated": Table(
        "PROPERTY",
        "whether a property was violated",
        lambda view, name: any(finding.property == name for finding in view.checks.findings),
        PROPERTIES,
        is_boolean=True,
    ),
    "refused": Table(
        "RULE",
        "whether that rule refused the last intervention",
        lambda view, rule: view.refused_by == rule,
        REFUSAL_RULES,
        is_boolean=True,
    ),
}


@dataclass(slots=True, frozen=True)
class Name:
    """A name of the tables: `owner` is a server, a client or "" for the cluster."""

    owner: str
    field: str
    argument: str | None = None

    @property
    def text(self) -> str:
        """The name as a script writes it."""
        parts = [self.owner, self.field] if self.owner else [self.field]
        return ".".join(parts if self.argument is None else [*parts, quoted(self.argument)])

    @property
    def servers(self) -> tuple[str, ...]:
        """The servers that it names."""
        peers = (self.argument,) if self.field in ("next", "match") and self.argument else ()
        return (self.owner, *peers) if self.owner.startswith("S") else ()

    @property
    def is_boolean(self) -> bool:
        """Whether it is true or false, and may stand alone."""
        if self.argument is not None:
            return not self.owner and CLUSTER_TABLES[self.field].is_boolean
        if not self.owner:
            return CLUSTER_FIELDS[self.field].is_boolean
        return self.owner.startswith("S") and SERVER_FIELDS[self.field].is_boolean

    def value(self, view: View) -> Value:
        """What it stands for now. What does not exist has no fields: none."""
        if not self.owner:
            if self.argument is not None:
                return CLUSTER_TABLES[self.field].read(view, self.argument)
            return CLUSTER_FIELDS[self.field].read(view)
        if self.owner.startswith("c"):
            client = view.world.clients.get(self.owner)
            return CLIENT_FIELDS[self.field].read(client) if client is not None else None
        server = view.world.servers[server_number(self.owner)]
        if server is None:
            return None
        if self.argument is not None:
            return SERVER_TABLES[self.field].read(server, self.argument)
        return SERVER_FIELDS[self.field].read(server)


def written(value: Value) -> str:
    """A value as a message shows it: none and the text "none" are told apart."""
    if value is None:
        return "none"
    if isinstance(value, str):
        return '"none"' if value == "none" else quoted(value)
    return text_of(value)


def text_of(value: Value) -> str:
    """A value as the text that = compares; meaningless for none."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
