"""The cluster a schedule plays with: its size, its network, its disks, its options, all drawn."""

from raft_core.explore.dice import Dice
from raft_core.sim.settings import ClientStart, Scenario, Settings

CLIENTS = ("c1", "c2", "c3")

_LATENCIES = ((1_000, 2_000), (1_000, 20_000), (5_000, 15_000), (1_000, 100_000))
_TIMEOUTS = ((30_000, 60_000), (50_000, 150_000), (150_000, 300_000))
_DISKS = ((0, 0), (1_000, 2_000), (1_000, 30_000))


def draw_scenario(dice: Dice, smallest: int, largest: int, variant: tuple[str, ...]) -> Scenario:
    """A cluster of smallest to largest servers.

    Some networks double and lose much, some nothing. With batches of one or two entries and short windows, entries
    are committed that other settings would commit together with later ones; without the no-op, the last entry of an
    earlier term stays the last one for a while.
    """
    timeout = dice.pick(_TIMEOUTS)
    settings = Settings(
        seed=dice.below(2**32),
        election_timeout=timeout,
        heartbeat=timeout[0] // dice.pick((1, 2, 4)),
        latency=dice.pick(_LATENCIES),
        loss=dice.pick((0, 0, 300, 1_500)),
        duplicate=dice.pick((0, 500, 3_000)),
        fsync=dice.pick(_DISKS),
        noop=dice.happens(50),
        max_append_entries=dice.pick((1, 2, 64)),
        max_inflight=dice.pick((1, 2, 16)),
        timers=dice.pick(("auto", "auto", "manual")),
        variant=variant,
    )
    clients = [ClientStart(name, dice.happens(50), dice.pick((20_000, 100_000, 500_000))) for name in CLIENTS]
    return Scenario(tuple(range(1, dice.between(smallest, largest) + 1)), (), settings, (), tuple(clients))
