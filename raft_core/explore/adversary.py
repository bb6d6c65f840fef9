"""An adversary: some strategies, how readily it follows each, and the dice that decide."""

from typing import Final

from raft_core.event import (
    BecameLeader,
    CommitAdvanced,
    ConfigurationAppended,
    ElectionStarted,
    EntriesAppended,
    MessageSent,
    SnapshotStarted,
    TransferStarted,
    VoteGranted,
)
from raft_core.explore.dice import Dice
from raft_core.explore.scene import Scene
from raft_core.explore.strategies import PRACTICE, REFLEXES, WHIMS, Reflex, Whim, ask, expire_timer
from raft_core.sim.intervention import Intervention
from raft_core.sim.step import Step
from raft_core.sim.world import World

_OF: Final = 1_000
"""Readiness is so many of a thousand chances."""

_READINESS: Final[dict[type, tuple[int, ...]]] = {
    MessageSent: (0, 0, 5, 20, 50),
    VoteGranted: (0, 0, 50, 200),
    EntriesAppended: (0, 0, 20, 100),
    BecameLeader: (0, 0, 50, 200),
    CommitAdvanced: (0, 0, 20, 100),
    ElectionStarted: (0, 0, 50, 200),
    ConfigurationAppended: (0, 50, 300),
    TransferStarted: (0, 100, 400),
    SnapshotStarted: (0, 100, 400),
}
"""What a readiness is drawn from, by what provokes it: messages are many, elections few."""


class Adversary:
    """Follows a random subset of all strategies (a swarm): what one habit hides, a schedule without it shows."""

    __slots__ = ("_reflexes", "_scene", "_whims", "_whims_total")

    def __init__(self, world: World, dice: Dice) -> None:
        self._scene = Scene(world, dice)
        self._reflexes: dict[type, list[tuple[Reflex, int]]] = {}
        for kind, reflexes in REFLEXES.items():
            ready = [(reflex, dice.pick(_READINESS[kind])) for reflex in reflexes]
            if any(readiness for _, readiness in ready):
                self._reflexes[kind] = [(reflex, readiness) for reflex, readiness in ready if readiness]
        by_hand = world.settings.timers == "manual"
        self._whims: list[tuple[Whim, int]] = []
        total = 0
        # What only some clusters ever see is asked in some schedules only, and there often.
        asked = dice.pick(((), (), *[(whim,) for whim in PRACTICE], PRACTICE))
        for whim in asked:
            total += dice.pick((5, 20, 40))
            self._whims.append((whim, total))
        for whim in WHIMS:
            readiness = dice.pick((0, 0, 3, 10))
            if whim is ask:
                readiness = dice.pick((50, 100, 200))
            elif whim is expire_timer:
                # Where no timer runs by itself, all progress comes from here.
                readiness = dice.pick((20, 50)) if by_hand else dice.pick((0, 0, 10, 30))
            total += readiness
            self._whims.append((whim, total))
        self._whims_total = total

    def next(self, step: Step | None) -> Intervention | None:
        """What to do after a step; None to let things take their course.

        Without a step nothing happens by itself any more, and plans are hurried on.
        """
        scene = self._scene
        due = scene.due(at_once=step is None)
        if due is not None:
            return due
        dice = scene.dice
        if step is not None and self._reflexes:
            for event in step.events:
                reflexes = self._reflexes.get(type(event))
                if reflexes is not None:
                    for reflex, readiness in reflexes:
                        if dice.below(_OF) < readiness and (act := reflex(scene, event)) is not None:
                            return act
        roll = dice.below(_OF)
        if roll < self._whims_total:
            for whim, until in self._whims:
                if roll < until:
                    return whim(scene)
        return None
