"""Log Matching (Figure 3, 5.3): two logs with an entry of the same index and term are identical up to that index.

It is enough that each (index, term) names one entry with one term before it; the rest follows by induction from the
first index on. So every appended entry is compared once, and nothing is ever searched.
"""

from collections.abc import Mapping

from raft_core.check.checker import Checker, Watch, entry_words, node_of
from raft_core.check.chronicle import Chronicle, reaching
from raft_core.check.finding import Findings
from raft_core.event import EntriesAppended
from raft_core.ids import SERVER_NAMES, ServerId
from raft_core.log import Entry, Log, same_entry
from raft_core.sim.world import World


class LogMatching(Checker):
    """log_matching; and monotonic_term in logs: terms never fall along a log, nor go beyond the server's own.

    In a legal history the entries of a term stand in a row, behind one entry of an earlier term: `_rows` holds these
    rows, as logs whose base is the entry before. What fits into no row is in `_strays`, by (index, term): the entry and
    the term before it. `_writers` tells who was the first to hold an entry of a term.
    """

    __slots__ = ("_rows", "_strays", "_writers")

    def __init__(self, chronicle: Chronicle, findings: Findings) -> None:
        super().__init__(chronicle, findings)
        self._rows: dict[int, Log] = {}
        self._strays: dict[tuple[int, int], tuple[Entry, int]] = {}
        self._writers: dict[int, ServerId] = {}

    @classmethod
    def beginning(cls, world: World, chronicle: Chronicle, findings: Findings) -> "LogMatching":
        """The checker of a world at position 0; what a starting state asserts is not judged."""
        checker = cls(chronicle, findings)
        for server in world.members():
            log = server.node.log.whole
            for index in range(log.base_index + 1, log.last_index + 1):
                checker._agrees(log, index, server.id)
        return checker

    def copy(self, chronicle: Chronicle, findings: Findings) -> "LogMatching":
        twin = LogMatching(chronicle, findings)
        twin._rows = {term: row.copy() for term, row in self._rows.items()}
        twin._strays = self._strays.copy()
        twin._writers = self._writers.copy()
        return twin

    def watches(self) -> Mapping[type, Watch]:
        return {EntriesAppended: self._on_appended}

    def _on_appended(self, world: World, event: EntriesAppended) -> None:
        first, last = event.first_index, event.last_index
        node = node_of(world, event.server)
        log = reaching(node.log, first)
        if event.term > node.current_term:
            says = f"{SERVER_NAMES[event.server]} is in term {node.current_term} and appended an entry of {event.term}."
            self.findings.report(world, "monotonic_term", (event.server,), says)
        row = self._rows.get(event.term)
        if row is not None and row.base_index < first and last <= log.last_index:
            before = event.term if first - 1 > row.base_index else row.base_term
            if log.term_at(first - 1) == before:
                # The usual ways: one entry or a run of them is known; or a leader adds one to the end.
                if last > row.last_index:
                    if first == last == row.last_index + 1 and not self._strays:
                        row.append(log.entry(first))
                        return
                elif first == last:
                    if log.entry(first) is row.entry(first):
                        return
                elif log.entries(first, last) == row.entries(first, last):
                    return
        if last <= log.last_index and log.term_at(first - 1) > log.term_at(first):
            says = f"{SERVER_NAMES[event.server]} put {entry_words(log, first)} behind {entry_words(log, first - 1)}."
            self.findings.report(world, "monotonic_term", (event.server,), says)
        for index in range(first, min(last, log.last_index) + 1):
            if not self._agrees(log, index, event.server):
                self._report(world, event.server, index)
                return

    def _agrees(self, log: Log, index: int, server: ServerId) -> bool:
        """Whether an entry is what (index, term) stands for; makes it so when nothing else is."""
        entry, before = log.entry(index), log.term_at(index - 1)
        term = entry.term
        row = self._rows.get(term)
        if row is None:
            self._rows[term] = row = Log(index - 1, before)
            row.append(entry)
            self._writers[term] = server
            return True
        if row.base_index < index <= row.last_index:
            return same_entry(entry, row.entry(index)) and before == row.term_at(index - 1)
        if self._strays:
            known, known_before = self._strays.get((index, term), (entry, before))
            if not same_entry(entry, known) or before != known_before:
                return False
        if index == row.last_index + 1 and before == term:
            row.append(entry)
        else:
            self._strays[index, term] = (entry, before)
        return True

    def _report(self, world: World, server: ServerId, index: int) -> None:
        """Name the other log: one that differs now, else the one that was first to hold an entry of that term."""
        log, name = node_of(world, server).log.whole, SERVER_NAMES[server]
        term = log.term_at(index)
        for other in world.members():
            twin = other.node.log.whole
            if other.id == server or twin.term_at(index) != term:
                continue
            if not log.shares_entry(twin, index):
                says = (
                    f"{name} and {SERVER_NAMES[other.id]} hold different entries of term {term} at index {index}: "
                    f"{log.entry(index).words} and {twin.entry(index).words}."
                )
            elif log.term_at(index - 1) != twin.term_at(index - 1):
                says = (
                    f"{name} and {SERVER_NAMES[other.id]} both hold {entry_words(log, index)}, "
                    f"but behind different entries: {entry_words(log, index - 1)} and {entry_words(twin, index - 1)}."
                )
            else:
                continue
            self.findings.report(world, "log_matching", (server, other.id), says)
            return
        writer = self._writers[term]
        says = f"{name} holds {entry_words(log, index)}, but {SERVER_NAMES[writer]} wrote another log up to there."
        self.findings.report(world, "log_matching", (server, writer), says)
