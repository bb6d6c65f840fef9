"""How clients and servers talk: requests and answers take no simulated time and are never lost (contract 6)."""

from raft_core.event import ClientCompleted, ClientInvoked, ClientRedirected, ClientRetried
from raft_core.ids import NOBODY, ServerId
from raft_core.machine import Result
from raft_core.protocol.clients import on_command, on_local_read
from raft_core.protocol.reads import ReadRequest, on_read
from raft_core.sim.client import Client, Operation
from raft_core.sim.server import Server
from raft_core.sim.world import CLIENT, World
from raft_core.transition import Answer

PAUSE_DIVISOR = 10
"""A client that found no leader anywhere pauses for a tenth of its timeout before it asks again."""


def invoke(world: World, client: Client, operation: Operation) -> None:
    """Issue an operation: to the server it names, else to the leader the client knows, else to the lowest up server."""
    client.operation = operation
    command = operation.command
    world.events.append(ClientInvoked(client.name, command.serial_number, command.words))
    target = operation.to or client.leader or _first_up(world)
    if target == NOBODY:
        _pause(world, client, operation)
    else:
        _ask(world, client, operation, target)


def on_client_timer(world: World, name: str) -> None:
    """A client waited long enough: it gives up, or asks again with the same serial number (8)."""
    client = world.own_client(name)
    operation = client.pending
    if operation is None:
        return
    if operation.to or not client.retry:
        _complete(world, client, operation, "timeout", None, operation.server)
        return
    asked_last = operation.server
    client.leader = NOBODY
    operation.asked = (asked_last,) if asked_last and operation.asked else ()
    target = _next_target(world, operation, NOBODY)
    if target == NOBODY:
        _pause(world, client, operation)
        return
    operation.retries += 1
    world.events.append(ClientRetried(name, target))
    _ask(world, client, operation, target)


def give_answers(world: World) -> None:
    """Deliver what the servers answered, including what they answer to requests that follow from it."""
    while world.answers:
        answers, world.answers = world.answers, []
        for answer in answers:
            client = world.own_client(answer.client_id)
            operation = client.pending
            if operation is not None and operation.command.serial_number == answer.serial_number:
                _receive(world, client, operation, answer)


def _receive(world: World, client: Client, operation: Operation, answer: Answer) -> None:
    if answer.outcome == "ok":
        client.leader = client.leader if operation.read == "local" else answer.server
        operation.index = answer.index
        _complete(world, client, operation, "ok", answer.result, answer.server)
    elif answer.server != operation.server:
        return
    elif answer.outcome == "not_leader":
        _redirect(world, client, operation, answer)
    elif operation.to or not client.retry:
        _complete(world, client, operation, "timeout", None, answer.server)
    else:
        _redirect(world, client, operation, answer)


def _redirect(world: World, client: Client, operation: Operation, answer: Answer) -> None:
    world.events.append(ClientRedirected(client.name, answer.server, answer.leader_hint))
    client.leader = answer.leader_hint
    if operation.to:
        _complete(world, client, operation, "refused", None, answer.server)
        return
    target = _next_target(world, operation, answer.leader_hint)
    if target != NOBODY:
        operation.redirects += 1
        _ask(world, client, operation, target)
    elif client.retry:
        _pause(world, client, operation)
    else:
        _complete(world, client, operation, "refused", None, answer.server)


def _ask(world: World, client: Client, operation: Operation, target: ServerId) -> None:
    operation.server = target
    operation.asked = (*operation.asked, target)
    _wait(world, client, operation, client.timeout_us)
    server = world.servers[target]
    if server is not None and server.up:
        deliver_request(world, server, client.name)


def deliver_request(world: World, server: Server, name: str) -> None:
    """Hand a client's pending operation to a server; a paused one reads it later."""
    operation = world.clients[name].pending
    if operation is None or operation.server != server.id:
        return
    if server.paused:
        server = world.own(server.id)
        server.requests = (*server.requests, name)
    elif operation.read == "local":
        world.react(server.id, on_local_read, operation.command)
    elif operation.read in ("index", "lease"):
        how = "lease" if operation.read == "lease" else "index"
        world.react(server.id, on_read, ReadRequest(operation.command, how, here=operation.to != NOBODY))
    else:
        world.react(server.id, on_command, operation.command)


def _pause(world: World, client: Client, operation: Operation) -> None:
    operation.asked = ()
    operation.server = NOBODY
    _wait(world, client, operation, max(1, client.timeout_us // PAUSE_DIVISOR))


def _wait(world: World, client: Client, operation: Operation, duration_us: int) -> None:
    operation.attempt += 1
    operation.attempt_at_position = world.position
    order = int(client.name[1:]) if client.name[1:].isdigit() else 0
    timer = (client.name, operation.command.serial_number, operation.attempt)
    world.schedule(world.time_us + duration_us, CLIENT, order, timer)


def _next_target(world: World, operation: Operation, hint: ServerId) -> ServerId:
    """The hinted leader, else the next server that was not asked since the last pause."""
    if hint and hint not in operation.asked:
        return hint
    members = [server.id for server in world.members()]
    later = [server for server in members if server > operation.server]
    for server in [*later, *members]:
        if server not in operation.asked:
            return server
    return NOBODY


def _first_up(world: World) -> ServerId:
    for server in world.members():
        if server.up:
            return server.id
    return NOBODY


def _complete(
    world: World, client: Client, operation: Operation, outcome: str, result: Result, server: ServerId
) -> None:
    client.complete(operation, outcome, result, world.time_us)
    operation.server = server
    world.events.append(ClientCompleted(client.name, outcome, result, server))
