"""The replicated state machine: a key-value store with client sessions (paper 8, dissertation 6.3)."""

from dataclasses import dataclass
from typing import Final, TypeAlias

Result: TypeAlias = "str | bool | None"

WRITES: Final = frozenset({"put", "append", "delete", "cas"})


@dataclass(slots=True, frozen=True)
class Command:
    """One client operation as it stands in a log entry.

    `op` is put, append, delete, cas or get. (client_id, serial_number) names the operation once and for all, however
    often it is sent; a command of a starting state has client_id "".
    """

    op: str
    key: str
    value: str | None = None
    expected: str | None = None
    client_id: str = ""
    serial_number: int = 0

    @property
    def words(self) -> str:
        """The command as a phrase: put x 1."""
        return " ".join([word for word in (self.op, self.key, self.expected, self.value) if word is not None])


class Session:
    """What the machine remembers of a client: its last executed serial number and the answer (dissertation 6.3).

    `index` is where that command stands in the log, and `clock_us` what the server's own clock showed; the protocol
    looks at neither, since replicas would not agree on the second.
    """

    __slots__ = ("clock_us", "index", "result", "serial_number")

    def __init__(self, serial_number: int, result: Result, index: int = 0, clock_us: int = 0) -> None:
        self.serial_number = serial_number
        self.result = result
        self.index = index
        self.clock_us = clock_us

    def __repr__(self) -> str:
        return f"({self.serial_number}, {self.result!r})"


class Machine:
    """Keys, values and sessions. `copy` is O(1): the first write after it copies the tables."""

    __slots__ = ("_shared", "sessions", "values")

    def __init__(self) -> None:
        self.values: dict[str, str] = {}
        self.sessions: dict[str, Session] = {}
        self._shared = False

    @classmethod
    def holding(cls, values: dict[str, str], sessions: dict[str, Session]) -> "Machine":
        """A machine in a given state; it copies the tables before it changes them."""
        machine = cls()
        machine.values = values
        machine.sessions = sessions
        machine._shared = True
        return machine

    def copy(self) -> "Machine":
        """A machine in the same state that can change without changing this one."""
        twin = Machine()
        twin.values = self.values
        twin.sessions = self.sessions
        twin._shared = self._shared = True
        return twin

    def execute(self, command: Command, index: int = 0, clock_us: int = 0) -> Result:
        """Carry the command out and remember the answer in the client's session."""
        self._own()
        result = self._change(command)
        if command.client_id:
            self.sessions[command.client_id] = Session(command.serial_number, result, index, clock_us)
        return result

    def forget(self, clients: tuple[str, ...]) -> None:
        """Drop the sessions of some clients."""
        self._own()
        for client in clients:
            self.sessions.pop(client, None)

    def _own(self) -> None:
        if self._shared:
            self.values = self.values.copy()
            self.sessions = self.sessions.copy()
            self._shared = False

    def read(self, key: str) -> str | None:
        """The value of a key, None when it is missing."""
        return self.values.get(key)

    def answer_to(self, command: Command) -> Session | None:
        """The remembered answer when this very command, or a later one of its client, was executed before."""
        session = self.sessions.get(command.client_id)
        return session if session is not None and session.serial_number >= command.serial_number else None

    def _change(self, command: Command) -> Result:
        values, key = self.values, command.key
        if command.op == "put":
            values[key] = command.value or ""
        elif command.op == "append":
            values[key] = values.get(key, "") + (command.value or "")
        elif command.op == "delete":
            values.pop(key, None)
        elif command.op == "cas":
            if values.get(key) != command.expected:
                return False
            values[key] = command.value or ""
            return True
        elif command.op == "get":
            return values.get(key)
        return None
