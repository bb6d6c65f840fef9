"""What an adversary does, as small functions from a scene to an intervention, or to nothing.

A *reflex* answers an event; a *whim* needs no reason.
"""

from collections.abc import Callable
from typing import Any, Final, TypeAlias

from raft_core.event import (
    BecameLeader,
    CommitAdvanced,
    ConfigurationAppended,
    ElectionStarted,
    EntriesAppended,
    MatchAdvanced,
    MessageSent,
    SnapshotStarted,
    TransferStarted,
    VoteGranted,
)
from raft_core.explore.practice import (
    change_members,
    compact,
    disturb_handover,
    drift,
    hand_over,
    part_after_change,
)
from raft_core.explore.scene import Scene
from raft_core.ids import NOBODY, ServerId
from raft_core.messages import AppendEntriesReply, RequestVoteReply
from raft_core.role import LEADER
from raft_core.sim.intervention import (
    ChangeDisk,
    Crash,
    CutLink,
    DelayMessage,
    DropMessage,
    DuplicateMessage,
    ExpireElectionTimer,
    ExpireHeartbeatTimer,
    HealEverything,
    Intervention,
    InvokeClient,
    Isolate,
    Partition,
    Pause,
    Restart,
    Resume,
)

Reflex: TypeAlias = Callable[[Scene, Any], Intervention | None]
Whim: TypeAlias = Callable[[Scene], Intervention | None]


# Reflexes.


def crash_after_promise(scene: Scene, event: MessageSent) -> Intervention | None:
    """Crash a server that just sent a vote or an acknowledgement: is the promise on its disk?"""
    message = event.message
    if isinstance(message, (RequestVoteReply, AppendEntriesReply)) and not _is_refusal(message):
        return _crash(scene, message.source)
    return None


def crash_before_disk(scene: Scene, event: VoteGranted | EntriesAppended) -> Intervention | None:
    """Crash a server that just decided something, before its disk can have it."""
    return _crash(scene, event.server)


def keep_message(scene: Scene, event: MessageSent) -> Intervention | None:
    """Hold a message back for long, let a copy of it arrive late, or lose it."""
    message, dice = event.message, scene.dice
    which = message.source, message.target, message.type_name
    by_us = dice.pick((10_000, 50_000, 200_000, 1_000_000))
    kind = dice.below(4)
    if kind == 0:
        return DropMessage(*which)
    if kind == 1:
        return DelayMessage(*which, by_us=by_us)
    # The copy is delivered on time, and the original when it is old.
    scene.later(0, DelayMessage(*which, by_us=by_us))
    return DuplicateMessage(*which)


def cut_off_leader(scene: Scene, event: BecameLeader | CommitAdvanced | MatchAdvanced) -> Intervention | None:
    """Part a leader from the rest in the moment of its election, or of a commit; heal after a while."""
    leader, dice = event.server, scene.dice
    scene.later(dice.between(5, 60), HealEverything())
    others = scene.others(leader)
    kind = dice.below(4)
    if kind == 0:
        return _crash(scene, leader)
    if kind == 1 and len(others) > 1:
        friend = dice.pick(others)
        return Partition(((leader, friend), tuple(other for other in others if other != friend)))
    if kind == 2:
        _wish(scene, leader)
    return Isolate(leader)


def rival(scene: Scene, event: ElectionStarted) -> Intervention | None:
    """Let another server stand for election at the same time."""
    other = scene.dice.pick(scene.others(event.server) or [event.server])
    return _expire(scene, other) if scene.by_hand else None


# Whims.


def ask(scene: Scene) -> Intervention | None:
    """Let a client do something, at times at a server that is no longer the leader."""
    leaders = scene.leaders()
    to = scene.dice.pick(leaders).id if leaders and scene.dice.happens(60) else NOBODY
    return _operation(scene, to)


def expire_timer(scene: Scene) -> Intervention | None:
    """Let a timer run out: an election timer, or a leader's heartbeat."""
    running = scene.running()
    server = scene.dice.pick(running) if running else None
    if server is None or (not scene.by_hand and server.node.role.kind != LEADER):
        return None
    return _expire(scene, server.id)


