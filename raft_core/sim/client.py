"""A client (8, dissertation 6.3): finds the leader, follows redirects, retries with the same serial number."""

from typing import Final

from raft_core.ids import NOBODY, ServerId
from raft_core.machine import Command, Result

RECENT: Final = 8


class Operation:
    """One operation of a client, from invocation to completion.

    `outcome` is pending, ok, refused (it did not happen) or timeout (nobody knows). `asked` lists the servers asked
    since the last pause; `attempt` numbers the requests, so that an old timer is recognized.
    """

    __slots__ = (
        "asked",
        "attempt",
        "attempt_at_position",
        "command",
        "completed_at_us",
        "index",
        "invoked_at_us",
        "outcome",
        "read",
        "redirects",
        "result",
        "retries",
        "server",
        "to",
    )

    def __init__(self, command: Command, read: str | None, to: ServerId, invoked_at_us: int) -> None:
        self.command = command
        self.read = read
        self.to = to
        self.invoked_at_us = invoked_at_us
        self.completed_at_us = -1
        self.outcome = "pending"
        self.result: Result = None
        self.index = 0
        self.server: ServerId = NOBODY
        self.redirects = 0
        self.retries = 0
        self.attempt = 0
        self.attempt_at_position = 0
        self.asked: tuple[ServerId, ...] = ()

    def copy(self) -> "Operation":
        """The same operation, apart."""
        twin = Operation(self.command, self.read, self.to, self.invoked_at_us)
        twin.completed_at_us = self.completed_at_us
        twin.outcome = self.outcome
        twin.result = self.result
        twin.index = self.index
        twin.server = self.server
        twin.redirects = self.redirects
        twin.retries = self.retries
        twin.attempt = self.attempt
        twin.attempt_at_position = self.attempt_at_position
        twin.asked = self.asked
        return twin


class Client:
    """A client process: at most one operation at a time, the leader it believes in, its last few operations."""

    __slots__ = ("leader", "name", "operation", "recent", "retry", "serial_number", "timeout_us")

    def __init__(self, name: str, retry: bool, timeout_us: int) -> None:
        self.name = name
        self.retry = retry
        self.timeout_us = timeout_us
        self.serial_number = 0
        self.leader: ServerId = NOBODY
        self.operation: Operation | None = None
        self.recent: tuple[Operation, ...] = ()

    def copy(self) -> "Client":
        """The same client, apart."""
        twin = Client(self.name, self.retry, self.timeout_us)
        twin.serial_number = self.serial_number
        twin.leader = self.leader
        twin.operation = self.operation.copy() if self.operation is not None else None
        twin.recent = self.recent
        return twin

    @property
    def pending(self) -> Operation | None:
        """The operation that waits for an answer, if any."""
        operation = self.operation
        return operation if operation is not None and operation.outcome == "pending" else None

    def complete(self, operation: Operation, outcome: str, result: Result, time_us: int) -> None:
        """End the operation."""
        operation.outcome = outcome
        operation.result = result
        operation.completed_at_us = time_us
        self.recent = (operation.copy(), *self.recent[: RECENT - 1])
