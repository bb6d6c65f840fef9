"""A session in which a great deal happens, for tests that must hold whatever happens."""

from random import Random

from raft_core.session import Session
from raft_core.sim.intervention import (
    Crash,
    HealEverything,
    Intervention,
    InvokeClient,
    Isolate,
    Partition,
    Pause,
    Restart,
    Resume,
)
from raft_core.sim.settings import Scenario, Settings

SERVERS = (1, 2, 3, 4, 5)


def restless_session(seed: int, rounds: int = 40) -> Session:
    """Five servers under faults and writes, on a lossy network that doubles messages."""
    settings = Settings(seed=seed, loss=500, duplicate=500)
    session = Session(Scenario(SERVERS, settings=settings))
    dice = Random(seed)  # noqa: S311 - a schedule, not a secret
    for number in range(rounds):
        session.intervene(session.main, _anything(dice, number), "test")
        until_us = session.main.now_us + dice.randrange(5_000, 200_000)
        while session.advance(session.main, until_us):
            pass
    return session


def _anything(dice: Random, number: int) -> Intervention:
    server = dice.choice(SERVERS)
    some = [
        Crash(server),
        Restart(server),
        Restart(server),
        Pause(server),
        Resume(server),
        Resume(server),
        Isolate(server),
        Partition((SERVERS[:2], SERVERS[2:])),
        HealEverything(),
        HealEverything(),
        *[InvokeClient(f"c{client}", "put", f"k{client}", str(number)) for client in range(1, 7)],
    ]
    return dice.choice(some)
