"""An observed run: a world for each line of a log, and the checkers that watched it go by."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from raft_core import event as happened
from raft_core.check import Checks, Finding
from raft_core.configuration import Configuration
from raft_core.ids import NOBODY, ServerId
from raft_core.log import Log
from raft_core.node import Durable, Node
from raft_core.observe.entries import Entries
from raft_core.observe.observation import Letter, Observation, ObservedLog
from raft_core.observe.post import Post, message_of
from raft_core.observe.reaction import Reaction
from raft_core.role import NEVER
from raft_core.rules import RAFT
from raft_core.sim.server import Flight, Server
from raft_core.sim.settings import Settings
from raft_core.sim.step import BY_MESSAGE, START, Cause, Step
from raft_core.sim.world import MESSAGE, World
from raft_core.snapshot import Snapshot

JUDGED: Final = (
    "election_safety",
    "leader_append_only",
    "log_matching",
    "leader_completeness",
    "state_machine_safety",
    "leader_term",
    "one_vote_per_term",
    "commit_backing",
    "own_term_commit",
    "monotonic_commit",
    "monotonic_term",
    "apply_order",
)
"""What a log is checked for. Durability, leases, clients and time would need what no log tells."""
LINE_US: Final = 1_000
"""A log without times passes at a line a millisecond."""
SERVERS: Final = frozenset(f"S{number}" for number in range(1, 10))


@dataclass(slots=True, frozen=True)
class Line:
    """What stands behind a step: its line of the log."""

    number: int

    @property
    def directive(self) -> str:
        """What a cause says."""
        return f"line {self.number}"


@dataclass(slots=True, frozen=True)
class Seen:
    """One line, after it happened."""

    world: World
    step: Step
    found: list[Finding]
    line: Observation


class Observed:
    """A run as its log tells it. `play` goes through it once; Raises LogError where a line contradicts those before."""

    def __init__(self, log: ObservedLog) -> None:
        self.form = log.form
        self.lines = log.lines
        self.servers = _numbers(log.nodes)
        self.findings: list[Finding] = []
        self.judged = tuple(name for name in JUDGED if name not in log.skips)
        self._times = _times(log.lines)
        self._post = Post(log.lines)
        self._entries = Entries()
        self._tells_applied = {line.node for line in log.lines if line.applied is not None}
        self._executes = not any(line.snapshot for line in log.lines)
        self._flights: dict[int, Flight] = {}
        voters = Configuration(tuple(self.servers[name] for name in log.voters or log.nodes))
        self.start = World(Settings(timers="manual", fsync=(0, 0)), lambda _: RAFT)
        for number in self.servers.values():
            disk = Durable(0, NOBODY, Log(), Snapshot.beginning(voters))
            self.start.servers[number] = Server(Node(number, disk), up=True)
        self._silent = {line.node for line in log.lines}

    @property
    def now_us(self) -> int:
        """The time of the last line."""
        return self._times[-1]

    def named(self, text: str) -> str:
        """A sentence with the names that the log itself has for its nodes."""
        names = {f"S{number}": name for name, number in self.servers.items()}
        words = []
        for word in text.split(" "):
            bare = word.rstrip(".,:;")
            stem = bare.removesuffix("'s")
            words.append(names[stem] + word[len(stem) :] if stem in names else word)
        return " ".join(words)

    def play(self) -> Iterator[Seen]:
        """Every line in order, with the world after it and what it broke."""
        world = self.start
        checks = Checks(world)
        for position, line in enumerate(self.lines, 1):
            world = world.copy()
            world.position, world.time_us = position, self._times[position - 1]
            before = len(checks.findings)
            step = self._step(world, line, checks)
            found = [finding for finding in checks.findings[before:] if finding.property in self.judged]
            self.findings += found
            yield Seen(world, step, found, line)

    def _step(self, world: World, line: Observation, checks: Checks) -> Step:
        """Let a world become what a line says, under the eyes of the checkers."""
        server = world.own(self.servers[line.node])
        cause = Cause(START, server.id, 0, intervention=Line(line.line))
        vote = None if line.vote is None else self.servers.get(line.vote, NOBODY)
        reaction = Reaction(server, line, vote, world.time_us)
        reaction.events = world.events
        arrived = [self._receive(world, letter) for letter in line.received]
        if arrived:
            cause = Cause(BY_MESSAGE, server.id, arrived[0].sent_at_position, arrived[0].number, arrived[0])
        if line.node in self._silent:
            self._silent.discard(line.node)
            line.starts = False  # the first line of a node is its beginning, and no crash came before
        reaction.restart()
        # Checkers look at the world after a step. Who crashes and prints what it found on its disk took two of them.
        checks.fold(world, Step(world.position, world.time_us, cause, world.events[:]))
        looked_at = len(world.events)
        reaction.term()
        for letter in line.received:
            self._note(reaction, letter)
        reaction.role()
        reaction.snapshot()
        reaction.log(self._entries)
        reaction.commit()
        reaction.apply(tells=line.node in self._tells_applied, executes=self._executes)
        reaction.persist()
        for letter in line.sent:
            self._send(world, letter, reaction.node)
        checks.fold(world, Step(world.position, world.time_us, cause, world.events[looked_at:]))
        return Step(world.position, world.time_us, cause, world.events)

    def _note(self, reaction: Reaction, letter: Letter) -> None:
        """What a node learns from a message beside what its line says: who leads, and whose vote it has."""
        node, source = reaction.node, self.servers[letter.source]
        origin = self._post.origin(letter)
        term = letter.term if letter.term is not None else (origin.term if origin is not None else None)
        is_current = term is None or term == node.current_term
        if letter.type in ("AppendEntries", "InstallSnapshot") and is_current:
            node.leader_id = source
        if letter.type == "RequestVoteReply" and is_current and origin is not None:
            accepted = letter.accepted if letter.accepted is not None else origin.accepted
            reaction.count(source, granted=accepted is not False)

    def _receive(self, world: World, letter: Letter) -> Flight:
        """Take a message out of the air; one that no line sent comes from nowhere."""
        origin = self._post.origin(letter)
        flight = self._flights.pop(id(origin), None)
        if flight is None:
            world.messages_sent += 1
            source, target = self.servers[letter.source], self.servers[letter.target]
            message = message_of(letter, source, target, world.server(source).node)
            flight = Flight(world.messages_sent, message, world.time_us, world.time_us, world.position)
        world.queue = [waiting for waiting in world.queue if waiting[3] is not flight]
        world.events.append(happened.MessageDelivered(flight.number, flight.message))
        return flight

    def _send(self, world: World, letter: Letter, sender: Node) -> None:
        """Put a message into the air until the line that receives it."""
        world.messages_sent += 1
        target = self.servers[letter.target]
        message = message_of(letter, sender.id, target, sender)
        way = self._post.way(letter)
        arrives_us = self._times[way.arrives_at - 1] if way.arrives_at is not None else NEVER
        flight = Flight(world.messages_sent, message, world.time_us, arrives_us, world.position)
        world.events.append(happened.MessageSent(flight.number, message))
        if way.is_lost:
            world.events.append(happened.MessageDropped(flight.number, message, "loss"))
        elif way.arrives_at is not None:
            self._flights[id(letter)] = flight
            world.queue = [*world.queue, (arrives_us, MESSAGE, flight.order, flight)]
        elif self._post.counts_arrivals:
            world.held = [*world.held, flight]


def _numbers(nodes: tuple[str, ...]) -> dict[str, ServerId]:
    """A number for each node: its own when all are S1 to S9, else in order."""
    if SERVERS.issuperset(nodes):
        return {name: int(name[1:]) for name in sorted(nodes)}
    return {name: number for number, name in enumerate(nodes, 1)}


def _times(lines: list[Observation]) -> list[int]:
    """When each line was, from 0 on; a millisecond apart where not all lines have a time."""
    if any(line.time_us is None for line in lines):
        return [position * LINE_US for position in range(1, len(lines) + 1)]
    first = min(line.time_us or 0 for line in lines)
    times: list[int] = []
    for line in lines:
        times.append(max((line.time_us or 0) - first, times[-1] if times else 0))
    return times
