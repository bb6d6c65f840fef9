"""A run as its servers' lives and its messages' flights: what the forms that draw are made from.

The same as the browser's `views/spacetime/history.js`, so that a picture of the server is the lab's own.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from raft_core import event as happened
from raft_core.check import Checks
from raft_core.event import Event
from raft_core.export.words import answer, is_heartbeat, phrase
from raft_core.ids import SERVER_NAMES, ServerId
from raft_core.messages import AppendEntries, AppendEntriesReply, Message
from raft_core.role import NEVER
from raft_core.sim.step import BY_TIMER, Step
from raft_core.sim.world import World

CROWD: Final = 20
"""More events than so many in the time of a flight cannot be told apart on an axis of time."""

LOUD: Final = (
    happened.TermChanged,
    happened.RoleChanged,
    happened.SteppedDown,
    happened.EntriesRejected,
    happened.EntriesTruncated,
)
"""What makes a heartbeat worth showing."""


@dataclass(slots=True)
class Span:
    """A stretch of a life in which a server looked the same. `until` is None while it still does."""

    since: "Mark"
    until: "Mark | None"
    look: tuple[str, int, bool, bool]

    @property
    def role(self) -> str:
        """Its role, or down."""
        return self.look[0] if self.look[2] else "down"

    @property
    def term(self) -> int:
        """Its term."""
        return self.look[1]

    @property
    def paused(self) -> bool:
        """Whether its process stands still."""
        return self.look[3]


@dataclass(slots=True)
class Mark:
    """Something at a moment of a life; `number` is a term or an index."""

    position: int
    time_us: int
    number: int = 0


@dataclass(slots=True)
class Life:
    """One server from its beginning on. `commits` are what it committed as a leader."""

    server: ServerId
    spans: list[Span]
    terms: list[Mark] = field(default_factory=list)
    crashes: list[Mark] = field(default_factory=list)
    restarts: list[Mark] = field(default_factory=list)
    commits: list[Mark] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The server's name."""
        return SERVER_NAMES[self.server]


@dataclass(slots=True)
class Flight:
    """A message on its way; `quiet` says that it is a heartbeat, or the answer to one, that changed nothing."""

    number: int
    message: Message
    look: str
    sent: Mark
    received: Mark | None = None
    lost: Mark | None = None
    due_us: int | None = None
    quiet: bool = False


@dataclass(slots=True)
class Happening:
    """What one server took part in at one step."""

    mark: Mark
    server: ServerId
    cause: str
    received: list[Flight] = field(default_factory=list)
    sent: list[Flight] = field(default_factory=list)
    says: list[str] = field(default_factory=list)


