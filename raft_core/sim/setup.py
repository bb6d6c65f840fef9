"""The world at position 0."""

from raft_core.configuration import Configuration
from raft_core.log import COMMAND, Entry, Log
from raft_core.machine import Command
from raft_core.node import Durable, Node
from raft_core.sim.intervention.clients import add_client
from raft_core.sim.server import Server
from raft_core.sim.settings import Scenario, ServerStart
from raft_core.sim.world import RulesFor, World
from raft_core.transition import Turn


def initial_world(scenario: Scenario, rules_for: RulesFor) -> World:
    """The cluster as the scenario describes it, with every timer armed. Raises ValueError for an unknown variant."""
    world = World(scenario.settings, rules_for)
    configuration = Configuration(scenario.servers, (), scenario.learners)
    starts = {start.server: start for start in scenario.starts}
    for server in configuration.members:
        start = starts.get(server, ServerStart(server, 0))
        world.servers[server] = _server(start, configuration)
    for client in scenario.clients:
        add_client(world, client.name, client.retry, client.timeout_us)
    for server in configuration.members:
        if world.server(server).up:
            world.react(server, _wait_for_a_leader, None)
    return world


def seeded_entry(index: int, term: int) -> Entry:
    """The entry of a starting state: equal (index, term) means an equal entry (contract 2.1)."""
    return Entry(term, COMMAND, Command("put", f"e{index}", f"t{term}"))


def _server(start: ServerStart, configuration: Configuration) -> Server:
    log = Log()
    for index, term in enumerate(start.log, 1):
        log.append(seeded_entry(index, term))
    node = Node(start.server, configuration, Durable(start.term, start.voted_for, log))
    node.commit_index = node.last_applied = start.commit
    for index in range(1, start.commit + 1):
        data = log.entry(index).data
        if isinstance(data, Command):
            node.change_machine().execute(data)
    return Server(node, start.up)


def _wait_for_a_leader(turn: Turn, _: None) -> None:
    turn.arm_election_timer()
