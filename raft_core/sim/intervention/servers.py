"""Interventions on one server: its process, its disk, its clock, its timers."""

from dataclasses import dataclass

from raft_core.configuration import Configuration
from raft_core.event import (
    ClockChanged,
    DiskChanged,
    DiskWiped,
    ServerCrashed,
    ServerPaused,
    ServerRestarted,
    ServerResumed,
)
from raft_core.ids import NOBODY, SERVER_NAMES, ServerId
from raft_core.log import Log
from raft_core.node import Durable, Node
from raft_core.protocol.durability import on_write_completed, restarted
from raft_core.role import LEADER, NEVER
from raft_core.sim.clients import deliver_request
from raft_core.sim.intervention.base import Intervention, Refusal, missing_server, not_running
from raft_core.sim.step import Cause, expire
from raft_core.sim.world import WRITE, World
from raft_core.snapshot import Snapshot
from raft_core.transition import Turn
from raft_core.units import format_range


@dataclass(slots=True, frozen=True)
class _OnServer(Intervention):
    """An intervention whose only field is a server."""

    server: ServerId

    @property
    def name(self) -> str:
        """The server's name."""
        return SERVER_NAMES[self.server]


class Crash(_OnServer):
    """Stop a server: it loses its volatile state and every write that is not durable yet."""

    @property
    def directive(self) -> str:
        return f"crash {self.name}"

    def refusal(self, world: World) -> Refusal | None:
        return missing_server(world, self.server) or _stopped(world, self.server)

    def carry_out(self, world: World) -> None:
        server = world.own(self.server)
        lost = max(0, server.node.log.last_index - server.node.durable_index)
        world.unschedule(lambda happening: not (happening[1] == WRITE and _is_for(happening[3], self.server)))
        world.alarms[self.server] = NEVER
        server.up = False
        server.paused = False
        server.mailbox, server.requests, server.finished = (), (), ()
        server.node = restarted(server.node, world.rules, world.verdicts)
        world.events.append(ServerCrashed(self.server, lost))


class Restart(_OnServer):
    """Start a stopped server from what its disk holds."""

    @property
    def directive(self) -> str:
        return f"restart {self.name}"

    def refusal(self, world: World) -> Refusal | None:
        missing = missing_server(world, self.server)
        if missing is None and world.server(self.server).up:
            return Refusal("already_up", f"{self.name} is up; only a stopped server can be restarted")
        return missing

    def carry_out(self, world: World) -> None:
        server = world.own(self.server)
        server.up = True
        server.wiped = False
        world.events.append(ServerRestarted(self.server))
        world.react(self.server, _wait_for_a_leader, None)


class Wipe(_OnServer):
    """Lose the disk of a stopped server, its configuration included."""

    @property
    def directive(self) -> str:
        return f"wipe {self.name}"

    def refusal(self, world: World) -> Refusal | None:
        missing = missing_server(world, self.server)
        if missing is None and world.server(self.server).up:
            return Refusal("still_up", f"{self.name} is up; stop it before its disk can be lost")
        return missing

    def carry_out(self, world: World) -> None:
        server = world.own(self.server)
        node = server.node
        server.wiped = True
        fresh = Node(node.id, Durable(0, NOBODY, Log(), Snapshot.beginning(Configuration(()))))
        fresh.timer_draws, fresh.writes_issued = node.timer_draws, node.writes_issued
        server.node = fresh
        world.events.append(DiskWiped(self.server))


class Pause(_OnServer):
    """Stall a server's process: nothing runs and nothing is lost."""

    @property
    def directive(self) -> str:
        return f"pause {self.name}"

    def refusal(self, world: World) -> Refusal | None:
        refusal = missing_server(world, self.server) or _stopped(world, self.server)
        if refusal is None and world.server(self.server).paused:
            return Refusal("already_paused", f"{self.name} is paused already")
        return refusal

    def carry_out(self, world: World) -> None:
        world.own(self.server).paused = True
        world.events.append(ServerPaused(self.server))


