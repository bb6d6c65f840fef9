"""The whole simulated world at one position, and the means to change it.

Mutable inside, pure at the edge: whoever keeps worlds copies one and advances the copy. A copy shares every server and
client until it writes to it.
"""

from collections.abc import Callable
from heapq import heapify, heappop, heappush
from typing import Final, TypeAlias, TypeVar

from raft_core.event import Event, MessageDropped, MessageDuplicated, MessageSent, WriteStarted
from raft_core.explain import Verdict
from raft_core.ids import ServerId
from raft_core.messages import Message
from raft_core.node import Write
from raft_core.protocol import after_commit
from raft_core.protocol.durability import on_write_completed
from raft_core.role import LEADER, NEVER
from raft_core.rules import Rules
from raft_core.sim import chance
from raft_core.sim.client import Client
from raft_core.sim.network import Link, Network
from raft_core.sim.server import Flight, Server
from raft_core.sim.settings import Settings
from raft_core.transition import Answer, Options, Turn

X = TypeVar("X")

# The order of what happens at one instant.
WRITE: Final = 0
MESSAGE: Final = 1
CLIENT: Final = 2
TIMER: Final = 3

RulesFor: TypeAlias = Callable[[tuple[str, ...]], Rules]
"""Finds the rules for the names of variants; raises ValueError for an unknown one."""

Happening: TypeAlias = tuple[int, int, int, object]
"""(time_us, kind, id, what): the total order of events is (time, kind, id)."""


