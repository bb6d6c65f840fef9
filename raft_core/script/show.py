"""The state of the cluster as lines of a transcript."""

from raft_core.ids import SERVER_NAMES, ServerId
from raft_core.role import NEVER, PROGRESS_MODES, Candidate, Leader, PreCandidate
from raft_core.script.predicate import written
from raft_core.script.predicate.names import SERVER_FIELDS
from raft_core.script.telling import clock
from raft_core.sim.client import Client
from raft_core.sim.server import Server
from raft_core.sim.world import World
from raft_core.units import quoted


def show_cluster(world: World) -> list[str]:
    """Every server in a line, then links, messages and clients as far as there is something to say."""
    lines = [_server_line(server) for server in world.members()]
    ids = [server.id for server in world.members()]
    cut = [
        f"{SERVER_NAMES[source]}>{SERVER_NAMES[target]}"
        for source in ids
        for target in ids
        if source != target and world.network.is_cut(source, target)
    ]
    lines += [f"cut: {', '.join(cut)}"] if cut else []
    for flight in world.flights():
        message = flight.message
        link = f"{SERVER_NAMES[message.source]}>{SERVER_NAMES[message.target]}"
        due = "held" if flight.deliver_at_us == NEVER else f"arrives at {clock(flight.deliver_at_us)}"
        lines.append(f"in flight: {link} {message.type_name} of term {message.term}, {due}")
    lines += [_client_line(world.clients[name]) for name in world.clients]
    return lines


def show_server(world: World, server: ServerId) -> list[str]:
    """One server, a line for each thing that a predicate can ask of it."""
    machine = world.servers[server]
    if machine is None:
        return [f"there is no {SERVER_NAMES[server]}"]
    lines = [f"{machine.node.name}.{field} = {written(ask.read(machine))}" for field, ask in SERVER_FIELDS.items()]
    for key in sorted(machine.node.machine.values):
        lines.append(f"{machine.node.name}.kv.{quoted(key)} = {written(machine.node.machine.values[key])}")
    role = machine.node.role
    if isinstance(role, Leader):
        for peer, progress in role.progress.items():
            name = SERVER_NAMES[peer]
            mode = PROGRESS_MODES[progress.mode]
            lines.append(
                f"{machine.node.name}.next.{name} = {progress.next_index}, match {progress.match_index}, {mode}"
            )
    if isinstance(role, (Candidate, PreCandidate)):
        lines.append(f"votes counted: {machine.node.voters_so_far}")
    return lines


def _server_line(server: Server) -> str:
    node = server.node
    role = node.role_name if server.up else "stopped"
    role += ", stalled" if server.paused else ""
    state = [f"term {node.current_term}"]
    state += [f"voted for {node.voted_for_name}"] if node.voted_for else []
    terms = written(SERVER_FIELDS["log"].read(server))
    snapshot = written(SERVER_FIELDS["snapshot"].read(server))
    state += [f"snapshot {snapshot}"] if node.snapshot.index else []
    state.append(f"log {terms}, commit {node.commit_index}, applied {node.last_applied}, durable {node.durable_index}")
    values = node.machine.values
    state += [" ".join(f"{key}={written(values[key])}" for key in sorted(values))] if values else []
    return f"{node.name} {role}: {'; '.join(state)}"


def _client_line(client: Client) -> str:
    operation = client.operation
    if operation is None:
        return f"{client.name}: nothing asked yet"
    got = f", got {written(operation.result)}" if operation.command.op in ("get", "cas") else ""
    return f"{client.name}: {operation.command.words}: {operation.outcome}{got if operation.outcome == 'ok' else ''}"
