"""How protocols break, as stories: each plans the first deeds of a schedule around the leader of the moment."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

from raft_core.explore.overtaken import back_in_office, late_retry, read_from_the_old, slow_answers, two_snapshots
from raft_core.explore.scene import Scene
from raft_core.explore.situation import CLIENTS
from raft_core.sim.intervention import (
    ChangeClock,
    Crash,
    HealEverything,
    InvokeClient,
    Isolate,
    Partition,
    Restart,
    TransferLeadership,
)
from raft_core.sim.settings import ClientStart, Scenario


@dataclass(slots=True, frozen=True)
class Story:
    """What is planned, and what it needs: settings, a cluster of some sizes, clients that wait for so long."""

    plan: Callable[[Scene], None]
    needs: tuple[tuple[str, Any], ...] = ()
    sizes: tuple[int, int] = (2, 7)
    patience_us: int = 0
    retries: bool = False

    def fit(self, scenario: Scenario, smallest: int, largest: int) -> Scenario:
        """The scenario in which the story can happen, if clusters of smallest to largest servers allow it."""
        if self.needs:
            scenario = replace(scenario, settings=replace(scenario.settings, **dict(self.needs)))
        if self.patience_us:
            clients = tuple(ClientStart(name, self.retries, self.patience_us) for name in CLIENTS)
            scenario = replace(scenario, clients=clients)
        size = len(scenario.servers)
        wanted = min(max(size, self.sizes[0]), self.sizes[1])
        if wanted != size and smallest <= wanted <= largest:
            learners = (wanted + 1,) if scenario.learners else ()
            scenario = replace(scenario, servers=tuple(range(1, wanted + 1)), learners=learners)
        return scenario


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
    for leader in scene.leaders()[:1]:
        scene.later(0, Isolate(leader.id))
        scene.follows.append(read_from_the_old(leader.id, _reads(scene)))
        scene.later(90, HealEverything())


def handed_over(scene: Scene) -> None:
    """A leader hands over, and does not hear how it went; somebody reads from it."""
    for leader in scene.leaders()[:1]:
        others = [server for server in leader.node.configuration.voters if server != leader.id]
        if not others:
            return
        scene.later(0, TransferLeadership(scene.dice.pick(others), leader.id))
        scene.later(scene.dice.between(1, 6), Isolate(leader.id))
        scene.follows.append(read_from_the_old(leader.id, _reads(scene)))
        scene.later(60, HealEverything())


def _reads(scene: Scene) -> tuple[str, ...]:
    return ("index", "lease") if scene.world.settings.leader_stickiness else ("index",)


def slow_clock(scene: Scene) -> None:
    """The clock of a leader runs slow, and those of the others fast, within the bound; then it is cut off."""
    for leader in scene.leaders()[:1]:
        scene.later(0, ChangeClock(leader.id, 70))
        for other in scene.others(leader.id):
            scene.later(0, ChangeClock(other, 110))
        scene.later(10, Isolate(leader.id))
        scene.follows.append(read_from_the_old(leader.id, ("lease",)))


_CALM: Final = (("loss", 0), ("timers", "auto"))
_QUICK: Final = (
    *_CALM,
    ("election_timeout", (100_000, 200_000)),
    ("heartbeat", 25_000),
    ("latency", (1_000, 2_000)),
    ("fsync", (0, 0)),
    ("duplicate", 0),
    ("pre_vote", False),
)
_LEASES: Final = (*_QUICK, ("leader_stickiness", True))
_BY_HAND: Final = (("loss", 0), ("duplicate", 0), ("leader_stickiness", False), ("pre_vote", False))
_UNHURRIED: Final = (("election_timeout", (500_000, 1_000_000)), ("heartbeat", 250_000), *_CALM)
_SOON_US: Final = 15_000
_LATE_US: Final = 1_500_000

STORIES: Final = (
    Story(deposed),
    Story(lost_minority),
    Story(laggard),
    Story(stale_reader),
    Story(handed_over, _LEASES, (3, 5), _SOON_US),
    Story(slow_answers, _LEASES, (3, 4), _SOON_US),
    Story(slow_answers, (*_QUICK, ("leader_stickiness", False), ("check_quorum", False)), (3, 4), _SOON_US),
    Story(slow_clock, (*_LEASES, ("clock_drift_bound", 6_000)), (3, 4), _SOON_US),
    Story(back_in_office, _BY_HAND, (5, 5)),
    Story(two_snapshots, (("snapshot_every", 2), ("snapshot_trailing", 0), ("snapshot_chunk", 1))),
    Story(late_retry, _UNHURRIED, (3, 5), _LATE_US, retries=True),
)
"""What a directed schedule may begin with."""
