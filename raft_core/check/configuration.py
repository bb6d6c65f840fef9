"""Membership (6, dissertation 4): who decides is what the log says, and it changes by safe steps only."""

from collections.abc import Mapping

from raft_core.check.checker import Checker, Watch, node_of
from raft_core.check.chronicle import Chronicle
from raft_core.check.finding import Findings
from raft_core.configuration import Configuration
from raft_core.event import (
    BecameLeader,
    ConfigurationAppended,
    ConfigurationRestored,
    EntriesTruncated,
    SnapshotInstalled,
    SnapshotTaken,
)
from raft_core.ids import SERVER_NAMES, server_names
from raft_core.log import CONFIGURATION
from raft_core.node import Node
from raft_core.quorum import majority
from raft_core.sim.world import World

Placed = tuple[int, Configuration]


class Membership(Checker):
    """configuration: a server uses a configuration of its log; a leader appends one safe change at a time; who is
    elected is a voter, with a majority of the voters (of both sets while joint) behind it.
    """

    __slots__ = ()

    def copy(self, chronicle: Chronicle, findings: Findings) -> "Membership":
        return Membership(chronicle, findings)

    def watches(self) -> Mapping[type, Watch]:
        return {
            ConfigurationAppended: self._on_appended,
            ConfigurationRestored: self._on_changed,
            EntriesTruncated: self._on_changed,
            SnapshotInstalled: self._on_changed,
            SnapshotTaken: self._on_changed,
            BecameLeader: self._on_leader,
        }

    def _on_changed(
        self, world: World, event: ConfigurationRestored | EntriesTruncated | SnapshotInstalled | SnapshotTaken
    ) -> None:
        node = node_of(world, event.server)
        known = written(node)
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
        before = [placed for placed in written(node) if placed[0] < event.index]
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
        known = [placed for placed in written(node) if placed[1] in (node.configuration, node.committed_configuration)]
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


def written(node: Node) -> list[Placed]:
    """The configurations that a server's snapshot and log hold, read from there and nowhere else."""
    snapshot, log = node.snapshot, node.log
    found: list[Placed] = [(snapshot.index, snapshot.configuration)]
    for index, entry in enumerate(log.entries(snapshot.index + 1, log.last_index), snapshot.index + 1):
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
