"""Bounded liveness (5.6, dissertation 9): when nothing stands in the way any more, the cluster gets on in time.

Nobody can promise progress in an asynchronous network (Fischer, Lynch and Paterson, 1985). So each property has a
premise: calm, that is a group with a majority of the voters whose servers run, hear each other within the latency of
the settings, and are left alone. While it holds, what has to happen must happen within a bound. The verdicts are held,
violated, and premise never held; never "proved".
"""

from collections.abc import Iterable
from typing import Final

from raft_core.check.finding import Findings
from raft_core.configuration import Configuration
from raft_core.event import (
    ClockChanged,
    ConfigurationAppended,
    ConfigurationRestored,
    DiskChanged,
    DiskWiped,
    LinkChanged,
    LinkCut,
    LinkHealed,
    MessageDelayed,
    MessageDropped,
    ServerCrashed,
    ServerPaused,
    ServerRestarted,
    ServerResumed,
    SettingChanged,
)
from raft_core.ids import ServerId, server_names
from raft_core.quorum import majority
from raft_core.role import LEADER, NEVER
from raft_core.sim.settings import Settings
from raft_core.sim.step import BY_INTERVENTION, Step
from raft_core.sim.world import World

PREMISE_NEVER_HELD: Final = "premise never held"
HELD: Final = "held"
VIOLATED: Final = "violated"

ROUNDS: Final = 30
"""Split votes in a row that are put up with. Of 400 first elections at the slowest network that counts as quick, with 2
to 9 servers, 99 in 100 took fewer than 2.5 of these rounds and none took four, so bad luck never takes thirty."""

BROADCASTS: Final = 3
"""How many times quicker than the shortest election timeout a message and its write have to be. The paper asks for an
order of magnitude (5.6), to elect quickly; three times is enough to elect at all, and all presets have that."""

_DISTURBING: Final = frozenset(
    {
        ClockChanged,
        ConfigurationAppended,
        ConfigurationRestored,
        DiskChanged,
        DiskWiped,
        LinkChanged,
        LinkCut,
        LinkHealed,
        MessageDelayed,
        MessageDropped,
        ServerCrashed,
        ServerPaused,
        ServerRestarted,
        ServerResumed,
        SettingChanged,
    }
)


def election_bound_us(settings: Settings) -> int:
    """How long a calm group may be without a leader."""
    return ROUNDS * (2 * settings.election_timeout[1] + 4 * settings.latency[1] + settings.fsync[1])


def commit_bound_us(settings: Settings, behind: int) -> int:
    """How long an entry may stay uncommitted, or unapplied by a member, when a log is so many entries behind."""
    round_trip = 2 * settings.latency[1] + 2 * settings.fsync[1]
    rounds = 8 + behind // settings.max_append_entries + behind // max(1, settings.snapshot_chunk)
    return rounds * (round_trip + settings.heartbeat) + 3 * settings.heartbeat


