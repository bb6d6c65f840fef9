"""A snapshot: the state after an index, in place of the log up to there (7, dissertation 5)."""

from typing import TypeAlias

from raft_core.configuration import Configuration
from raft_core.machine import Machine, Session

Pair: TypeAlias = "tuple[str, str]"
"""A key and its value."""


class Snapshot:
    """Immutable: keys, values, client sessions and configuration as of `index`; index 0 is the beginning.

    The tables are shared with the state machine that they were taken from, which copies before it changes them.
    """

    __slots__ = ("_pairs", "configuration", "index", "sessions", "term", "values")

    def __init__(
        self,
        index: int,
        term: int,
        values: dict[str, str],
        sessions: dict[str, Session],
        configuration: Configuration,
    ) -> None:
        self.index = index
        self.term = term
        self.values = values
        self.sessions = sessions
        self.configuration = configuration
        self._pairs: tuple[Pair, ...] | None = None

    @classmethod
    def of(cls, machine: Machine, index: int, term: int, configuration: Configuration) -> "Snapshot":
        """The snapshot of a state machine as it is now."""
        twin = machine.copy()
        return cls(index, term, twin.values, twin.sessions, configuration)

    @classmethod
    def beginning(cls, configuration: Configuration) -> "Snapshot":
        """What every server starts from: nothing but a configuration."""
        return cls(0, 0, {}, {}, configuration)

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """Keys and values in order, as they are sent in chunks."""
        if self._pairs is None:
            self._pairs = tuple(sorted(self.values.items()))
        return self._pairs

    def machine(self) -> Machine:
        """A state machine in this state."""
        return Machine.holding(self.values, self.sessions)


class Incoming:
    """What a server has received so far of a snapshot that comes in chunks (Figure 13). Immutable."""

    __slots__ = ("index", "pairs", "source", "term")

    def __init__(self, source: int, index: int, term: int, pairs: tuple[Pair, ...]) -> None:
        self.source = source
        self.index = index
        self.term = term
        self.pairs = pairs

    @property
    def offset(self) -> int:
        """Where the next chunk has to begin."""
        return len(self.pairs)
