"""The cluster a schedule plays with: its size, its network, its disks, its options, all drawn."""

from dataclasses import replace

from raft_core.explore.dice import Dice
from raft_core.sim.intervention import SetSetting
from raft_core.sim.settings import ClientStart, Scenario, Settings, format_setting

CLIENTS = ("c1", "c2", "c3")

_TIMES = ("election_timeout", "heartbeat", "latency", "fsync")
_OPTIONS = (
    *_TIMES,
    "loss",
    "duplicate",
    "pre_vote",
    "check_quorum",
    "leader_stickiness",
    "noop",
    "max_append_entries",
    "max_inflight",
    "parallel_disk",
    "snapshot_every",
    "snapshot_trailing",
    "snapshot_chunk",
    "clock_drift_bound",
    "network",
    "timers",
    "variant",
)
"""What is set in a cluster that is given."""

# The least election timeout, and how many times longer the longest is.
_TIMEOUT_US = 100_000
_SPREADS = (2, 2, 3, 4)
# Shares of that timeout, in percent: what a message takes, and a write. Where messages take long, elections collide.
_LATENCIES = ((1, 2), (1, 10), (5, 10), (1, 40), (1, 100))
_DISKS = ((0, 0), (1, 2), (1, 20))


def draw_scenario(dice: Dice, smallest: int, largest: int, variant: tuple[str, ...]) -> Scenario:
    """A cluster of smallest to largest servers.

    Some networks double and lose much, some nothing. With batches of one or two entries and short windows, entries
    are committed that other settings would commit together with later ones; without the no-op, the last entry of an
    earlier term stays the last one for a while.
    """
    settings = Settings(
        seed=dice.below(2**32),
        election_timeout=(_TIMEOUT_US, _TIMEOUT_US * dice.pick(_SPREADS)),
        heartbeat=_TIMEOUT_US // dice.pick((2, 4)),
        latency=_share(dice.pick(_LATENCIES)),
        loss=dice.pick((0, 0, 300, 1_500)),
        duplicate=dice.pick((0, 500, 3_000)),
        fsync=_share(dice.pick(_DISKS)),
        noop=dice.happens(50),
        max_append_entries=dice.pick((1, 2, 64)),
        max_inflight=dice.pick((1, 2, 16)),
        pre_vote=dice.happens(30),
        check_quorum=dice.happens(30),
        parallel_disk=dice.happens(80),
        snapshot_every=dice.pick((0, 0, 1, 3, 8)),
        snapshot_trailing=dice.pick((0, 0, 2)),
        snapshot_chunk=dice.pick((1, 2, 16)),
        timers=dice.pick(("auto", "auto", "manual")),
        variant=variant,
    )
    if settings.timers == "auto" and dice.happens(30):
        settings = replace(settings, leader_stickiness=True)
    clients = [ClientStart(name, dice.happens(50), dice.pick((20_000, 100_000, 500_000))) for name in CLIENTS]
    size = dice.between(smallest, largest)
    learners = (size + 1,) if dice.happens(10) else ()
    return Scenario(tuple(range(1, size + 1)), learners, settings, (), tuple(clients))


def preparations(given: Scenario, drawn: Scenario) -> list[SetSetting]:
    """What makes the options of a given cluster those that were drawn, one each, so that any can be left out.

    Times are stretched to the pace of the given cluster, so that people can watch it.
    """
    before, after = given.settings, _at_the_pace_of(given.settings, drawn.settings)
    pairs = [(key, format_setting(before, key), format_setting(after, key)) for key in reversed(_OPTIONS)]
    return [SetSetting(((key, wanted),)) for key, has, wanted in pairs if has != wanted]


def _at_the_pace_of(given: Settings, drawn: Settings) -> Settings:
    least_us = given.election_timeout[0]

    def stretched(time_us: int) -> int:
        return time_us * least_us // _TIMEOUT_US

    return replace(
        drawn,
        election_timeout=(least_us, stretched(drawn.election_timeout[1])),
        heartbeat=stretched(drawn.heartbeat),
        latency=(stretched(drawn.latency[0]), stretched(drawn.latency[1])),
        fsync=(stretched(drawn.fsync[0]), stretched(drawn.fsync[1])),
    )


def _share(percents: tuple[int, int]) -> tuple[int, int]:
    """Shares of the least election timeout, in microseconds."""
    return _TIMEOUT_US * percents[0] // 100, _TIMEOUT_US * percents[1] // 100
