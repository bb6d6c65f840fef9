"""Interventions on the network: cutting, healing, partitioning, slowing."""

from dataclasses import dataclass

from raft_core.event import LinkChanged, LinkCut, LinkHealed, MessageDropped
from raft_core.ids import SERVER_NAMES, ServerId
from raft_core.sim.intervention.base import Intervention, Refusal, missing_server
from raft_core.sim.network import Link
from raft_core.sim.server import Flight
from raft_core.sim.world import MESSAGE, World
from raft_core.units import format_percent, format_range


@dataclass(slots=True, frozen=True)
class _OnLink(Intervention):
    """An intervention on a link: both directions, or only from source to target."""

    source: ServerId
    target: ServerId
    one_way: bool = False

    @property
    def link(self) -> str:
        """The link as it is written: S1-S2, or S1>S2."""
        return f"{SERVER_NAMES[self.source]}{'>' if self.one_way else '-'}{SERVER_NAMES[self.target]}"

    @property
    def directions(self) -> tuple[tuple[ServerId, ServerId], ...]:
        """The directions it concerns."""
        there, back = (self.source, self.target), (self.target, self.source)
        return (there,) if self.one_way else (there, back)

    def refusal(self, world: World) -> Refusal | None:
        return missing_server(world, self.source, self.target)


class CutLink(_OnLink):
    """Cut a link; what is in flight on it is lost."""

    @property
    def directive(self) -> str:
        return f"cut {self.link}"

    def carry_out(self, world: World) -> None:
        for source, target in self.directions:
            cut(world, source, target)


class HealLink(_OnLink):
    """Make a link whole again, with the cluster's own latency and loss."""

    @property
    def directive(self) -> str:
        return f"heal {self.link}"

    def carry_out(self, world: World) -> None:
        for source, target in self.directions:
            heal(world, source, target)


@dataclass(slots=True, frozen=True)
class HealEverything(Intervention):
    """Make every link whole again."""

    @property
    def directive(self) -> str:
        return "heal"

    def refusal(self, world: World) -> Refusal | None:
        return None

    def carry_out(self, world: World) -> None:
        for source, target in _directions(world):
            heal(world, source, target)


@dataclass(slots=True, frozen=True)
class Partition(Intervention):
    """Cut exactly the links between the groups, both ways; links inside a group are healed.

    A server that no group names keeps its links.
    """

    groups: tuple[tuple[ServerId, ...], ...]

    @property
    def directive(self) -> str:
        return "partition " + " | ".join(" ".join(SERVER_NAMES[server] for server in group) for group in self.groups)

    def refusal(self, world: World) -> Refusal | None:
        return missing_server(world, *[server for group in self.groups for server in group])

    def carry_out(self, world: World) -> None:
        side = {server: number for number, group in enumerate(self.groups) for server in group}
        for source, target in _directions(world):
            if source in side and target in side:
                if side[source] != side[target]:
                    cut(world, source, target)
                elif world.network.is_cut(source, target):
                    world.network = world.network.healing(source, target)
                    world.events.append(LinkHealed(source, target))


@dataclass(slots=True, frozen=True)
class Isolate(Intervention):
    """Cut a server off from every other, both ways."""

    server: ServerId

    @property
    def directive(self) -> str:
        return f"isolate {SERVER_NAMES[self.server]}"

    def refusal(self, world: World) -> Refusal | None:
        return missing_server(world, self.server)

    def carry_out(self, world: World) -> None:
        for source, target in _directions(world):
            if self.server in (source, target):
                cut(world, source, target)


@dataclass(slots=True, frozen=True)
class ChangeLink(_OnLink):
    """Give a link its own latency (microseconds), loss and duplication (hundredths of a percent); None leaves it."""

    latency: tuple[int, int] | None = None
    loss: int | None = None
    duplicate: int | None = None

    @property
    def directive(self) -> str:
        words = [f"link {self.link}"]
        if self.latency is not None:
            words.append(f"latency={format_range(self.latency)}")
        if self.loss is not None:
            words.append(f"loss={format_percent(self.loss)}")
        if self.duplicate is not None:
            words.append(f"duplicate={format_percent(self.duplicate)}")
        return " ".join(words)

    def carry_out(self, world: World) -> None:
        for source, target in self.directions:
            old = world.network.link(source, target) or Link()
            link = Link(
                old.latency if self.latency is None else self.latency,
                old.loss if self.loss is None else self.loss,
                old.duplicate if self.duplicate is None else self.duplicate,
            )
            world.network = world.network.changing(source, target, link)
            world.events.append(LinkChanged(source, target))


def cut(world: World, source: ServerId, target: ServerId) -> None:
    """Cut one direction, unless it is cut; messages in flight on it are lost."""
    if world.network.is_cut(source, target):
        return
    world.network = world.network.cutting(source, target)
    world.events.append(LinkCut(source, target))

    def travels(flight: object) -> bool:
        if not isinstance(flight, Flight):
            return False
        return flight.message.source == source and flight.message.target == target

    lost = [what for _, _, _, what in world.unschedule(lambda h: not (h[1] == MESSAGE and travels(h[3])))]
    lost.extend(flight for flight in world.held if travels(flight))
    world.held = [flight for flight in world.held if not travels(flight)]
    for flight in lost:
        if isinstance(flight, Flight):
            world.events.append(MessageDropped(flight.number, flight.message, "cut"))


def heal(world: World, source: ServerId, target: ServerId) -> None:
    """Give one direction back the cluster's own habits, unless it has them."""
    restored = world.network.restored(source, target)
    if restored != world.network:
        world.network = restored
        world.events.append(LinkHealed(source, target))


def _directions(world: World) -> list[tuple[ServerId, ServerId]]:
    members = [server.id for server in world.members()]
    return [(source, target) for source in members for target in members if source != target]