def stumble(scene: Scene) -> Intervention | None:
    """Crash a server that runs, or start one that is down."""
    server = scene.dice.pick(scene.world.members())
    return _crash(scene, server.id) if server.up else Restart(server.id)


def stall(scene: Scene) -> Intervention | None:
    """Pause a process for a while."""
    server = scene.dice.pick(scene.world.members())
    if not server.runs:
        return None
    scene.later(scene.dice.between(5, 60), Resume(server.id))
    return Pause(server.id)


def divide(scene: Scene) -> Intervention | None:
    """Draw a line through the cluster, cut a single direction, or make everything whole."""
    dice, members = scene.dice, [server.id for server in scene.world.members()]
    kind = dice.below(3)
    if kind == 0 or len(members) < 2:
        return HealEverything()
    if kind == 1:
        source = dice.pick(members)
        return CutLink(source, dice.pick(scene.others(source)), one_way=True)
    side = [server for server in members if dice.happens(50)]
    rest = [server for server in members if server not in side]
    return Partition((tuple(side), tuple(rest))) if side and rest else HealEverything()


def slow_disk(scene: Scene) -> Intervention | None:
    """Make a disk slow, so that much happens while it writes; or fast again."""
    server = scene.dice.pick(scene.world.members())
    return ChangeDisk(server.id, (20_000, 100_000) if server.fsync is None else scene.world.settings.fsync)


def _crash(scene: Scene, server: ServerId) -> Intervention | None:
    if not scene.world.server(server).up:
        return None
    scene.later(scene.dice.pick((0, 1, 5, 30)), Restart(server))
    return Crash(server)


def _expire(scene: Scene, server: ServerId) -> Intervention:
    if any(leader.id == server for leader in scene.leaders()):
        return ExpireHeartbeatTimer(server)
    return ExpireElectionTimer(server)


def _wish(scene: Scene, leader: ServerId) -> None:
    """Give a leader that is about to be cut off something to do."""
    operation = _operation(scene, leader)
    if operation is not None:
        scene.later(1, operation)


def _operation(scene: Scene, to: ServerId) -> InvokeClient | None:
    dice, world = scene.dice, scene.world
    idle = scene.idle_clients()
    if not idle:
        return None
    client, key = dice.pick(idle), dice.pick(("x", "x", "y"))
    # Every written value is written once, so that a read tells which write it saw.
    value = f"v{world.position}"
    kind = dice.below(10)
    if kind < 5:
        return InvokeClient(client, "put", key, value, to=to)
    if kind < 8:
        return InvokeClient(client, "append", key, value, to=to)
    if kind == 8:
        return InvokeClient(client, "get", key, read=_way_to_read(scene), to=_reader(scene, to))
    return InvokeClient(client, "cas", key, value, expected="v0", to=to)


def _way_to_read(scene: Scene) -> str:
    ways = ("index", "index", "log", "lease") if scene.world.settings.leader_stickiness else ("index", "index", "log")
    return scene.dice.pick(ways)


def _reader(scene: Scene, to: ServerId) -> ServerId:
    """Whoever is asked to write, or any server: followers answer reads as well (dissertation 6.4)."""
    running = scene.running()
    return scene.dice.pick(running).id if running and scene.dice.happens(30) else to


def _is_refusal(message: RequestVoteReply | AppendEntriesReply) -> bool:
    return not (message.vote_granted if isinstance(message, RequestVoteReply) else message.success)


REFLEXES: Final[dict[type, tuple[Reflex, ...]]] = {
    MessageSent: (crash_after_promise, keep_message),
    VoteGranted: (crash_before_disk,),
    EntriesAppended: (crash_before_disk,),
    BecameLeader: (cut_off_leader,),
    CommitAdvanced: (cut_off_leader,),
    ElectionStarted: (rival,),
    ConfigurationAppended: (part_after_change,),
    TransferStarted: (disturb_handover,),
    SnapshotStarted: (disturb_handover,),
}
"""What each kind of event may provoke."""

WHIMS: Final[tuple[Whim, ...]] = (ask, expire_timer, stumble, stall, divide, slow_disk)
PRACTICE: Final[tuple[Whim, ...]] = (change_members, compact, hand_over, drift)