class Liveness:
    """Watches L-1 (a leader), L-2 (commits and applies), L-3 (a leader where only some reach a majority)."""

    __slots__ = (
        "_calm_since_us",
        "_findings",
        "_leaderless_since_us",
        "_look_at_us",
        "_members",
        "_oldest",
        "_partial",
        "verdicts",
    )

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self.verdicts = {"L-1": PREMISE_NEVER_HELD, "L-2": PREMISE_NEVER_HELD, "L-3": PREMISE_NEVER_HELD}
        self._calm_since_us = NEVER
        self._leaderless_since_us = NEVER
        self._look_at_us = 0
        self._members: frozenset[ServerId] = frozenset()
        self._partial = False
        # The leader's first uncommitted entry: (leader, index, when it was first seen so).
        self._oldest = (0, 0, 0)

    def copy(self, findings: Findings) -> "Liveness":
        """A watcher that knows the same and goes its own way."""
        twin = Liveness(findings)
        twin.verdicts = self.verdicts.copy()
        twin._calm_since_us = self._calm_since_us
        twin._leaderless_since_us = self._leaderless_since_us
        twin._look_at_us = self._look_at_us
        twin._members = self._members
        twin._partial = self._partial
        twin._oldest = self._oldest
        return twin

    def begin(self, world: World) -> None:
        """Look at a world at position 0."""
        self._look_around(world)

    def fold(self, world: World, step: Step) -> None:
        """Look at a step: what disturbs begins the wait anew, and time that passes ends it."""
        if step.cause.kind == BY_INTERVENTION or any(type(event) in _DISTURBING for event in step.events):
            self._look_around(world)
        elif world.time_us >= self._look_at_us and self._calm_since_us != NEVER:
            # Once a heartbeat is often enough, and costs little.
            self._look_at_us = world.time_us + world.settings.heartbeat
            self._wait(world)

    def _look_around(self, world: World) -> None:
        """Is it calm from here on, and for whom?"""
        self._calm_since_us = NEVER
        self._oldest = (0, 0, 0)
        settings = world.settings
        if not _is_quick(settings) or any(server.clock_percent != 100 for server in world.members()):
            return
        members = _group(world)
        self._partial = not members
        if not members and settings.pre_vote and settings.check_quorum:
            members = _reachable(world)
        if not members or not _is_left_alone(world, members):
            return
        self._members = members
        self._calm_since_us = self._leaderless_since_us = world.time_us

    def _wait(self, world: World) -> None:
        chief = self._leader(world)
        if chief is None:
            if self._leaderless_since_us == NEVER:
                self._leaderless_since_us = world.time_us
            waited, bound = world.time_us - self._leaderless_since_us, election_bound_us(world.settings)
            if waited > bound:
                name = "L-3" if self._partial else "L-1"
                self._break(world, name, f"had no leader for {waited // 1000} ms; {bound // 1000} ms are enough")
            return
        self._leaderless_since_us = NEVER
        self._hold("L-3" if self._partial else "L-1")
        if not self._partial:
            self._watch_log(world, chief)

    def _leader(self, world: World) -> ServerId | None:
        best, term = None, -1
        for member in self._members:
            server = world.servers[member]
            if server is not None and server.node.role.kind == LEADER and server.node.current_term > term:
                best, term = member, server.node.current_term
        return best

    def _watch_log(self, world: World, chief: ServerId) -> None:
        """The first entry of the leader's own term that a member has not applied: how long has it been the first?"""
        node = world.server(chief).node
        least = min(self._applied(world, member, node.commit_index) for member in self._members)
        waits_for = min(node.commit_index, least) + 1
        if waits_for > node.log.last_index or node.log.last_term != node.current_term:
            if node.log.last_term == node.current_term:
                self._hold("L-2")
            self._oldest = (0, 0, 0)
            return
        leader, index, since_us = self._oldest
        if (leader, index) != (chief, waits_for):
            self._oldest = (chief, waits_for, world.time_us)
            return
        bound = commit_bound_us(world.settings, node.log.last_index - least)
        if world.time_us - since_us > bound:
            says = f"did not all apply index {index} within {bound // 1000} ms of the leader's having it"
            self._break(world, "L-2", says)

    def _applied(self, world: World, member: ServerId, otherwise: int) -> int:
        server = world.servers[member]
        if server is None or not server.up or member not in _members_of(world, member):
            return otherwise
        return server.node.last_applied

    def _hold(self, name: str) -> None:
        if self.verdicts[name] == PREMISE_NEVER_HELD:
            self.verdicts[name] = HELD

    def _break(self, world: World, name: str, says: str) -> None:
        if self.verdicts[name] != VIOLATED:
            self.verdicts[name] = VIOLATED
            since = self._calm_since_us / 1_000_000
            who = server_names(sorted(self._members))
            self._findings.report(
                world,
                "liveness",
                tuple(sorted(self._members)),
                f"{name}: left alone since {since:.3f} s, {who} {says}.",
            )


def _is_quick(settings: Settings) -> bool:
    """Whether the timing requirement of 5.6 is met, and time is not moved by hand."""
    low, high = settings.election_timeout
    latency = settings.latency[1]
    return (
        settings.timers == "auto"
        and settings.network == "auto"
        and not settings.loss
        and (latency + settings.fsync[1]) * BROADCASTS <= low
        and high - low >= 4 * latency
        and settings.heartbeat + latency + settings.fsync[1] <= low
    )


def _in_force(world: World) -> Configuration | None:
    """The configuration that everybody who runs agrees on; None while they do not."""
    known = {
        server.node.configuration for server in world.members() if server.runs and server.node.configuration.members
    }
    return known.pop() if len(known) == 1 else None


def _members_of(world: World, member: ServerId) -> tuple[ServerId, ...]:
    return world.server(member).node.configuration.members


def _group(world: World) -> frozenset[ServerId]:
    """The running members, if all of them reach each other and they are enough; else a part that does."""
    configuration = _in_force(world)
    if configuration is None:
        return frozenset()
    running = [member for member in configuration.members if (server := world.servers[member]) and server.runs]
    for first in running:
        part = [other for other in running if other == first or _both_ways(world, first, other)]
        if _is_clique(world, part) and _is_enough(configuration, part):
            return frozenset(part)
    return frozenset()


def _reachable(world: World) -> frozenset[ServerId]:
    """The running members, if some server among them reaches a majority in both directions (L-3)."""
    configuration = _in_force(world)
    if configuration is None:
        return frozenset()
    running = [member for member in configuration.members if (server := world.servers[member]) and server.runs]
    for middle in running:
        near = [other for other in running if other == middle or _both_ways(world, middle, other)]
        if middle in configuration.voters and _is_enough(configuration, near):
            return frozenset(running)
    return frozenset()


def _both_ways(world: World, one: ServerId, other: ServerId) -> bool:
    network = world.network
    habits = network.link(one, other) or network.link(other, one)
    return not network.is_cut(one, other) and not network.is_cut(other, one) and habits is None


def _is_clique(world: World, part: list[ServerId]) -> bool:
    return all(_both_ways(world, one, other) for one in part for other in part if one < other)


def _is_enough(configuration: Configuration, part: Iterable[ServerId]) -> bool:
    present = set(part)
    return all(len(present.intersection(voters)) >= majority(len(voters)) for voters in configuration.majorities)


def _is_left_alone(world: World, members: frozenset[ServerId]) -> bool:
    """Whether nobody else who runs can reach into the group, or the group would not listen (dissertation 4.2.3)."""
    if world.settings.pre_vote and world.settings.leader_stickiness:
        return True
    outside = [server.id for server in world.members() if server.runs and server.id not in members]
    return all(world.network.is_cut(other, member) for other in outside for member in members)