class Resume(_OnServer):
    """Let a stalled server go on: timers that ran out fire, what arrived is read."""

    @property
    def directive(self) -> str:
        return f"resume {self.name}"

    def refusal(self, world: World) -> Refusal | None:
        missing = missing_server(world, self.server)
        if missing is None and not world.server(self.server).paused:
            return Refusal("not_paused", f"{self.name} is not paused")
        return missing

    def carry_out(self, world: World) -> None:
        server = world.own(self.server)
        server.paused = False
        mailbox, server.mailbox = server.mailbox, ()
        requests, server.requests = server.requests, ()
        finished, server.finished = server.finished, ()
        world.events.append(ServerResumed(self.server))
        for write in finished:
            world.react(self.server, on_write_completed, write)
        for flight in mailbox:
            world.launch(flight.arriving(world.time_us))
        world.set_alarm(server)
        for name in requests:
            deliver_request(world, server, name)


class ExpireElectionTimer(_OnServer):
    """Let a server's election timer run out now."""

    @property
    def directive(self) -> str:
        return f"timeout {self.name}"

    def refusal(self, world: World) -> Refusal | None:
        refusal = missing_server(world, self.server) or not_running(world, self.server)
        if refusal is None and world.server(self.server).node.role.kind == LEADER:
            return Refusal("leads", f"{self.name} is the leader; it has no election timer", "5.2")
        return refusal

    def carry_out(self, world: World) -> Cause:
        return expire(world, self.server)


class ExpireHeartbeatTimer(_OnServer):
    """Let a leader's heartbeat interval end now."""

    @property
    def directive(self) -> str:
        return f"heartbeat {self.name}"

    def refusal(self, world: World) -> Refusal | None:
        refusal = missing_server(world, self.server) or not_running(world, self.server)
        if refusal is None and world.server(self.server).node.role.kind != LEADER:
            role = world.server(self.server).node.role_name
            return Refusal("does_not_lead", f"{self.name} is {role}; only a leader sends heartbeats", "5.2")
        return refusal

    def carry_out(self, world: World) -> Cause:
        return expire(world, self.server)


@dataclass(slots=True, frozen=True)
class ChangeDisk(Intervention):
    """Make a server's disk slower or faster: the time until a write is durable, in microseconds."""

    server: ServerId
    fsync: tuple[int, int]

    @property
    def directive(self) -> str:
        return f"disk {SERVER_NAMES[self.server]} fsync={format_range(self.fsync)}"

    def refusal(self, world: World) -> Refusal | None:
        return missing_server(world, self.server)

    def carry_out(self, world: World) -> None:
        world.own(self.server).fsync = self.fsync
        world.events.append(DiskChanged(self.server))


@dataclass(slots=True, frozen=True)
class ChangeClock(Intervention):
    """Let a server's clock run fast or slow: percent of real time."""

    server: ServerId
    percent: int

    @property
    def directive(self) -> str:
        whole, rest = divmod(self.percent, 100)
        return f"clock {SERVER_NAMES[self.server]} rate={f'{whole}.{rest:02}'.rstrip('0').rstrip('.')}"

    def refusal(self, world: World) -> Refusal | None:
        return missing_server(world, self.server)

    def carry_out(self, world: World) -> None:
        server = world.own(self.server)
        server.set_clock(self.percent, world.time_us)
        world.events.append(ClockChanged(self.server, self.percent))
        world.alarms[self.server] = NEVER
        world.set_alarm(server)


def _wait_for_a_leader(turn: Turn, _: None) -> None:
    turn.arm_election_timer()
    # It does not know whether it heard a leader just before it stopped; with leases, that leader relies on it (6.4.1).
    if turn.options.leader_stickiness:
        turn.node.leader_heard_at_us = turn.now_us


def _stopped(world: World, server: ServerId) -> Refusal | None:
    if world.server(server).up:
        return None
    return Refusal("not_running", f"{SERVER_NAMES[server]} is stopped already")


def _is_for(what: object, server: ServerId) -> bool:
    return isinstance(what, tuple) and what[0] == server
