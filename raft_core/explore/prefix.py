"""Directed prefixes: a schedule begins like one of the stories that protocols break in, and goes on at random."""

from typing import Final

from raft_core.explore.adversary import Adversary
from raft_core.explore.dice import Dice
from raft_core.explore.scene import Scene
from raft_core.explore.stories import Story
from raft_core.explore.strategies import ask
from raft_core.sim.intervention import ExpireElectionTimer, ExpireHeartbeatTimer, Intervention
from raft_core.sim.step import Step
from raft_core.sim.world import World

CALM: Final = 60
"""Steps that pass quietly before a story begins: enough for an election and a few commits."""

LONGEST_CALM: Final = 120
"""Steps after which a story begins although nobody leads."""


class Prefixed:
    """An adversary that is calm for a while, plays the beginning of a story, and then follows its habits."""

    __slots__ = ("_habits", "_scene", "_story", "_until")

    def __init__(self, world: World, dice: Dice, story: Story) -> None:
        self._scene = Scene(world, dice)
        self._habits = Adversary(world, dice)
        self._story = story
        self._until = dice.between(CALM // 2, CALM)

    def next(self, step: Step | None) -> Intervention | None:
        """What to do after a step; None to let things take their course."""
        scene = self._scene
        due = scene.due(at_once=step is None)
        if due is not None:
            return due
        if self._until >= 0:
            position, leads = scene.world.position, bool(scene.leaders())
            if position < self._until or (position < LONGEST_CALM and not leads):
                return self._pass_time(leads)
            self._until = -1
            self._story.plan(scene)
        if step is not None and scene.follows and (act := scene.followed(step)) is not None:
            return act
        return self._habits.next(step)

    def _pass_time(self, leads: bool) -> Intervention | None:
        """Quiet: somebody leads and is asked for things at times. Where no timer runs by itself, one is told to."""
        scene, dice = self._scene, self._scene.dice
        if scene.world.settings.timers == "manual" and dice.happens(10):
            if not leads:
                return ExpireElectionTimer(dice.pick(scene.world.members()).id)
            return ExpireHeartbeatTimer(scene.leaders()[0].id)
        return ask(scene) if leads and dice.happens(10) else None
