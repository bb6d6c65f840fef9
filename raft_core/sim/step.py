"""One step of the world: the next thing that is due, or an intervention."""

from dataclasses import dataclass
from heapq import heappop
from typing import Final, Protocol

from raft_core.event import Event, MessageDelivered, MessageDropped, MessageWaiting
from raft_core.ids import NOBODY, SERVER_NAMES, ServerId
from raft_core.node import Node, Write
from raft_core.protocol import receive
from raft_core.protocol.durability import on_write_completed
from raft_core.protocol.office import on_heartbeat_timer, on_leader_timer
from raft_core.protocol.pre_votes import on_election_by_hand, on_election_timer
from raft_core.role import LEADER, NEVER
from raft_core.sim.clients import give_answers, on_client_timer
from raft_core.sim.server import Flight
from raft_core.sim.world import CLIENT, MESSAGE, TIMER, WRITE, Happening, World

CAUSE_KINDS: Final = ("start", "message", "timer", "write", "client", "intervention")
START: Final = 0
BY_MESSAGE: Final = 1
BY_TIMER: Final = 2
BY_WRITE: Final = 3
BY_CLIENT: Final = 4
BY_INTERVENTION: Final = 5


class HasDirective(Protocol):
    """What an intervention is to a cause: something that can be written down."""

    @property
    def directive(self) -> str:
        """Its line of Raft script."""


@dataclass(slots=True, eq=False)
class Cause:
    """Why a step happened. `position` is the step that sent the message, armed the timer or issued the write.

    `number` is the message's, or the write's; `timer` is election, heartbeat, check-quorum or transfer;
    `settled_from_us` is the time from which timers stood still (settle), else NEVER.
    """

    kind: int
    server: ServerId
    position: int
    number: int = 0
    flight: Flight | None = None
    timer: str = ""
    client: str = ""
    intervention: "HasDirective | None" = None
    who: str = ""
    settled_from_us: int = NEVER

    @property
    def says(self) -> str:
        """The cause as a sentence."""
        name = SERVER_NAMES[self.server]
        if self.flight is not None:
            message = self.flight.message
            source, target = SERVER_NAMES[message.source], SERVER_NAMES[message.target]
            return f"{message.type_name} from {source} arrived at {target}"
        if self.kind == BY_TIMER:
            return f"{name}'s {self.timer} timer ran out"
        if self.kind == BY_WRITE:
            return f"write {self.number} of {name} became durable"
        if self.kind == BY_CLIENT:
            return f"{self.client} waited long enough"
        return self.directive or "the beginning"

    @property
    def directive(self) -> str:
        """The intervention as a line of Raft script; "" for any other cause."""
        return self.intervention.directive if self.intervention is not None else ""


@dataclass(slots=True, eq=False)
class Step:
    """What one step did. `position` counts steps from 1; position 0 is the initial world."""

    position: int
    time_us: int
    cause: Cause
    events: list[Event]

    @property
    def is_settling(self) -> bool:
        """Whether timers stood still for it."""
        return self.cause.settled_from_us != NEVER

    @property
    def interesting(self) -> bool:
        """Whether any of its events is of a kind worth stopping at."""
        return any(event.interesting for event in self.events)


def advance(world: World) -> Step:
    """Let the next thing happen, in place. Raises IndexError when nothing is due (see World.next_us)."""
    if world.next_us() == NEVER:
        raise IndexError("nothing is due")
    return happen(world)


def happen(world: World) -> Step:
    """Carry out the front of the queue, which must be due (`World.next_us` says so)."""
    return _carry_out(world, heappop(world.queue))


def settle_one(world: World, now_us: int) -> Step:
    """Deliver or persist whatever is first in flight, while every server's timers stand still."""
    from_us = max(now_us, world.time_us)
    happening = world.take_in_flight()
    if happening is None:
        begin(world, from_us)
        flight = world.held.pop(0)
        step = finish(world, arrive(world, flight))
    else:
        if happening[0] > from_us:
            world.delay_timers(happening[0] - from_us)
        step = _carry_out(world, happening)
    step.cause.settled_from_us = from_us
    return step


def _carry_out(world: World, happening: Happening) -> Step:
    time_us, kind, who, what = happening
    begin(world, max(time_us, world.time_us))
    if kind == MESSAGE and isinstance(what, Flight):
        cause = arrive(world, what)
    elif kind == TIMER:
        cause = _timer(world, who)
    elif kind == WRITE and isinstance(what, tuple):
        cause = _written(world, what[0], what[1])
    elif kind == CLIENT and isinstance(what, tuple):
        name = what[0]
        pending = world.clients[name].pending
        cause = Cause(BY_CLIENT, NOBODY, pending.attempt_at_position if pending else 0, client=name)
        on_client_timer(world, name)
    else:
        raise TypeError(f"unknown happening of kind {kind}")
    return finish(world, cause)


def begin(world: World, time_us: int) -> None:
    """Start a step: the next position, at a time."""
    world.position += 1
    world.time_us = time_us
    world.events = []


def finish(world: World, cause: Cause) -> Step:
    """End a step: clients hear what servers answered."""
    if world.answers:
        give_answers(world)
    return Step(world.position, world.time_us, cause, world.events)


def arrive(world: World, flight: Flight) -> Cause:
    """A message reaches its target: a stopped one loses it, a paused one reads it later."""
    target = world.server(flight.message.target)
    cause = Cause(BY_MESSAGE, target.id, flight.sent_at_position, flight.number, flight)
    if not target.up:
        world.events.append(MessageDropped(flight.number, flight.message, "down"))
    elif target.paused:
        target = world.own(target.id)
        target.mailbox = (*target.mailbox, flight)
        world.events.append(MessageWaiting(flight.number, flight.message))
    else:
        world.events.append(MessageDelivered(flight.number, flight.message))
        world.react(target.id, receive, flight.message)
    return cause


def expire(world: World, server: ServerId) -> Cause:
    """A timer runs out by hand: a leader's heartbeat interval, else the election timeout."""
    node = world.server(server).node
    leads = node.role.kind == LEADER
    cause = Cause(BY_TIMER, server, node.timer_armed_at_position, timer="heartbeat" if leads else "election")
    world.react(server, on_heartbeat_timer if leads else on_election_by_hand, None)
    return cause


def _timer(world: World, server: ServerId) -> Cause:
    world.alarms[server] = NEVER
    machine = world.server(server)
    node = machine.node
    cause = Cause(
        BY_TIMER, server, node.timer_armed_at_position, timer=_timer_name(node, machine.local_us(world.time_us))
    )
    world.react(server, on_leader_timer if node.role.kind == LEADER else on_election_timer, None)
    return cause


def _timer_name(node: Node, now_us: int) -> str:
    """Which of a server's timers has run out; the order is the one in which a leader looks at them."""
    if node.role.kind != LEADER:
        return "election"
    if NEVER < node.transfer_deadline_us <= now_us:
        return "transfer"
    return "check-quorum" if NEVER < node.quorum_deadline_us <= now_us else "heartbeat"


def _written(world: World, server: ServerId, write: Write) -> Cause:
    if world.server(server).paused:
        # The data is safe; the process learns of it when it goes on.
        machine = world.own(server)
        machine.node.disk = write.state
        machine.finished = (*machine.finished, write)
    else:
        world.react(server, on_write_completed, write)
    return Cause(BY_WRITE, server, write.started_at_position, write.number)
