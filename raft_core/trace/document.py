"""The state document (contract 4), part by part, as plain JSON values with integers only."""

from typing import Final

from raft_core.check import Finding
from raft_core.ids import NOBODY, SERVER_NAMES, ServerId
from raft_core.messages import (
    AppendEntriesReply,
    InstallSnapshotReply,
    Message,
    PreVoteReply,
    ReadIndexReply,
    RequestVoteReply,
)
from raft_core.node import Node
from raft_core.role import NEVER, PROGRESS_MODES, Candidate, Leader, PreCandidate
from raft_core.sim.client import Client, Operation
from raft_core.sim.server import Flight, Server
from raft_core.sim.settings import SETTING_KINDS, Settings
from raft_core.sim.world import World
from raft_core.trace.parts import Document, configuration_document, entries_document, rpc_fields
from raft_core.trace.practice import practice_fields, transfer_progress

STATE_FORMAT: Final = "orbital-raft-state"
STATE_VERSION: Final = 1


def state_document(world: World, findings: list[Finding], linearizable: str) -> Document:
    """Everything about a world, for `--state` and for browsers."""
    return {
        "format": STATE_FORMAT,
        "version": STATE_VERSION,
        "position": world.position,
        "time_us": world.time_us,
        "settings": settings_document(world.settings),
        "servers": {SERVER_NAMES[server.id]: server_document(server, world) for server in world.members()},
        "links": links_document(world),
        "messages": [flight_document(flight) for flight in world.flights()],
        "clients": {name: client_document(client) for name, client in world.clients.items()},
        "violations": [finding_document(finding) for finding in findings],
        "linearizable": linearizable,
    }


def name_or_none(server: ServerId) -> str | None:
    """A server's name; None for nobody."""
    return SERVER_NAMES[server] if server != NOBODY else None


def settings_document(settings: Settings) -> Document:
    """The settings by key; ranges as pairs of microseconds, probabilities in percent."""
    document: Document = {}
    for key, kind in SETTING_KINDS.items():
        value = getattr(settings, key)
        if kind == "percent":
            document[key] = value // 100 if value % 100 == 0 else value / 100
        else:
            document[key] = list(value) if isinstance(value, tuple) else value
    return document


def server_document(server: Server, world: World) -> Document:
    """One server, with its whole log."""
    document = server_fields(server, world)
    document["log"] = log_document(server.node)
    document["kv"] = server.node.machine.values.copy()
    return document


def server_fields(server: Server, world: World) -> Document:
    """One server without its log and its keys, which may be long."""
    node, role = server.node, server.node.role
    votes, refused = (role.votes, role.refusals) if isinstance(role, (Candidate, PreCandidate)) else ([], [])
    if isinstance(role, Leader):
        votes = role.votes
    return {
        "up": server.up,
        "paused": server.paused,
        "wiped": server.wiped,
        "role": node.role_name,
        "term": node.current_term,
        "voted_for": name_or_none(node.voted_for),
        "leader_id": name_or_none(node.leader_id),
        "durable_index": node.durable_index,
        "durable_term": node.disk.current_term,
        "durable_voted_for": name_or_none(node.disk.voted_for),
        "commit_index": node.commit_index,
        "last_applied": node.last_applied,
        "configuration": configuration_document(node.configuration),
        "progress": _progress_document(server, role) if isinstance(role, Leader) else {},
        "votes": {
            "granted": [SERVER_NAMES[voter] for voter in votes],
            "refused": [SERVER_NAMES[voter] for voter in refused],
        },
        **practice_fields(server, world),
        "timer": _timer_document(server),
        "clock_rate_percent": server.clock_percent,
        "fsync_us": list(server.fsync) if server.fsync is not None else None,
        "writes": [
            {
                "id": write.number,
                "started_at_us": write.started_at_us,
                "done_at_us": write.done_at_us,
                "term": write.state.current_term,
                "voted_for": name_or_none(write.state.voted_for),
                "last_index": write.state.log.last_index,
            }
            for write in node.writes
        ],
        "waiting": [
            {
                "type": message.type_name,
                "to": SERVER_NAMES[message.target],
                "term": message.term,
                "write": number,
                "accepted": _accepted(message),
            }
            for number, message in node.waiting
        ],
    }


