"""Stories of what arrives late: answers, acknowledgements, chunks and retries that the world has overtaken."""

from raft_core.event import BecameLeader, CommitAdvanced, EntriesTruncated, Event
from raft_core.explore.scene import Follow, Scene
from raft_core.ids import ServerId
from raft_core.sim.intervention import (
    ChangeLink,
    Crash,
    CutLink,
    ExpireElectionTimer,
    HealEverything,
    HealLink,
    Intervention,
    InvokeClient,
    Isolate,
    Partition,
    Restart,
)


def read_from_the_old(leader: ServerId, reads: tuple[str, ...]) -> Follow:
    """Whoever else is elected is written to at once; when that is committed, the old leader is read from."""

    def follow(scene: Scene, event: Event) -> Intervention | None:
        if not isinstance(event, (BecameLeader, CommitAdvanced)) or event.server == leader:
            return None
        idle = scene.idle_clients()
        if not idle or all(server.id != event.server for server in scene.leaders()):
            return None
        if isinstance(event, BecameLeader):
            return InvokeClient(idle[0], "put", "x", f"p{scene.world.position}", to=event.server)
        return InvokeClient(idle[-1], "get", "x", read=scene.dice.pick(reads), to=leader)

    return follow


def slow_answers(scene: Scene) -> None:
    """All that a leader hears is old, and then some or all of the others hear nothing from it any more."""
    leaders = scene.leaders()
    if not leaders:
        return
    leader, dice, settings = leaders[0].id, scene.dice, scene.world.settings
    others = scene.others(leader)
    if not others:
        return
    late_us = settings.election_timeout[0] * dice.pick((50, 80, 150, 250)) // 100
    for other in others:
        scene.later(0, ChangeLink(other, leader, one_way=True, latency=(late_us, late_us)))
    forgotten = others if dice.happens(50) else [dice.pick(others)]
    for other in forgotten:
        scene.later(dice.between(8, 20), CutLink(leader, other, one_way=True))
    reads = ("lease", "lease", "index") if settings.leader_stickiness else ("index",)
    scene.follows.append(read_from_the_old(leader, reads))
    scene.later(100, HealEverything())


def back_in_office(scene: Scene) -> None:
    """A leader's entries reach one friend and are lost to another leader; then it leads again, and remembers.

    The friend's acknowledgements may be under way all that time. In its second term the leader reaches one server
    only, so that every acknowledgement it believes in counts.
    """
    leaders = scene.leaders()
    if not leaders or len(leaders[0].node.configuration.voters) < 5:
        return
    leader, dice = leaders[0].id, scene.dice
    friend, rival, *rest = dice.shuffled(scene.others(leader))
    if dice.happens(70):
        late_us = scene.world.settings.election_timeout[0] * dice.pick((2, 4, 8))
        scene.later(0, ChangeLink(friend, leader, one_way=True, latency=(late_us, late_us)))
    scene.later(0, Partition(((leader, friend), (rival, *rest))))
    for client in ("c1", "c2"):
        scene.later(1, InvokeClient(client, "put", "x", f"{client} of old", to=leader))
    scene.later(12, ExpireElectionTimer(rival))
    scene.later(120, HealEverything())

    def follow(scene: Scene, event: Event) -> Intervention | None:
        if isinstance(event, BecameLeader) and event.server == rival:
            # A cut would lose what is under way from the friend to the leader.
            for other in (rival, *rest):
                scene.later(1, HealLink(leader, other))
            return CutLink(leader, friend, one_way=True)
        if isinstance(event, EntriesTruncated) and event.server == leader:
            scene.later(1, ExpireElectionTimer(leader))
            return Isolate(rival)
        if isinstance(event, BecameLeader) and event.server == leader:
            for place, client in enumerate(scene.idle_clients()):
                scene.later(1 + place, InvokeClient(client, "put", "x", f"{client} of new", to=leader))
            return CutLink(leader, rest[-1])
        return None

    scene.follows.append(follow)


def two_snapshots(scene: Scene) -> None:
    """A server far behind is sent chunks out of order, forgets them, and is sent those of a later snapshot."""
    leaders = scene.leaders()
    if not leaders:
        return
    leader, dice, settings = leaders[0].id, scene.dice, scene.world.settings
    others = scene.others(leader)
    if not others:
        return
    whom = dice.pick(others)
    scene.later(0, Isolate(whom))
    for place in range(1, 20, 3):
        scene.later(place, InvokeClient(dice.pick(("c1", "c2")), "put", dice.pick(("x", "y")), f"p{place}"))
    scene.later(24, HealEverything())
    late_us = settings.election_timeout[0] * dice.pick((50, 100, 300)) // 100
    scene.later(24, ChangeLink(leader, whom, one_way=True, latency=(1_000, late_us), duplicate=3_000))
    for place in range(30, 90, dice.between(6, 20)):
        scene.later(place, InvokeClient("c3", "put", "x", f"p{place}"))
        if dice.happens(40):
            scene.later(place + 1, Crash(whom))
            scene.later(place + 2, Restart(whom))
    scene.later(120, HealEverything())


def late_retry(scene: Scene) -> None:
    """A command is stored and its leader crashes before it answers; the client asks again, after a long time.

    One server misses all that, and applies the command and its retry in the same moment.
    """
    leaders = scene.leaders()
    if not leaders:
        return
    leader, dice = leaders[0].id, scene.dice
    others = scene.others(leader)
    if not others:
        return
    scene.later(0, Isolate(dice.pick(others)))
    scene.later(1, InvokeClient("c1", "append", "x", "v1", to=leader))
    scene.later(dice.between(3, 10), Crash(leader))
    scene.later(dice.between(11, 20), Restart(leader))
    scene.later(dice.between(90, 160), HealEverything())
