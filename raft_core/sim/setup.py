"""The world at position 0."""

from raft_core.configuration import Configuration
from raft_core.log import COMMAND, Entry, Log
from raft_core.machine import Command, Machine
from raft_core.node import Durable, Node
from raft_core.sim.intervention.clients import add_client
from raft_core.sim.server import Server
from raft_core.sim.settings import Scenario, ServerStart
from raft_core.sim.world import RulesFor, World
from raft_core.snapshot import Snapshot
from raft_core.transition import Turn


def initial_world(scenario: Scenario, rules_for: RulesFor) -> World:
    """The cluster as the scenario describes it, with every timer armed. Raises ValueError for an unknown variant."""
    world = World(scenario.settings, rules_for)
    configuration = Configuration(scenario.servers, (), scenario.learners)
    starts = {start.server: start for start in scenario.starts}
    for server in configuration.members:
        start = starts.get(server, ServerStart(server, 0))
        world.servers[server] = _server(start, configuration, scenario.starts)
    for client in scenario.clients:
        add_client(world, client.name, client.retry, client.timeout_us)
    for server in configuration.members:
        if world.server(server).up:
            world.react(server, wait_for_a_leader, None)
    return world


def wait_for_a_leader(turn: Turn, _: None) -> None:
    """What a server does first (5.2)."""
    turn.arm_election_timer()


def seeded_entry(index: int, term: int) -> Entry:
    """The entry of a starting state: equal (index, term) means an equal entry (contract 2.1)."""
    return Entry(term, COMMAND, Command("put", f"e{index}", f"t{term}"))


def _server(start: ServerStart, configuration: Configuration, starts: tuple[ServerStart, ...]) -> Server:
    index, term = start.snapshot
    machine, log = Machine(), Log()
    for place in range(1, index + 1):
        log.append(seeded_entry(place, term if place == index else _known_term(starts, place)))
        _execute(machine, log.entry(place))
    for place, entry_term in enumerate(start.log, index + 1):
        log.append(seeded_entry(place, entry_term))
    log.discard_until(index)
    snapshot = Snapshot.of(machine, index, term, configuration)
    node = Node(start.server, Durable(start.term, start.voted_for, log, snapshot))
    node.commit_index = node.last_applied = max(start.commit, index)
    for applied in range(index + 1, node.last_applied + 1):
        _execute(node.change_machine(), log.entry(applied))
    return Server(node, start.up)


def _known_term(starts: tuple[ServerStart, ...], index: int) -> int:
    """The term of an entry that a snapshot replaced: another server's where one holds it, else the snapshot's."""
    for start in starts:
        base = start.snapshot[0]
        if base < index <= base + len(start.log) and index <= max(start.commit, base):
            return start.log[index - base - 1]
    terms = [start.snapshot[1] for start in starts if start.snapshot[0] >= index]
    return min(terms)


def _execute(machine: Machine, entry: Entry) -> None:
    if isinstance(entry.data, Command):
        machine.execute(entry.data)
