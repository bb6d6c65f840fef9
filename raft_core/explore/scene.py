"""What a strategy looks at: the world, what just happened in it, the dice, and what is planned for later."""

from collections.abc import Callable
from heapq import heappop, heappush
from typing import TypeAlias

from raft_core.event import Event
from raft_core.explore.dice import Dice
from raft_core.explore.situation import CLIENTS
from raft_core.ids import ServerId
from raft_core.role import LEADER
from raft_core.sim.intervention import Intervention
from raft_core.sim.server import Server
from raft_core.sim.step import Step
from raft_core.sim.world import World

Follow: TypeAlias = "Callable[[Scene, Event], Intervention | None]"
"""What a story does whenever something happens: plans that depend on how it went."""


class Scene:
    """The state of play of one schedule. Strategies read the world and change nothing; `later` keeps their plans."""

    __slots__ = ("_planned", "_plans", "by_hand", "dice", "follows", "world")

    def __init__(self, world: World, dice: Dice) -> None:
        self.world = world
        self.dice = dice
        # A timeout by hand is a clock that runs as fast as it likes, which leases cannot bear (6.4.1).
        self.by_hand = not world.settings.leader_stickiness
        self.follows: list[Follow] = []
        self._planned = 0
        self._plans: list[tuple[int, int, Intervention]] = []

    def later(self, steps: int, intervention: Intervention) -> None:
        """Plan an intervention for so many steps from now."""
        self._planned += 1
        heappush(self._plans, (self.world.position + steps, self._planned, intervention))

    def due(self, at_once: bool = False) -> Intervention | None:
        """The next plan whose time has come, or just the next when that is now; it is then done with."""
        if self._plans and (at_once or self._plans[0][0] <= self.world.position):
            return heappop(self._plans)[2]
        return None

    def followed(self, step: Step) -> Intervention | None:
        """What a story does about a step."""
        for follow in self.follows:
            for event in step.events:
                act = follow(self, event)
                if act is not None:
                    return act
        return None

    def running(self) -> list[Server]:
        """The servers whose process runs."""
        return [server for server in self.world.members() if server.runs]

    def leaders(self) -> list[Server]:
        """The running servers that believe they lead."""
        return [server for server in self.running() if server.node.role.kind == LEADER]

    def idle_clients(self) -> list[str]:
        """The clients that wait for no answer, with those that have not come yet."""
        known = self.world.clients
        idle = [name for name, client in known.items() if client.pending is None]
        return idle + [name for name in CLIENTS if name not in known]

    def others(self, server: ServerId) -> list[ServerId]:
        """All servers but one."""
        return [other.id for other in self.world.members() if other.id != server]
