"""What clients saw: operations with their intervals, and what each means to a single copy of the data."""

from typing import Final

from raft_core.machine import Command, Result

PENDING: Final = -1
"""The completion of an operation whose outcome nobody knows: it may take effect at any time from now on, or never."""


class Call:
    """One operation of a client: from `invoked` to `completed`, both included, with the result it got.

    The two are points in any order of time: positions of a timeline, or microseconds. `index` is the log index that the
    answer reflects, 0 when nobody knows.
    """

    __slots__ = ("client", "command", "completed", "index", "invoked", "result")

    def __init__(
        self, client: str, command: Command, invoked: int, completed: int, result: Result, index: int = 0
    ) -> None:
        self.client = client
        self.command = command
        self.invoked = invoked
        self.completed = completed
        self.result = result
        self.index = index


def meaning(command: Command, value: str | None) -> tuple[str | None, Result]:
    """The value after an operation on a key, and its result, when it takes effect at once and alone."""
    if command.op == "get":
        return value, value
    if command.op == "put":
        return command.value or "", None
    if command.op == "append":
        return (value or "") + (command.value or ""), None
    if command.op == "delete":
        return None, None
    if value == command.expected:
        return command.value or "", True
    return value, False
