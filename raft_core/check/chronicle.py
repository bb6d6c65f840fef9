"""What has happened to the cluster so far: the history variables that the properties speak of, and predicates too."""

from bisect import bisect_left
from collections.abc import Callable, Mapping
from typing import Any

from raft_core.configuration import Configuration
from raft_core.event import (
    BecameLeader,
    CommitAdvanced,
    ConfigurationAppended,
    DiskWiped,
    ElectionStarted,
    RoleChanged,
    ServerCrashed,
    TermChanged,
)
from raft_core.log import Log
from raft_core.machine import Command, Machine
from raft_core.sim.world import World


class Chronicle:
    """History that all checkers share.

    `leading` holds by server number the term that it was elected to lead and still does, else 0. `committed` is every
    entry that any server ever had as committed, and `commit_terms` its runs (last index, term of the server that
    committed it first). `places` are the indices, in order, at which any log ever held a configuration, and
    `first_configuration` is what the cluster began with.
    """

    __slots__ = (
        "_machine",
        "_machine_index",
        "commit_terms",
        "committed",
        "elections",
        "first_configuration",
        "leaders_elected",
        "leading",
        "max_term",
        "places",
    )

    def __init__(self) -> None:
        self.leading = [0] * 10
        self.committed = Log()
        self.commit_terms: list[tuple[int, int]] = []
        self.elections = 0
        self.leaders_elected = 0
        self.max_term = 0
        self.places: list[int] = []
        self.first_configuration = Configuration(())
        self._machine = Machine()
        self._machine_index = 0

    @classmethod
    def beginning(cls, world: World) -> "Chronicle":
        """The chronicle of a world at position 0: what its servers hold as committed is."""
        chronicle = cls()
        for server in world.members():
            node = server.node
            chronicle.first_configuration = node.snapshot.configuration
            chronicle.max_term = max(chronicle.max_term, node.current_term)
            # What is committed was committed in the term of its last entry, by 5.4.2.
            log = node.log.whole
            chronicle._extend(log, node.commit_index, log.term_at(node.commit_index))
        return chronicle

    def copy(self) -> "Chronicle":
        """The same history, apart."""
        twin = Chronicle()
        twin.leading = self.leading[:]
        twin.committed = self.committed.copy()
        twin.commit_terms = self.commit_terms[:]
        twin.elections = self.elections
        twin.leaders_elected = self.leaders_elected
        twin.max_term = self.max_term
        twin.places = self.places[:]
        twin.first_configuration = self.first_configuration
        twin._machine = self._machine.copy()
        twin._machine_index = self._machine_index
        return twin

    def watches(self) -> Mapping[type, Callable[[World, Any], None]]:
        """What it wants to see, before the checkers do."""
        return {
            ElectionStarted: self._on_election,
            TermChanged: self._on_term,
            RoleChanged: self._on_role,
            BecameLeader: self._on_leader,
            CommitAdvanced: self._on_commit,
            ConfigurationAppended: self._on_configuration,
            ServerCrashed: self._on_stopped,
            DiskWiped: self._on_stopped,
        }

    @property
    def committed_machine(self) -> Machine:
        """The key-value state after everything that was ever committed. Not to be changed."""
        while self._machine_index < self.committed.last_index:
            self._machine_index += 1
            data = self.committed.entry(self._machine_index).data
            if isinstance(data, Command) and (not data.client_id or self._machine.answer_to(data) is None):
                self._machine.execute(data)
        return self._machine

    @property
    def committed_configuration(self) -> Configuration:
        """The configuration that was committed last."""
        for index in reversed(self.places):
            if self.committed.base_index < index <= self.committed.last_index:
                data = self.committed.entry(index).data
                if isinstance(data, Configuration):
                    return data
        return self.first_configuration

    def committed_before(self, term: int) -> int:
        """The highest index that was committed in a term before this one."""
        for last_index, commit_term in reversed(self.commit_terms):
            if commit_term < term:
                return last_index
        return 0

    def commit_term(self, index: int) -> int:
        """The term in which an index was committed first; 0 for an index that never was."""
        for last_index, term in self.commit_terms:
            if index <= last_index:
                return term
        return 0

    def _on_election(self, world: World, event: ElectionStarted) -> None:
        self.elections += 1
        self.max_term = max(self.max_term, event.term)

    def _on_term(self, world: World, event: TermChanged) -> None:
        self.max_term = max(self.max_term, event.new)

    def _on_role(self, world: World, event: RoleChanged) -> None:
        self.leading[event.server] = event.term if event.new == "leader" else 0

    def _on_leader(self, world: World, event: BecameLeader) -> None:
        self.leaders_elected += 1

    def _on_stopped(self, world: World, event: ServerCrashed | DiskWiped) -> None:
        self.leading[event.server] = 0

    def _on_configuration(self, world: World, event: ConfigurationAppended) -> None:
        place = bisect_left(self.places, event.index)
        if place == len(self.places) or self.places[place] != event.index:
            self.places.insert(place, event.index)

    def _on_commit(self, world: World, event: CommitAdvanced) -> None:
        if event.new > self.committed.last_index:
            node = world.server(event.server).node
            self._extend(reaching(node.log, self.committed.last_index + 1), event.new, node.current_term)

    def _extend(self, log: Log, index: int, term: int) -> None:
        committed, last = self.committed, min(index, log.last_index)
        if last <= committed.last_index or log.base_index > committed.last_index:
            return
        for entry in log.entries(committed.last_index + 1, last):
            committed.append(entry)
        if self.commit_terms and self.commit_terms[-1][1] == term:
            self.commit_terms[-1] = (last, term)
        else:
            self.commit_terms.append((last, term))


def reaching(log: Log, index: int) -> Log:
    """A view in which an index and the term before it can be looked at, compacted or not, as far as it goes back."""
    return log if log.base_index < index else log.whole