class World:
    """Servers, clients, network and everything that is due, at `position` and `time_us`.

    `events` and `verdicts` gather what the current step does; `verdicts` is None when nobody wants explanations.
    """

    __slots__ = (
        "_own_clients",
        "_own_servers",
        "alarms",
        "answers",
        "clients",
        "events",
        "held",
        "messages_sent",
        "network",
        "options",
        "position",
        "queue",
        "rules",
        "rules_for",
        "servers",
        "settings",
        "time_us",
        "verdicts",
    )

    def __init__(self, settings: Settings, rules_for: RulesFor) -> None:
        self.settings = settings
        self.options: Options = settings.options
        self.rules_for = rules_for
        self.rules: Rules = rules_for(settings.variant)
        self.position = 0
        self.time_us = 0
        self.servers: list[Server | None] = [None] * 10
        self.clients: dict[str, Client] = {}
        self.network = Network()
        self.queue: list[Happening] = []
        self.held: list[Flight] = []
        self.alarms = [NEVER] * 10
        self.messages_sent = 0
        self.events: list[Event] = []
        self.verdicts: list[Verdict] | None = None
        self.answers: list[Answer] = []
        self._own_servers = -1
        self._own_clients: set[str] | None = None

    def copy(self) -> "World":
        """A world in the same state that can advance without changing this one."""
        twin = World.__new__(World)
        twin.settings = self.settings
        twin.options = self.options
        twin.rules_for = self.rules_for
        twin.rules = self.rules
        twin.position = self.position
        twin.time_us = self.time_us
        twin.servers = self.servers[:]
        twin.clients = self.clients.copy()
        twin.network = self.network
        twin.queue = self.queue[:]
        twin.held = self.held[:]
        twin.alarms = self.alarms[:]
        twin.messages_sent = self.messages_sent
        twin.events = []
        twin.verdicts = None
        twin.answers = []
        twin._own_servers = 0
        twin._own_clients = set()
        return twin

    # Reading.

    def server(self, server: ServerId) -> Server:
        """A server for looking at. Raises KeyError when it does not exist."""
        found = self.servers[server]
        if found is None:
            raise KeyError(f"there is no S{server}")
        return found

    def members(self) -> list[Server]:
        """Every server that exists, by number."""
        return [server for server in self.servers if server is not None]

    def flights(self) -> list[Flight]:
        """The messages in flight, oldest first."""
        flying = [what for _, kind, _, what in self.queue if kind == MESSAGE and isinstance(what, Flight)]
        return sorted([*flying, *self.held], key=lambda flight: flight.order)

    def next_us(self) -> int:
        """When the next thing is due, or NEVER. Forgets timers that no longer mean anything."""
        queue = self.queue
        while queue:
            time_us, kind, who, what = queue[0]
            is_stale = kind == TIMER and self._is_stale_alarm(time_us, who)
            if not is_stale and not (kind == CLIENT and self._is_stale_client_timer(what)):
                return time_us
            heappop(queue)
        return NEVER

    # Writing.

    def own(self, server: ServerId) -> Server:
        """A server for changing. Raises KeyError when it does not exist."""
        found = self.servers[server]
        if found is None:
            raise KeyError(f"there is no S{server}")
        if not self._own_servers >> server & 1:
            found = found.copy()
            self.servers[server] = found
            self._own_servers |= 1 << server
        return found

    def own_client(self, name: str) -> Client:
        """A client for changing. Raises KeyError when it does not exist."""
        client = self.clients[name]
        if self._own_clients is not None and name not in self._own_clients:
            client = client.copy()
            self.clients[name] = client
            self._own_clients.add(name)
        return client

    def add_client(self, client: Client) -> None:
        """Let a client join."""
        self.clients[client.name] = client
        if self._own_clients is not None:
            self._own_clients.add(client.name)

    def change_settings(self, settings: Settings) -> None:
        """Go on under other settings; other variants bring other rules."""
        if settings.variant != self.settings.variant:
            self.rules = self.rules_for(settings.variant)
        self.settings = settings
        self.options = settings.options

    def schedule(self, time_us: int, kind: int, who: int, what: object) -> None:
        """Let something happen at a time."""
        heappush(self.queue, (time_us, kind, who, what))

    def unschedule(self, keep: Callable[[Happening], bool]) -> list[Happening]:
        """Take everything out of the queue that is not to be kept; returns what was taken, in order."""
        taken = sorted([happening for happening in self.queue if not keep(happening)], key=lambda h: h[:3])
        self.queue = [happening for happening in self.queue if keep(happening)]
        heapify(self.queue)
        return taken

    def is_settled(self) -> bool:
        """Whether no message is in flight and no write is on its way to a disk."""
        return not self.held and all(kind not in (WRITE, MESSAGE) for _, kind, _, _ in self.queue)

    def take_in_flight(self) -> Happening | None:
        """Take the first message or write out of the queue; None when only held messages are left."""
        flying = [happening for happening in self.queue if happening[1] in (WRITE, MESSAGE)]
        if not flying:
            return None
        first = min(flying, key=lambda happening: happening[:3])
        self.queue.remove(first)
        heapify(self.queue)
        return first

    def delay_timers(self, by_us: int) -> None:
        """Let every server's timers run out later by as much as their clocks advance in that time."""
        for server in self.members():
            node, local_us = self.own(server.id).node, by_us * server.clock_percent // 100
            if node.election_deadline_us != NEVER:
                node.election_deadline_us += local_us
            if node.heartbeat_deadline_us != NEVER:
                node.heartbeat_deadline_us += local_us
            if node.quorum_deadline_us != NEVER:
                node.quorum_deadline_us += local_us
            if node.transfer_deadline_us != NEVER:
                node.transfer_deadline_us += local_us

    def react(self, server: ServerId, handle: Callable[[Turn, X], None], input_: X) -> None:
        """Let a server react to something, and carry out what it asks for."""
        machine = self.own(server)
        turn = Turn(
            machine.node,
            self.rules,
            self.options,
            machine.local_us(self.time_us),
            self.position,
            self.events,
            self.verdicts,
        )
        handle(turn, input_)
        while turn.commit_advanced or machine.node.is_dirty:
            if turn.commit_advanced:
                turn.commit_advanced = False
                after_commit(turn)
            elif self._start_write(machine, write := turn.issue_write()):
                on_write_completed(turn, write)
        if turn.durable_sends:
            turn.release()
        for message in turn.sends:
            self.transmit(machine, message)
        if self.settings.timers == "manual":
            machine.node.stop_timers()
        else:
            if turn.timer_wanted and machine.node.role.kind != LEADER:
                self._draw_election_timeout(machine, turn)
            self.set_alarm(machine)
        if turn.answers:
            self.answers.extend(turn.answers)

    def transmit(self, source: Server, message: Message) -> None:
        """Put a message on its link: it may be cut, lost, or doubled (settings; link)."""
        self.messages_sent += 1
        settings, sender, target = self.settings, message.source, message.target
        count = source.sent[target] = source.sent[target] + 1
        flight = Flight(self.messages_sent, message, self.time_us, NEVER, self.position)
        self.events.append(MessageSent(flight.number, message))
        network = self.network
        link = None if network.is_plain else network.link(sender, target)
        key = sender * 10 + target
        loss = settings.loss if link is None or link.loss is None else link.loss
        if not network.is_plain and network.is_cut(sender, target):
            self.events.append(MessageDropped(flight.number, message, "cut"))
            return
        if loss and chance.happens(loss, settings.seed, chance.LOSS, key, count):
            self.events.append(MessageDropped(flight.number, message, "loss"))
            return
        arrival = self._arrival(link, key, chance.LATENCY, count)
        if arrival == NEVER:
            self.held.append(flight)
        else:
            flight.deliver_at_us = arrival
            heappush(self.queue, (arrival, MESSAGE, flight.order, flight))
        duplicate = settings.duplicate if link is None or link.duplicate is None else link.duplicate
        if duplicate and chance.happens(duplicate, settings.seed, chance.DUPLICATE, key, count):
            self.duplicate(flight, self._arrival(link, key, chance.DUPLICATE_LATENCY, count))

    def duplicate(self, flight: Flight, deliver_at_us: int) -> None:
        """Put a second copy of a message in flight, right behind it when it is held."""
        self.messages_sent += 1
        twin = flight.second(self.messages_sent, deliver_at_us)
        self.events.append(MessageDuplicated(flight.number, flight.message, twin.number))
        self.launch(twin)

    def launch(self, flight: Flight) -> None:
        """Let a message travel to its time of arrival, or hold it when it has none."""
        if flight.deliver_at_us == NEVER:
            self.held.append(flight)
            self.held.sort(key=lambda held: held.order)
        else:
            heappush(self.queue, (flight.deliver_at_us, MESSAGE, flight.order, flight))

    def switch_network(self) -> None:
        """Hold everything that is in flight, or let everything held arrive within the latency from now on."""
        if self.settings.network == "manual":
            for _, _, _, flight in self.unschedule(lambda happening: happening[1] != MESSAGE):
                if isinstance(flight, Flight):
                    self.launch(flight.arriving(NEVER))
            return
        held, self.held = self.held, []
        for flight in held:
            key = flight.message.source * 10 + flight.message.target
            link = self.network.link(flight.message.source, flight.message.target)
            self.launch(flight.arriving(self._arrival(link, key, chance.RELEASE, flight.number)))

    def _arrival(self, link: Link | None, key: int, purpose: int, count: int) -> int:
        """When a message sent now arrives; NEVER while the network waits for a hand."""
        if self.settings.network == "manual":
            return NEVER
        low, high = self.settings.latency if link is None or link.latency is None else link.latency
        return self.time_us + chance.between(low, high, self.settings.seed, purpose, key, count)

    def set_alarm(self, machine: Server) -> None:
        """See to it that the queue wakes the server when its next timer runs out."""
        if self.settings.timers == "manual" or not machine.up or machine.paused:
            return
        due, server = machine.due_us(), machine.node.id
        if due == NEVER:
            return
        alarm = self.alarms[server]
        # A later deadline needs no new alarm: the old one is moved when it goes off.
        if alarm == NEVER or due < alarm:
            due = max(due, self.time_us)
            self.alarms[server] = due
            heappush(self.queue, (due, TIMER, server, None))

    def _start_write(self, machine: Server, write: Write) -> bool:
        """Give a write to the disk. Whether it is durable at once: fsync=0us, and nothing before it is on its way."""
        low, high = self.settings.fsync if machine.fsync is None else machine.fsync
        server = machine.node.id
        duration = chance.between(low, high, self.settings.seed, chance.FSYNC, server, write.number)
        write.started_at_us = self.time_us
        write.done_at_us = self.time_us + duration
        writes = machine.node.writes
        if len(writes) > 1:
            write.done_at_us = max(write.done_at_us, writes[-2].done_at_us)
        elif not duration:
            return True
        self.events.append(WriteStarted(server, write.number))
        heappush(self.queue, (write.done_at_us, WRITE, server * 1_000_000_000 + write.number, (server, write)))
        return False

    def _draw_election_timeout(self, machine: Server, turn: Turn) -> None:
        node = machine.node
        node.timer_draws += 1
        low, high = self.rules.election_timeout.pick(node, self.settings.election_timeout)
        seed = self.settings.seed
        timeout = chance.between(low, high, seed, chance.ELECTION_TIMEOUT, node.id, node.timer_draws)
        node.election_deadline_us = turn.now_us + timeout
        node.timer_armed_at_us = turn.now_us
        node.timer_armed_at_position = self.position

    def _is_stale_alarm(self, time_us: int, server: ServerId) -> bool:
        if self.alarms[server] != time_us:
            return True
        machine = self.server(server)
        due = machine.due_us()
        if machine.runs and due != NEVER and due <= time_us and self.settings.timers != "manual":
            return False
        self.alarms[server] = NEVER
        self.set_alarm(machine)
        return True

    def _is_stale_client_timer(self, what: object) -> bool:
        if not isinstance(what, tuple):
            return False
        name, serial, attempt = what
        pending = self.clients[name].pending
        return pending is None or pending.command.serial_number != serial or pending.attempt != attempt