@dataclass(slots=True)
class History:
    """A run, gathered step by step; `observe` sees the initial world, then the world after every step."""

    lives: dict[ServerId, Life] = field(default_factory=dict)
    flights: list[Flight] = field(default_factory=list)
    happenings: list[Happening] = field(default_factory=list)
    interesting: list[Mark] = field(default_factory=list)
    last: Mark = field(default_factory=lambda: Mark(0, 0))
    latency_us: int = 0
    _by_number: dict[int, Flight] = field(default_factory=dict)
    _world: World | None = None

    def observe(self, world: World, checks: Checks, step: Step | None) -> None:
        """Take in a step."""
        self._world = world
        if step is None:
            self.latency_us = max(1, sum(world.settings.latency) // 2)
        for server in world.members():
            role, term = server.node.role_name, server.node.current_term
            self._live(server.id, (role, term, server.up, server.paused), world)
        self.last = Mark(world.position, max(self.last.time_us, world.time_us))
        if step is not None:
            self._take(step)

    def end(self, time_us: int) -> None:
        """Nothing comes after this time; what is in flight still has a time at which it would arrive."""
        self.last = Mark(self.last.position, max(self.last.time_us, time_us))
        for flight in self._world.flights() if self._world is not None else ():
            known = self._by_number.get(flight.number)
            if known is not None and flight.deliver_at_us != NEVER:
                known.due_us = flight.deliver_at_us

    @property
    def is_timeless(self) -> bool:
        """Whether everything happened at nearly one instant, as when messages are moved by hand."""
        return self.last.time_us * CROWD < self.last.position * self.latency_us

    def when(self, mark: Mark) -> int:
        """The time to draw something at. A run without time has its events for a clock, one each latency."""
        return mark.position * self.latency_us if self.is_timeless else mark.time_us

    def _live(self, server: ServerId, look: tuple[str, int, bool, bool], world: World) -> None:
        life = self.lives.get(server)
        mark = Mark(world.position, world.time_us)
        if life is None:
            self.lives[server] = Life(server, [Span(mark, None, look)])
            return
        last = life.spans[-1]
        if last.look == look:
            return
        if look[1] != last.look[1]:
            life.terms.append(Mark(world.position, world.time_us, look[1]))
        if last.look[2] and not look[2]:
            life.crashes.append(mark)
        if look[2] and not last.look[2]:
            life.restarts.append(mark)
        last.until = mark
        life.spans.append(Span(mark, None, look))

    def _take(self, step: Step) -> None:
        mark = Mark(step.position, step.time_us)
        if step.interesting:
            self.interesting.append(mark)
        at: dict[ServerId, Happening] = {}

        def place(server: ServerId) -> Happening:
            if server not in at:
                at[server] = Happening(mark, server, step.cause.says)
                self.happenings.append(at[server])
            return at[server]

        arrived: list[Flight] = []
        sent: list[Flight] = []
        for event in step.events:
            if isinstance(event, happened.MessageDelivered):
                flight = self._by_number[event.number]
                flight.received = mark
                arrived.append(flight)
                place(event.message.target).received.append(flight)
            elif isinstance(event, happened.MessageSent):
                flight = self._depart(event.number, event.message, mark)
                sent.append(flight)
                place(event.message.source).sent.append(flight)
            else:
                self._take_event(event, mark, place)
        _hush(step, arrived, sent)

    def _take_event(self, event: Event, mark: Mark, place: Callable[[ServerId], Happening]) -> None:
        if isinstance(event, happened.MessageDuplicated):
            # A copy travels from where and when the original left.
            self._depart(event.copy, event.message, self._by_number[event.number].sent)
        elif isinstance(event, happened.MessageDropped):
            self._by_number[event.number].lost = mark
        says = phrase(event)
        server = getattr(event, "server", 0)
        if says is not None and server:
            place(server).says.append(says)
        if isinstance(event, happened.CommitAdvanced) and self.lives[event.server].spans[-1].role == "leader":
            self.lives[event.server].commits.append(Mark(mark.position, mark.time_us, event.new))

    def _depart(self, number: int, message: Message, mark: Mark) -> Flight:
        flight = Flight(number, message, look_of(message), mark, quiet=is_heartbeat(message))
        self.flights.append(flight)
        self._by_number[number] = flight
        return flight


def look_of(message: Message) -> str:
    """The class of a message: what it is, or what it answers."""
    yes = "no" if answer(message) is False else "ok"
    names = {
        "PreVote": "pv",
        "PreVoteReply": f"pv rv-{yes}",
        "RequestVote": "rv",
        "RequestVoteReply": f"rv-{yes}",
        "AppendEntries": "hb" if is_heartbeat(message) else "ae",
        "AppendEntriesReply": f"ae-{yes}",
        "InstallSnapshot": "is",
        "InstallSnapshotReply": f"is-{yes}",
        "ReadIndexReply": f"ae-{yes}",
    }
    return names.get(message.type_name, "tn")


def _hush(step: Step, arrived: list[Flight], sent: list[Flight]) -> None:
    """Tell the heartbeats that changed something, and find the answers to the others."""
    if step.cause.kind != BY_TIMER:
        for flight in sent:
            if flight.quiet and flight.lost is not None and isinstance(flight.message, AppendEntries):
                flight.quiet = False
    if not arrived or not all(flight.quiet for flight in arrived):
        return
    if any(isinstance(event, LOUD) for event in step.events):
        for flight in arrived:
            flight.quiet = False
        return
    for flight in sent:
        if isinstance(flight.message, AppendEntriesReply):
            flight.quiet = True
