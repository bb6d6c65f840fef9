"""Membership (6, dissertation 4): who decides is what the log says, and it changes by safe steps only."""

from bisect import bisect_right
from collections.abc import Mapping
from typing import TypeAlias

from raft_core.check.checker import Checker, Watch, node_of
from raft_core.check.chronicle import Chronicle
from raft_core.check.finding import Findings
from raft_core.configuration import Configuration
from raft_core.event import (
    BecameLeader,
    CommitAdvanced,
    ConfigurationAppended,
    ConfigurationRestored,
    EntriesTruncated,
    ServerRestarted,
    SnapshotInstalled,
    SnapshotTaken,
)
from raft_core.ids import SERVER_NAMES, server_names
from raft_core.log import CONFIGURATION
from raft_core.node import Node
from raft_core.quorum import majority
from raft_core.sim.world import World

Placed: TypeAlias = tuple[int, Configuration]
Change: TypeAlias = ConfigurationRestored | EntriesTruncated | ServerRestarted | SnapshotInstalled | SnapshotTaken


class Membership(Checker):
    """configuration: a server uses a configuration of its log; a leader appends one safe change at a time; who is
    elected is a voter, with a majority of the voters (of both sets while joint) behind it.
    """

    __slots__ = ("_committed", "_until")

    def __init__(self, chronicle: Chronicle, findings: Findings) -> None:
        super().__init__(chronicle, findings)
        # The latest committed configuration, and up to where configurations were looked for.
        self._committed = chronicle.first_configuration
        self._until = 0

    def copy(self, chronicle: Chronicle, findings: Findings) -> "Membership":
        twin = Membership(chronicle, findings)
        twin._committed = self._committed
        twin._until = self._until
        return twin

    def watches(self) -> Mapping[type, Watch]:
        return {
            CommitAdvanced: self._on_commit,
            ConfigurationAppended: self._on_appended,
            ConfigurationRestored: self._on_changed,
            EntriesTruncated: self._on_changed,
            ServerRestarted: self._on_changed,
            SnapshotInstalled: self._on_changed,
            SnapshotTaken: self._on_changed,
            BecameLeader: self._on_leader,
        }

    def _on_commit(self, world: World, event: CommitAdvanced) -> None:
        chronicle = self.chronicle
        if not chronicle.places or chronicle.committed.last_index <= self._until:
            return
        for index in chronicle.places[bisect_right(chronicle.places, self._until) :]:
            if index > chronicle.committed.last_index:
                break
            new = chronicle.committed.entry(index).data
            if isinstance(new, Configuration):
                self._judge_successor(world, event, index, new)
        self._until = chronicle.committed.last_index

    def _judge_successor(self, world: World, event: CommitAdvanced, index: int, new: Configuration) -> None:
        old, self._committed = self._committed, new
        if not _is_safe(old, new):
            says = (
                f"{SERVER_NAMES[event.server]} committed {new.words} at index {index}, right after {old.words}: "
                "a majority of each may share no server."
            )
            self.findings.report(world, "configuration", (event.server,), says)

    def _on_changed(self, world: World, event: Change) -> None:
        node = node_of(world, event.server)
        known = written(node, self.chronicle.places)
        committed = [configuration for index, configuration in known if index <= node.commit_index]
        if node.configuration != known[-1][1] and node.configuration not in committed[-1:]:
            says = (
                f"{SERVER_NAMES[event.server]} uses the configuration {node.configuration.words}; the latest in its "
                f"log, at index {known[-1][0]}, is {known[-1][1].words}."
            )
            self.findings.report(world, "configuration", (event.server,), says)

    def _on_appended(self, world: World, event: ConfigurationAppended) -> None:
        server, name = event.server, SERVER_NAMES[event.server]
        node = node_of(world, server)
        if not self.chronicle.leading[server]:
            return
        before = [placed for placed in written(node, self.chronicle.places) if placed[0] < event.index]
        if not before:
            return
        index, old = before[-1]
        new = Configuration(tuple(event.voters), tuple(event.outgoing_voters), tuple(event.learners))
        if index > node.commit_index:
            says = (
                f"{name} appended a configuration at index {event.index}; that of index {index} is not committed yet."
            )
            self.findings.report(world, "configuration", (server,), says)
        elif not _is_safe(old, new):
            says = f"{name} went from {old.words} to {new.words} at once: a majority of each may share no server."
            self.findings.report(world, "configuration", (server,), says)
        log = node.log.whole
        if log.term_at(node.commit_index) != node.current_term and node.commit_index >= log.base_index:
            says = (
                f"{name} appended a configuration at index {event.index} before it committed anything of its own term "
                f"{node.current_term}; a change of an earlier leader may still come through."
            )
            self.findings.report(world, "configuration", (server,), says)

    def _on_leader(self, world: World, event: BecameLeader) -> None:
        node, name = node_of(world, event.server), SERVER_NAMES[event.server]
        places = self.chronicle.places
        known = [
            placed
            for placed in written(node, places)
            if placed[1] in (node.configuration, node.committed_configuration)
        ]
        if not any(configuration.is_voter(event.server) for _, configuration in known):
            says = f"{name} leads term {event.term} and is no voter of {node.configuration.words}."
            self.findings.report(world, "configuration", (event.server,), says)
            return
        for voters in node.configuration.majorities:
            votes = [voter for voter in voters if voter in event.votes]
            if len(votes) < majority(len(voters)):
                says = (
                    f"{name} leads term {event.term} by the votes of {server_names(votes)}: {len(votes)} of the "
                    f"{majority(len(voters))} needed of {server_names(voters)}."
                )
                self.findings.report(world, "configuration", (event.server,), says)


def written(node: Node, places: list[int]) -> list[Placed]:
    """The configurations that a server's snapshot and log hold, read from there and nowhere else.

    `places` are the indices at which there can be any, so that the log need not be searched.
    """
    snapshot, log = node.snapshot, node.log
    base = max(snapshot.index, log.base_index)
    found: list[Placed] = [(snapshot.index, snapshot.configuration)]
    for index in places[bisect_right(places, base) : bisect_right(places, log.last_index)]:
        entry = log.entry(index)
        if entry.kind == CONFIGURATION and isinstance(entry.data, Configuration):
            found.append((index, entry.data))
    return found


def _is_safe(old: Configuration, new: Configuration) -> bool:
    """Whether every majority of the one shares a server with every majority of the other (4.1, 4.3)."""
    if old.is_joint:
        return new == old.left()
    if new.is_joint:
        return new.outgoing_voters == old.voters
    return old.voters_that_differ(new) <= 1
