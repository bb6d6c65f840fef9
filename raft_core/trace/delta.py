"""What changed from one world to the next, as a document: the browser's way of following along."""

from raft_core.check import Finding
from raft_core.ids import SERVER_NAMES
from raft_core.log import Log
from raft_core.sim.server import Flight, Server
from raft_core.sim.world import MESSAGE, World
from raft_core.trace.document import (
    client_document,
    finding_document,
    flight_document,
    link_document,
    server_document,
    server_fields,
    settings_document,
    snapshot_document,
)
from raft_core.trace.parts import Document, entries_document


class DeltaWriter:
    """Follows a branch world by world. Remembers what it said of each server, so that a step costs what changed."""

    def __init__(self, world: World) -> None:
        self._before = world
        self._fields = {server.id: server_fields(server, world) for server in world.members()}
        self._flights = {flight.number: flight for flight in _flying(world)}

    def delta(self, after: World, found: list[Finding], linearizable: str | None) -> Document:
        """What is different in `after`. `linearizable` None means unchanged."""
        before, self._before = self._before, after
        document: Document = {"time_us": after.time_us}
        servers = self._servers(before, after)
        if servers:
            document["servers"] = servers
        messages = self._messages(after)
        if messages:
            document["messages"] = messages
        if before.network is not after.network or len(before.members()) != len(after.members()):
            links = _links(before, after)
            if links:
                document["links"] = links
        clients = {
            name: client_document(client)
            for name, client in after.clients.items()
            if before.clients.get(name) is not client
        }
        if clients:
            document["clients"] = clients
        if before.settings is not after.settings:
            old = settings_document(before.settings)
            new = settings_document(after.settings)
            document["settings"] = {key: value for key, value in new.items() if old[key] != value}
        if found:
            document["violations"] = [finding_document(finding) for finding in found]
        if linearizable is not None:
            document["linearizable"] = linearizable
        return document

    def _servers(self, before: World, after: World) -> Document:
        changes: Document = {}
        for old, new in zip(before.servers, after.servers, strict=True):
            if new is None or new is old:
                continue
            known = self._fields.get(new.id)
            fields = self._fields[new.id] = server_fields(new, after)
            if old is None or known is None:
                changes[SERVER_NAMES[new.id]] = server_document(new, after)
                continue
            change = {key: value for key, value in fields.items() if value != known[key]}
            _add_log(change, old, new)
            if old.node.machine.values is not new.node.machine.values:
                change["kv"] = new.node.machine.values.copy()
            if change:
                changes[SERVER_NAMES[new.id]] = change
        return changes

    def _messages(self, after: World) -> Document:
        known, now = self._flights, {flight.number: flight for flight in _flying(after)}
        self._flights = now
        gone = [number for number, flight in known.items() if now.get(number) is not flight]
        new = [flight_document(flight) for number, flight in now.items() if known.get(number) is not flight]
        document: Document = {}
        if gone:
            document["remove"] = gone
        if new:
            document["add"] = sorted(new, key=lambda message: int(message["id"]))
        return document


def _flying(world: World) -> list[Flight]:
    flying = [what for _, kind, _, what in world.queue if kind == MESSAGE and isinstance(what, Flight)]
    return flying + world.held if world.held else flying


def _add_log(change: Document, old: Server, new: Server) -> None:
    """The part of the log that is different: entries from index `from` on replace what stood there."""
    before: Log = old.node.log
    after: Log = new.node.log
    agreed = after.agreement_with(before)
    first = max(agreed, after.base_index) + 1
    same_base = before.base_index == after.base_index
    same_snapshot = old.node.snapshot is new.node.snapshot
    if same_base and same_snapshot and agreed == before.last_index == after.last_index:
        return
    change["log"] = {
        "snapshot": snapshot_document(new.node),
        "base": after.base_index,
        "from": first,
        "entries": entries_document(after, first),
    }


def _links(before: World, after: World) -> list[Document]:
    members = [server.id for server in after.members()]
    changed: list[Document] = []
    for source in members:
        for target in members:
            if source == target:
                continue
            is_new = before.servers[source] is None or before.servers[target] is None
            link = link_document(after, source, target)
            if is_new or link != link_document(before, source, target):
                changed.append(link)
    return changed