def _accepted(message: Message) -> bool | None:
    """Whether a reply says yes; None for a request."""
    if isinstance(message, (RequestVoteReply, PreVoteReply)):
        return message.vote_granted
    if isinstance(message, InstallSnapshotReply):
        return message.installed
    return message.success if isinstance(message, (AppendEntriesReply, ReadIndexReply)) else None


def _progress_document(server: Server, leader: Leader) -> Document:
    return {
        SERVER_NAMES[peer]: {
            "next_index": progress.next_index,
            "match_index": progress.match_index,
            "mode": PROGRESS_MODES[progress.mode],
            "heard_at_us": server.world_us(progress.heard_at_us) if progress.heard_at_us != NEVER else None,
            "inflight": len(progress.inflight),
            "snapshot": transfer_progress(progress),
        }
        for peer, progress in leader.progress.items()
    }


def _timer_document(server: Server) -> Document | None:
    node, due = server.node, server.due_us()
    if due == NEVER or not server.up:
        return None
    return {
        "kind": "election" if node.heartbeat_deadline_us == NEVER else "heartbeat",
        "armed_at_us": server.world_us(node.timer_armed_at_us),
        "fires_at_us": due,
    }


def log_document(node: Node) -> Document:
    """A log: its snapshot, (0, 0) for none, and the entries it holds, those that trail behind the snapshot included."""
    return {"snapshot": snapshot_document(node), "entries": entries_document(node.log, node.log.base_index + 1)}


def snapshot_document(node: Node) -> Document:
    """The last index and term that a server's snapshot stands for."""
    return {"index": node.snapshot.index, "term": node.snapshot.term}


def flight_document(flight: Flight) -> Document:
    """A message in flight with its fields in the paper's names; `deliver_at_us` is None while it is held."""
    document = message_document(flight.number, flight.message)
    document["sent_at_us"] = flight.sent_at_us
    document["deliver_at_us"] = flight.deliver_at_us if flight.deliver_at_us != NEVER else None
    document["sent_at_position"] = flight.sent_at_position
    document.update(rpc_fields(flight.message))
    return document


def message_document(number: int, message: Message) -> Document:
    """What identifies a message."""
    return {
        "id": number,
        "type": message.type_name,
        "from": SERVER_NAMES[message.source],
        "to": SERVER_NAMES[message.target],
        "term": message.term,
    }


def links_document(world: World) -> list[Document]:
    """Every direction between two servers, in order."""
    members = [server.id for server in world.members()]
    return [link_document(world, source, target) for source in members for target in members if source != target]


def link_document(world: World, source: ServerId, target: ServerId) -> Document:
    """One direction: whether it is up, and its own habits where it has any."""
    link = world.network.link(source, target)
    return {
        "from": SERVER_NAMES[source],
        "to": SERVER_NAMES[target],
        "up": not world.network.is_cut(source, target),
        "latency": list(link.latency) if link is not None and link.latency is not None else None,
        "loss": _percent(link.loss) if link is not None and link.loss is not None else None,
        "duplicate": _percent(link.duplicate) if link is not None and link.duplicate is not None else None,
    }


def _percent(hundredths: int) -> int | float:
    return hundredths // 100 if hundredths % 100 == 0 else hundredths / 100


def client_document(client: Client) -> Document:
    """A client: its last operation, the leader it believes in, the operations before."""
    operation = client.operation
    return {
        "last": operation.outcome if operation is not None else "none",
        "value": operation.result if operation is not None else None,
        "operation": operation_document(operation) if operation is not None else None,
        "leader": name_or_none(client.leader),
        "recent": [operation_document(recent) for recent in client.recent],
    }


def operation_document(operation: Operation) -> Document:
    """One operation of a client, with how it ended if it has."""
    command = operation.command
    return {
        "serial": command.serial_number,
        "op": command.op,
        "key": command.key,
        "value": command.value,
        "expected": command.expected,
        "read": operation.read,
        "to": name_or_none(operation.to),
        "invoked_at_us": operation.invoked_at_us,
        "completed_at_us": operation.completed_at_us if operation.completed_at_us >= 0 else None,
        "outcome": operation.outcome,
        "result": operation.result,
        "index": operation.index or None,
        "server": name_or_none(operation.server),
        "redirects": operation.redirects,
        "retries": operation.retries,
    }


def finding_document(finding: Finding) -> Document:
    """A broken property."""
    return {
        "property": finding.property,
        "position": finding.position,
        "time_us": finding.time_us,
        "servers": [SERVER_NAMES[server] for server in finding.servers],
        "says": finding.says,
    }
