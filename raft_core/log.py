"""The replicated log (5.3): terms and commands by index, as a view on a shared, append-only buffer."""

from typing import Final

from raft_core.configuration import Configuration
from raft_core.machine import Command

COMMAND: Final = 0
NOOP: Final = 1
CONFIGURATION: Final = 2
ENTRY_KINDS: Final = ("command", "noop", "configuration")

ABSENT: Final = -1
"""The term at an index that a log does not hold."""


class Entry:
    """One log entry; its index is where it stands. Entries are shared between logs and never change."""

    __slots__ = ("data", "kind", "term")

    def __init__(self, term: int, kind: int, data: Command | Configuration | None) -> None:
        self.term = term
        self.kind = kind
        self.data = data

    @property
    def words(self) -> str:
        """The entry's content as a phrase: put x 1, no-op."""
        if isinstance(self.data, Command):
            return self.data.words
        if isinstance(self.data, Configuration):
            return f"configuration {self.data.words}"
        return "no-op"


def same_entry(one: Entry, other: Entry) -> bool:
    """Whether two entries say the same, wherever they stand."""
    return one is other or (one.term == other.term and one.kind == other.kind and one.data == other.data)


class Log:
    """Entries after `base_index`, up to `last_index`.

    A copy is O(1) whatever the length, and so is compaction: all views share the buffer. Appending extends the buffer
    when this view ends where it ends, else starts a new one; so a view never sees what another appended or removed.
    """

    __slots__ = ("_buffer", "_first", "_first_term", "base_index", "base_term", "last_index", "last_term")

    def __init__(self, base_index: int = 0, base_term: int = 0) -> None:
        self.base_index = base_index
        self.base_term = base_term
        self.last_index = base_index
        self.last_term = base_term
        # The buffer begins after this index, which compaction leaves behind.
        self._first = base_index
        self._first_term = base_term
        self._buffer: list[Entry] = []

    def copy(self) -> "Log":
        """A view of the same entries."""
        twin = Log.__new__(Log)
        twin.base_index = self.base_index
        twin.base_term = self.base_term
        twin.last_index = self.last_index
        twin.last_term = self.last_term
        twin._first = self._first
        twin._first_term = self._first_term
        twin._buffer = self._buffer
        return twin

    @property
    def whole(self) -> "Log":
        """The log as it was before compaction, as far as this view has it; for checkers alone."""
        if self._first == self.base_index:
            return self
        twin = self.copy()
        twin.base_index, twin.base_term = self._first, self._first_term
        return twin

    def term_at(self, index: int) -> int:
        """The term at an index; the base's own; ABSENT where the log holds nothing."""
        if self.base_index < index <= self.last_index:
            return self._buffer[index - self._first - 1].term
        return self.base_term if index == self.base_index else ABSENT

    def entry(self, index: int) -> Entry:
        """The entry at an index. Raises IndexError outside of base_index + 1 .. last_index."""
        if not self.base_index < index <= self.last_index:
            raise IndexError(f"no entry at index {index}; the log holds {self.base_index + 1} to {self.last_index}")
        return self._buffer[index - self._first - 1]

    def entries(self, first: int, last: int) -> list[Entry]:
        """The entries from index `first` to `last`, both included, as far as they exist."""
        low = max(first, self.base_index + 1) - self._first - 1
        return self._buffer[low : max(low, min(last, self.last_index) - self._first)]

    def append(self, entry: Entry) -> None:
        """Add an entry at last_index + 1."""
        length = self.last_index - self._first
        if len(self._buffer) != length:
            self._buffer = self._buffer[:length]
        self._buffer.append(entry)
        self.last_index += 1
        self.last_term = entry.term

    def keep_until(self, index: int) -> None:
        """Remove every entry after an index. Raises IndexError before the base."""
        if index < self.base_index:
            raise IndexError(f"cannot cut the log at {index}, before its base {self.base_index}")
        if index < self.last_index:
            self.last_term = self.term_at(index)
            self.last_index = index

    def discard_until(self, index: int) -> None:
        """Remove every entry up to an index, which becomes the base (7). Raises IndexError outside of the log."""
        if not self.base_index <= index <= self.last_index:
            raise IndexError(f"cannot discard up to {index}; the log holds {self.base_index + 1} to {self.last_index}")
        self.base_index, self.base_term = index, self.term_at(index)

    def first_index_of_term(self, index: int) -> int:
        """The lowest index of the run of equal terms that ends at `index` (5.3, fast backtracking)."""
        term = self.term_at(index)
        while index - 1 > self.base_index and self.term_at(index - 1) == term:
            index -= 1
        return index

    def shares_entry(self, other: "Log", index: int) -> bool:
        """Whether both logs hold the same entry at an index (or the index is before both)."""
        if index <= self.base_index or index <= other.base_index:
            return self.term_at(index) == other.term_at(index) or index == 0
        if index > self.last_index or index > other.last_index:
            return False
        return same_entry(self.entry(index), other.entry(index))

    def agreement_with(self, other: "Log") -> int:
        """The highest index up to which the two views hold identical entries, searched from the end.

        Exact for two views of one server's log, where an entry stands in both only if all before it do.
        """
        index = min(self.last_index, other.last_index)
        if self._buffer is other._buffer:
            return index
        floor = max(self.base_index, other.base_index)
        while index > floor and self.entry(index) is not other.entry(index):
            index -= 1
        return index
