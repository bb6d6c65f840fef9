"""PCT: probabilistic concurrency testing (Burckhardt and others, 2010), for messages and timers.

Everything that can happen has a random priority; what has the highest happens next, and at a few random points the
highest priority drops to the lowest. A bug that takes d ordered events is then found with a probability that depends
on d, and not on how long the run is. Unlike timed faults, this loses no votes to bad luck.
"""

from typing import Final, TypeAlias

from raft_core.explore.dice import Dice
from raft_core.explore.scene import Scene
from raft_core.explore.strategies import ask, stumble
from raft_core.role import LEADER
from raft_core.sim.intervention import DeliverMessage, ExpireElectionTimer, ExpireHeartbeatTimer, Intervention
from raft_core.sim.step import Step
from raft_core.sim.world import World

Key: TypeAlias = "tuple[str, int, int]"

HIGHEST: Final = 1_000_000


class Priorities:
    """An adversary that lets messages arrive and timers run out by priority. Everything waits for its hand."""

    __slots__ = ("_changes", "_clients", "_crashes", "_lowest", "_of", "_scene")

    def __init__(self, world: World, dice: Dice) -> None:
        self._scene = Scene(world, dice)
        self._of: dict[Key, int] = {}
        self._lowest = 0
        self._changes = {dice.between(1, 150) for _ in range(dice.between(1, 6))}
        self._clients = dice.pick((50, 100, 200))
        self._crashes = dice.pick((0, 0, 10, 30))

    def next(self, step: Step | None) -> Intervention | None:
        """What happens next; None to let a disk or a client go on."""
        scene, dice = self._scene, self._scene.dice
        due = scene.due(at_once=step is None)
        if due is not None:
            return due
        roll = dice.below(1_000)
        if roll < self._clients:
            return ask(scene)
        if roll < self._clients + self._crashes:
            return stumble(scene)
        if scene.world.next_us() == scene.world.time_us:
            return None
        best = max(self._possible(), key=self._priority, default=None)
        if best is None:
            return None
        if scene.world.position in self._changes or best[0] == "timer":
            self._lowest -= 1
            self._of[best] = self._lowest
        return self._act(best)

    def _possible(self) -> list[Key]:
        world = self._scene.world
        links = {("link", flight.message.source, flight.message.target) for flight in world.held}
        timers = [("timer", server.id, 0) for server in self._scene.running()]
        return [*sorted(links), *timers]

    def _priority(self, key: Key) -> int:
        known = self._of.get(key)
        if known is None:
            known = self._of[key] = self._scene.dice.below(HIGHEST)
        return known

    def _act(self, key: Key) -> Intervention:
        kind, one, other = key
        if kind == "link":
            return DeliverMessage(one, other)
        leads = self._scene.world.server(one).node.role.kind == LEADER
        return ExpireHeartbeatTimer(one) if leads else ExpireElectionTimer(one)
