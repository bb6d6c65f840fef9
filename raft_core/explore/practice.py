"""What an adversary asks of Raft in practice: other members, snapshots, another leader, clocks that drift."""

from raft_core.event import ConfigurationAppended, SnapshotStarted, TransferStarted
from raft_core.explore.scene import Scene
from raft_core.ids import ServerId
from raft_core.role import LEADER
from raft_core.sim.intervention import (
    ChangeClock,
    Crash,
    Intervention,
    Isolate,
    Partition,
    Restart,
    TakeSnapshot,
    TransferLeadership,
    add_server,
    promote,
    reconfigure,
    remove,
)
from raft_core.sim.intervention.links import HealEverything
from raft_core.sim.server import Server

MOST_SERVERS = 7
DRIFTS = (96, 100, 105)
"""Clock rates in percent, any two of which lie within the default clock_drift_bound."""


# Reflexes.


def part_after_change(scene: Scene, event: ConfigurationAppended) -> Intervention | None:
    """Let a leader that has begun to change the membership be cut off, with a few servers or alone, or crash."""
    dice, world = scene.dice, scene.world
    if world.server(event.server).node.role.kind != LEADER:
        return None
    others = scene.others(event.server)
    kind = dice.below(3)
    scene.later(dice.between(10, 80), HealEverything())
    if kind == 0 and world.server(event.server).up:
        scene.later(dice.pick((1, 10, 40)), Restart(event.server))
        return Crash(event.server)
    friends = tuple(other for other in others if dice.happens(40))
    rest = tuple(other for other in others if other not in friends)
    return Partition(((event.server, *friends), rest)) if rest else Isolate(event.server)


def disturb_handover(scene: Scene, event: TransferStarted | SnapshotStarted) -> Intervention | None:
    """Cut off whoever is to take over a leadership, or a snapshot, for a while."""
    whom = event.target if isinstance(event, TransferStarted) else event.follower
    scene.later(scene.dice.between(5, 50), HealEverything())
    return Isolate(whom)


# Whims.


def change_members(scene: Scene) -> Intervention | None:
    """Ask a leader, possibly a deposed one, for another configuration."""
    dice, leaders = scene.dice, scene.leaders()
    if not leaders:
        return None
    leader = dice.pick(leaders)
    configuration, to = leader.node.configuration, leader.id
    outside = [server for server in range(1, MOST_SERVERS + 1) if server not in configuration.members]
    kind = dice.below(8)
    if kind < 3 and outside:
        return add_server(dice.pick(outside), as_learner=dice.happens(40), to=to)
    if kind == 3 and configuration.learners:
        return promote(dice.pick(configuration.learners), to)
    if kind < 6:
        return remove(dice.pick(configuration.members), to)
    voters = _some(scene, range(1, MOST_SERVERS + 1))
    return reconfigure(voters, to) if voters else None


def compact(scene: Scene) -> Intervention | None:
    """Let a server take a snapshot now."""
    running = scene.running()
    return TakeSnapshot(scene.dice.pick(running).id) if running else None


def hand_over(scene: Scene) -> Intervention | None:
    """Ask a leader to let another one lead."""
    leaders: list[Server] = scene.leaders()
    if not leaders:
        return None
    leader = scene.dice.pick(leaders)
    others = [server for server in leader.node.configuration.voters if server != leader.id]
    return TransferLeadership(scene.dice.pick(others), leader.id) if others else None


def drift(scene: Scene) -> Intervention | None:
    """Let a clock run a little fast or slow."""
    return ChangeClock(scene.dice.pick(scene.world.members()).id, scene.dice.pick(DRIFTS))


def _some(scene: Scene, servers: range) -> tuple[ServerId, ...]:
    return tuple(server for server in servers if scene.dice.happens(45))
