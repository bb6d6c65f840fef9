"""Client operations."""

from dataclasses import dataclass

from raft_core.ids import NOBODY, SERVER_NAMES, ServerId
from raft_core.machine import Command
from raft_core.sim.client import Client, Operation
from raft_core.sim.clients import invoke
from raft_core.sim.intervention.base import Intervention, Refusal, missing_server
from raft_core.sim.settings import CLIENT_TIMEOUT_US
from raft_core.sim.world import World
from raft_core.units import quoted

MAX_CLIENTS = 1_000


@dataclass(slots=True, frozen=True)
class InvokeClient(Intervention):
    """A client issues put, append, delete, cas or get; `read` is index, lease, log or local for a get.

    `to` fixes the server.
    """

    client: str
    op: str
    key: str
    value: str | None = None
    expected: str | None = None
    read: str | None = None
    to: ServerId = NOBODY

    @property
    def directive(self) -> str:
        words = [quoted(word) for word in (self.key, self.expected, self.value) if word is not None]
        words += [f"read={self.read}"] if self.read else []
        words += [f"to={SERVER_NAMES[self.to]}"] if self.to else []
        return " ".join(["client", self.client, self.op, *words])

    def refusal(self, world: World) -> Refusal | None:
        client = world.clients.get(self.client)
        if client is not None and client.pending is not None:
            words = client.pending.command.words
            return Refusal("operation_pending", f"{self.client} still waits for the answer to {words}", "8")
        if client is None and len(world.clients) >= MAX_CLIENTS:
            return Refusal("too_many_clients", f"there are {MAX_CLIENTS} clients already")
        if self.read == "lease" and not world.settings.leader_stickiness:
            says = "leases rest on servers that keep their leader; say leader_stickiness=on"
            return Refusal("no_stickiness", says, "diss. 6.4.1")
        return missing_server(world, self.to) if self.to else None

    def carry_out(self, world: World) -> None:
        if self.client not in world.clients:
            add_client(world, self.client)
        client = world.own_client(self.client)
        client.serial_number += 1
        command = Command(self.op, self.key, self.value, self.expected, self.client, client.serial_number)
        invoke(world, client, Operation(command, self.read, self.to, world.time_us))


def add_client(world: World, name: str, retry: bool = True, timeout_us: int | None = None) -> None:
    """A new client; without a timeout it takes the one that goes with the cluster's timing."""
    if timeout_us is None:
        timeout_us = CLIENT_TIMEOUT_US[world.settings.timing]
    world.add_client(Client(name, retry, timeout_us))
