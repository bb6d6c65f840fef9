"""Directed prefixes: a schedule begins like one of the stories that protocols break in, and goes on at random."""

from collections.abc import Callable
from typing import Final

from raft_core.explore.adversary import Adversary
from raft_core.explore.dice import Dice
from raft_core.explore.scene import Scene
from raft_core.explore.strategies import ask
from raft_core.sim.intervention import (
    Crash,
    HealEverything,
    Intervention,
    InvokeClient,
    Isolate,
    Partition,
    Restart,
    TransferLeadership,
)
from raft_core.sim.step import Step
from raft_core.sim.world import World

CALM: Final = 60
"""Steps that pass quietly before a story begins: enough for an election and a few commits."""


def deposed(scene: Scene) -> None:
    """A leader is cut off with at most one friend, and is given work that cannot commit; another one is elected."""
    leaders = scene.leaders()
    if not leaders:
        return
    leader, dice = leaders[0].id, scene.dice
    others = scene.others(leader)
    friends = (dice.pick(others),) if len(others) > 2 and dice.happens(50) else ()
    rest = tuple(other for other in others if other not in friends)
    scene.later(0, Partition(((leader, *friends), rest)) if rest else Isolate(leader))
    for place in range(1, dice.between(2, 4)):
        scene.later(place, InvokeClient(f"c{place}", "put", "x", f"p{place}", to=leader))
    scene.later(dice.between(40, 90), HealEverything())


def lost_minority(scene: Scene) -> None:
    """A leader reaches one server, crashes, and comes back when another has led: the first steps of Figure 8."""
    leaders = scene.leaders()
    if not leaders:
        return
    leader, dice = leaders[0].id, scene.dice
    others = scene.others(leader)
    friend = dice.pick(others) if others else leader
    rest = tuple(other for other in others if other != friend)
    if rest:
        scene.later(0, Partition(((leader, friend), rest)))
    scene.later(1, InvokeClient("c1", "put", "x", "p1", to=leader))
    scene.later(dice.between(4, 12), Crash(leader))
    scene.later(14, HealEverything())
    scene.later(dice.between(30, 60), Restart(leader))


def laggard(scene: Scene) -> None:
    """One server misses what the others commit, and is let back in."""
    members = scene.world.members()
    whom = scene.dice.pick(members).id
    scene.later(0, Isolate(whom))
    for place in range(1, 4):
        scene.later(place * 6, InvokeClient(f"c{place}", "put", "x", f"p{place}"))
    scene.later(scene.dice.between(30, 70), HealEverything())


def stale_reader(scene: Scene) -> None:
    """A leader is cut off and does not know; the others write, and somebody reads from the old one."""
    leaders = scene.leaders()
    if not leaders:
        return
    leader, dice = leaders[0].id, scene.dice
    sticky = scene.world.settings.leader_stickiness
    scene.later(0, Isolate(leader))
    for place in (20, 35):
        scene.later(place, InvokeClient("c2", "put", "x", f"p{place}"))
    for place in range(30, 80, dice.between(4, 12)):
        how = dice.pick(("index", "lease")) if sticky else "index"
        scene.later(place, InvokeClient("c3", "get", "x", read=how, to=leader))
    scene.later(90, HealEverything())


def handed_over(scene: Scene) -> None:
    """A leader hands over, and does not hear how it went; somebody reads from it."""
    leaders = scene.leaders()
    if not leaders:
        return
    leader, dice = leaders[0], scene.dice
    others = [server for server in leader.node.configuration.voters if server != leader.id]
    if not others:
        return
    how = "lease" if scene.world.settings.leader_stickiness else "index"
    scene.later(0, TransferLeadership(dice.pick(others), leader.id))
    scene.later(dice.between(1, 6), Isolate(leader.id))
    scene.later(8, InvokeClient("c2", "put", "x", "p8", to=dice.pick(others)))
    for place in range(10, 50, dice.between(3, 8)):
        scene.later(place, InvokeClient("c2", "put", "x", f"p{place}"))
        scene.later(place, InvokeClient("c3", "get", "x", read=how, to=leader.id))
    scene.later(60, HealEverything())


STORIES: Final[tuple[Callable[[Scene], None], ...]] = (deposed, lost_minority, laggard, stale_reader, handed_over)


class Prefixed:
    """An adversary that is calm for a while, plays the beginning of a story, and then follows its habits."""

    __slots__ = ("_habits", "_scene", "_story", "_until")

    def __init__(self, world: World, dice: Dice) -> None:
        self._scene = Scene(world, dice)
        self._habits = Adversary(world, dice)
        self._story = dice.pick(STORIES)
        self._until = dice.between(CALM // 2, CALM)

    def next(self, step: Step | None) -> Intervention | None:
        """What to do after a step; None to let things take their course."""
        scene = self._scene
        due = scene.due(at_once=step is None)
        if due is not None:
            return due
        if self._until >= 0:
            if scene.world.position < self._until:
                return ask(scene) if scene.dice.happens(10) else None
            self._until = -1
            self._story(scene)
        return self._habits.next(step)
