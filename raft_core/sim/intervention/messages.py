"""Interventions on messages in flight: deliver, drop, duplicate, delay."""

from dataclasses import dataclass

from raft_core.event import MessageDelayed, MessageDropped
from raft_core.ids import SERVER_NAMES, ServerId
from raft_core.role import NEVER
from raft_core.sim.intervention.base import Intervention, Refusal, missing_server
from raft_core.sim.server import Flight
from raft_core.sim.step import Cause, arrive
from raft_core.sim.world import World
from raft_core.units import format_duration


@dataclass(slots=True, frozen=True)
class _OnMessage(Intervention):
    """An intervention on the oldest matching message of one direction, or on all. `type_name` "" matches any."""

    source: ServerId
    target: ServerId
    type_name: str = ""
    every: bool = False

    @property
    def which(self) -> str:
        """The messages as they are written: S1>S2 AppendEntries all."""
        words = [f"{SERVER_NAMES[self.source]}>{SERVER_NAMES[self.target]}"]
        words += [self.type_name] if self.type_name else []
        words += ["all"] if self.every else []
        return " ".join(words)

    def refusal(self, world: World) -> Refusal | None:
        missing = missing_server(world, self.source, self.target)
        if missing is None and not self.matching(world):
            kind = self.type_name or "message"
            source, target = SERVER_NAMES[self.source], SERVER_NAMES[self.target]
            return Refusal("no_such_message", f"no {kind} is in flight from {source} to {target}")
        return missing

    def matching(self, world: World) -> list[Flight]:
        """The messages it acts on, oldest first."""
        found = [
            flight
            for flight in world.flights()
            if flight.message.source == self.source
            and flight.message.target == self.target
            and self.type_name in ("", flight.message.type_name)
        ]
        return found if self.every else found[:1]


class DeliverMessage(_OnMessage):
    """Let a message arrive now."""

    @property
    def directive(self) -> str:
        return f"deliver {self.which}"

    def carry_out(self, world: World) -> Cause | None:
        cause = None
        for flight in self.matching(world):
            take_out(world, flight)
            cause = arrive(world, flight)
        return cause


class DropMessage(_OnMessage):
    """Lose a message."""

    @property
    def directive(self) -> str:
        return f"drop {self.which}"

    def carry_out(self, world: World) -> None:
        for flight in self.matching(world):
            take_out(world, flight)
            world.events.append(MessageDropped(flight.number, flight.message, "dropped"))


class DuplicateMessage(_OnMessage):
    """Put a copy of a message right behind it."""

    @property
    def directive(self) -> str:
        return f"duplicate {self.which}"

    def carry_out(self, world: World) -> None:
        for flight in self.matching(world):
            world.duplicate(flight, flight.deliver_at_us)


@dataclass(slots=True, frozen=True)
class DelayMessage(_OnMessage):
    """Let a message arrive later by some microseconds. A held message has no arrival time to move."""

    by_us: int = 0

    @property
    def directive(self) -> str:
        return f"delay {self.which} {format_duration(self.by_us)}"

    def refusal(self, world: World) -> Refusal | None:
        if world.settings.network == "manual":
            return Refusal("manual_network", "with network=manual a message waits until it is delivered by hand")
        return _OnMessage.refusal(self, world)

    def carry_out(self, world: World) -> None:
        for flight in self.matching(world):
            take_out(world, flight)
            world.launch(flight.arriving(flight.deliver_at_us + self.by_us))
            world.events.append(MessageDelayed(flight.number, flight.message, self.by_us))


def take_out(world: World, flight: Flight) -> None:
    """Remove a message from where it travels or waits."""
    if flight.deliver_at_us == NEVER:
        world.held = [other for other in world.held if other is not flight]
    else:
        world.unschedule(lambda happening: happening[3] is not flight)
