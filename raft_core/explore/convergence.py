"""How every schedule ends: the faults are over, and the cluster has to get on again.

Bounded liveness (protocol: L-1, L-2): all members run and hear each other, no message is lost, and within a generous
bound there is a leader, it commits a new command, and all members agree. Servers outside of every configuration that
may still count are stopped, for nobody promises that they keep quiet (dissertation 4.2.3).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from raft_core.check import Checks
from raft_core.ids import ServerId
from raft_core.role import NEVER
from raft_core.script.predicate.view import converged, leader
from raft_core.sim.intervention import (
    ChangeClock,
    ChangeDisk,
    Crash,
    HealEverything,
    Intervention,
    InvokeClient,
    Restart,
    Resume,
    SetSetting,
    carry_out,
)
from raft_core.sim.step import Step, happen
from raft_core.sim.world import World
from raft_core.units import format_range

PATIENCE: Final = 40
"""The bound, in longest election timeouts: forty split votes in a row would take less than half of that."""

QUICK: Final = 20
"""How many messages fit into the shortest election timeout, at least."""

LEAST_US: Final = 5_000_000
LAST_CLIENT: Final = "c9"
LAST_KEY: Final = "last"


@dataclass(slots=True, frozen=True)
class Recovery:
    """Whether a cluster got on, or broke a property while it tried; and what was done to heal it and to ask it."""

    got_on: bool
    acts: tuple[tuple[Step, Intervention], ...]


def bound_us(world: World) -> int:
    """How long a healed cluster may take, in simulated microseconds."""
    return max(LEAST_US, PATIENCE * world.settings.election_timeout[1])


def healing(world: World, checks: Checks) -> Iterator[Intervention]:
    """What ends all faults, one after the other; ask only for the next one after the last was carried out."""
    yield HealEverything()
    members = members_that_count(world, checks)
    for server in world.members():
        if server.id not in members:
            if server.up:
                yield Crash(server.id)
            continue
        if not server.up:
            yield Restart(server.id)
        elif server.paused:
            yield Resume(server.id)
        if server.clock_percent != 100:
            yield ChangeClock(server.id, 100)
        if server.fsync is not None:
            yield ChangeDisk(server.id, world.settings.fsync)
    wanted = {"loss": "0%", "duplicate": "0%", "network": "auto", "timers": "auto"}
    settings = world.settings
    has = {"loss": "0%" if not settings.loss else "", "duplicate": "0%" if not settings.duplicate else ""}
    has |= {"network": settings.network, "timers": settings.timers}
    pairs = [(key, value) for key, value in wanted.items() if has[key] != value]
    if settings.latency[1] * QUICK > settings.election_timeout[0]:
        # Elections need messages that are much quicker than timeouts (5.6): that is the network's part.
        slowest_us = settings.election_timeout[0] // QUICK
        pairs.append(("latency", format_range((slowest_us // 2, slowest_us))))
    if pairs:
        yield SetSetting(tuple(pairs))


def members_that_count(world: World, checks: Checks) -> set[ServerId]:
    """The members of the configuration that was committed last, and of those that may yet be."""
    configurations = [checks.committed_configuration]
    for server in world.members():
        # At an index that is committed, another configuration than the committed one is on its way out.
        configurations += [later for index, later in server.node.configurations if index > checks.committed_index]
    return {member for configuration in configurations for member in configuration.members}


def recovers(world: World, checks: Checks) -> Recovery:
    """Heal, and see whether the cluster gets on, in place. Ends with the step that breaks a property, if one does."""
    found = len(checks.findings)
    acts: list[tuple[Step, Intervention]] = []

    def do(act: Intervention) -> None:
        if act.refusal(world) is None:
            step = carry_out(world, act, world.time_us)
            acts.append((step, act))
            checks.fold(world, step)

    for act in healing(world, checks):
        do(act)
    until_us = world.time_us + bound_us(world)
    asked_in_term = 0
    while len(checks.findings) == found:
        due_us = world.next_us()
        if due_us == NEVER or due_us > until_us:
            return Recovery(False, tuple(acts))
        step = happen(world)
        checks.fold(world, step)
        if not step.interesting and step.position % 8:
            continue
        chief = leader(world)
        term = world.server(chief).node.current_term if chief else 0
        # Without a no-op, only a command of its own tells a leader what is committed; so each leader is asked.
        if term > asked_in_term and not _waits(world):
            asked_in_term = term
            do(InvokeClient(LAST_CLIENT, "put", LAST_KEY, f"done in term {term}"))
        if term and term == asked_in_term and not _waits(world) and converged(world):
            break
    return Recovery(True, tuple(acts))


def _waits(world: World) -> bool:
    client = world.clients.get(LAST_CLIENT)
    return client is not None and client.pending is not None


def says(world: World) -> str:
    """What is wrong with a cluster that did not recover."""
    chief = leader(world)
    within = bound_us(world) // 1_000_000
    if not chief:
        return f"All faults were healed, and {within} s later there was no leader."
    return f"All faults were healed, and {within} s later S{chief} led, but the members did not agree."
