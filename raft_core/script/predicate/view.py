"""What a predicate is about: the world, what the checkers saw of its past, and the last refusal."""

from dataclasses import dataclass

from raft_core.check import Checks
from raft_core.ids import NOBODY, ServerId
from raft_core.log import same_entry
from raft_core.role import LEADER
from raft_core.sim.server import Server
from raft_core.sim.world import World


@dataclass(slots=True, frozen=True)
class View:
    """A moment of a run. `refused_by` is the rule that refused the last intervention, "" when it was carried out."""

    world: World
    checks: Checks
    refused_by: str = ""


def leaders(world: World) -> list[Server]:
    """The up servers that believe they lead."""
    return [server for server in world.members() if server.up and server.node.role.kind == LEADER]


def leader(world: World) -> ServerId:
    """The up leader of the highest term, or nobody."""
    best, term = NOBODY, -1
    for server in leaders(world):
        if server.node.current_term > term:
            best, term = server.id, server.node.current_term
    return best


def converged(world: World) -> bool:
    """Whether the up members of the leader's configuration agree on log, commit, state and configuration.

    Without a leader nobody says who the members are, and nothing has converged.
    """
    chief = leader(world)
    if chief == NOBODY:
        return False
    members = world.server(chief).node.configuration.members
    servers = [server for server in world.members() if server.up and server.id in members]
    first = servers[0]
    return all(_agree(first, other) for other in servers[1:]) and all(
        _hold_equal_entries(one, other) for place, one in enumerate(servers) for other in servers[place + 1 :]
    )


def _agree(one: Server, other: Server) -> bool:
    a, b = one.node, other.node
    return (
        a.log.last_index == b.log.last_index
        and a.log.last_term == b.log.last_term
        and a.commit_index == b.commit_index
        and a.last_applied == b.last_applied
        and a.configuration == b.configuration
        and a.machine.values == b.machine.values
    )


def _hold_equal_entries(one: Server, other: Server) -> bool:
    a, b = one.node.log, other.node.log
    first = max(a.base_index, b.base_index) + 1
    last = min(a.last_index, b.last_index)
    return all(
        same_entry(mine, theirs) for mine, theirs in zip(a.entries(first, last), b.entries(first, last), strict=True)
    )
