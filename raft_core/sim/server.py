"""A machine in the simulated world: a node together with its process, its clock and its disk."""

from raft_core.ids import ServerId
from raft_core.messages import Message
from raft_core.node import Node, Write
from raft_core.role import NEVER


class Flight:
    """A message on its way. `deliver_at_us` is NEVER while it is held (network=manual).

    `order` is its place among what arrives at one instant, or is held: that of its number, and a copy's right behind
    the original. Flights are shared between worlds and never change once they are under way.
    """

    __slots__ = ("deliver_at_us", "message", "number", "order", "sent_at_position", "sent_at_us")

    def __init__(
        self,
        number: int,
        message: Message,
        sent_at_us: int,
        deliver_at_us: int,
        sent_at_position: int,
        order: int = 0,
    ) -> None:
        self.number = number
        self.message = message
        self.sent_at_us = sent_at_us
        self.deliver_at_us = deliver_at_us
        self.sent_at_position = sent_at_position
        self.order = order or number << 32

    def arriving(self, deliver_at_us: int) -> "Flight":
        """The same message, with another time of arrival."""
        return Flight(self.number, self.message, self.sent_at_us, deliver_at_us, self.sent_at_position, self.order)

    def second(self, number: int, deliver_at_us: int) -> "Flight":
        """Another copy of the same message, under a number of its own."""
        order = self.order >> 32 << 32 | number
        return Flight(number, self.message, self.sent_at_us, deliver_at_us, self.sent_at_position, order)


class Server:
    """A node and what surrounds it. `sent` counts the messages sent to each other server, as keys for chance.

    The own clock shows `clock_anchor_local_us` at world time `clock_anchor_us` and runs at `clock_percent` of it.
    While the process is paused, `mailbox` gathers the messages that arrive, `requests` the clients that ask, and
    `finished` the writes that the disk completed.
    """

    __slots__ = (
        "clock_anchor_local_us",
        "clock_anchor_us",
        "clock_percent",
        "finished",
        "fsync",
        "mailbox",
        "node",
        "paused",
        "requests",
        "sent",
        "up",
        "wiped",
    )

    def __init__(self, node: Node, up: bool) -> None:
        self.node = node
        self.up = up
        self.paused = False
        self.wiped = False
        self.clock_percent = 100
        self.clock_anchor_us = 0
        self.clock_anchor_local_us = 0
        self.fsync: tuple[int, int] | None = None
        self.sent = [0] * 10
        self.mailbox: tuple[Flight, ...] = ()
        self.requests: tuple[str, ...] = ()
        self.finished: tuple[Write, ...] = ()

    def copy(self) -> "Server":
        """The same machine, apart."""
        twin = Server.__new__(Server)
        twin.node = self.node.copy()
        twin.up = self.up
        twin.paused = self.paused
        twin.wiped = self.wiped
        twin.clock_percent = self.clock_percent
        twin.clock_anchor_us = self.clock_anchor_us
        twin.clock_anchor_local_us = self.clock_anchor_local_us
        twin.fsync = self.fsync
        twin.sent = self.sent[:]
        twin.mailbox = self.mailbox
        twin.requests = self.requests
        twin.finished = self.finished
        return twin

    @property
    def id(self) -> ServerId:
        """The server's number."""
        return self.node.id

    @property
    def runs(self) -> bool:
        """Whether its process does anything at all."""
        return self.up and not self.paused

    def local_us(self, time_us: int) -> int:
        """What the own clock shows at a world time."""
        if self.clock_percent == 100:
            return self.clock_anchor_local_us + time_us - self.clock_anchor_us
        return self.clock_anchor_local_us + (time_us - self.clock_anchor_us) * self.clock_percent // 100

    def world_us(self, local_us: int) -> int:
        """The first world time at which the own clock shows `local_us`."""
        ahead = local_us - self.clock_anchor_local_us
        if self.clock_percent == 100:
            return self.clock_anchor_us + ahead
        return self.clock_anchor_us - (-ahead * 100 // self.clock_percent)

    def set_clock(self, percent: int, time_us: int) -> None:
        """Let the own clock run at another rate from now on."""
        self.clock_anchor_local_us = self.local_us(time_us)
        self.clock_anchor_us = time_us
        self.clock_percent = percent

    def due_us(self) -> int:
        """The world time at which the next of its timers runs out, or NEVER."""
        node = self.node
        deadline = node.heartbeat_deadline_us
        if deadline == NEVER:
            deadline = node.election_deadline_us
        elif NEVER < node.quorum_deadline_us < deadline:
            deadline = node.quorum_deadline_us
        if NEVER < node.transfer_deadline_us < deadline:
            deadline = node.transfer_deadline_us
        if deadline == NEVER or self.clock_percent != 100:
            return deadline if deadline == NEVER else self.world_us(deadline)
        return self.clock_anchor_us + deadline - self.clock_anchor_local_us
