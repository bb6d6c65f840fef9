"""Snapshots (7, Figure 13): what replaces the log is what the log leads to."""

from collections.abc import Mapping
from typing import Final, TypeAlias

from raft_core.check.checker import Checker, Watch, node_of
from raft_core.check.chronicle import Chronicle
from raft_core.check.finding import Findings
from raft_core.configuration import Configuration
from raft_core.event import (
    DiskWiped,
    EntriesAppended,
    EntriesTruncated,
    ServerCrashed,
    SnapshotInstalled,
    SnapshotTaken,
)
from raft_core.ids import SERVER_NAMES, ServerId
from raft_core.log import CONFIGURATION, Log
from raft_core.machine import Command, Machine
from raft_core.sim.world import World
from raft_core.snapshot import Snapshot

State: TypeAlias = "tuple[dict[str, str], dict[str, tuple[int, object]], Configuration | None]"
"""Values, sessions as (serial number, answer), and the latest configuration entry, None before the first."""

LOOKS_BACK: Final = 2_000
"""How many entries are executed again for a snapshot that is older than the newest one seen."""


class Snapshots(Checker):
    """snapshot: it reaches no further than what is committed, holds the state and the configuration that the committed
    entries lead to, and the log behind it is kept just when it agrees with it.
    """

    __slots__ = ("_configuration", "_index", "_logs", "_machine", "_states")

    def __init__(self, chronicle: Chronicle, findings: Findings) -> None:
        super().__init__(chronicle, findings)
        self._machine = Machine()
        self._configuration: Configuration | None = None
        self._index = 0
        self._states: dict[int, State] = {}
        # By server: its log as it was before a snapshot can have come in its place.
        self._logs: list[Log | None] = [None] * 10

    @classmethod
    def beginning(cls, world: World, chronicle: Chronicle, findings: Findings) -> "Snapshots":
        """The checker of a world at position 0."""
        checker = cls(chronicle, findings)
        for server in world.members():
            checker._logs[server.id] = server.node.log
        return checker

    def copy(self, chronicle: Chronicle, findings: Findings) -> "Snapshots":
        twin = Snapshots(chronicle, findings)
        twin._machine = self._machine.copy()
        twin._configuration = self._configuration
        twin._index = self._index
        twin._states = self._states.copy()
        twin._logs = self._logs[:]
        return twin

    def watches(self) -> Mapping[type, Watch]:
        return {
            SnapshotTaken: self._on_taken,
            SnapshotInstalled: self._on_installed,
            EntriesAppended: self._on_log,
            EntriesTruncated: self._on_log,
            ServerCrashed: self._on_log,
            DiskWiped: self._on_log,
        }

    def _on_log(self, world: World, event: EntriesAppended | EntriesTruncated | ServerCrashed | DiskWiped) -> None:
        self._logs[event.server] = node_of(world, event.server).log

    def _on_taken(self, world: World, event: SnapshotTaken) -> None:
        self._examine(world, event.server, event.index, "took")

    def _on_installed(self, world: World, event: SnapshotInstalled) -> None:
        self._examine(world, event.server, event.index, "installed")
        before, log = self._logs[event.server], node_of(world, event.server).log
        self._logs[event.server] = log
        if not event.kept and before is not None and _goes_on(before, event):
            says = (
                f"{SERVER_NAMES[event.server]} discarded its log up to index {before.last_index} for the snapshot of "
                f"index {event.index}, though the log has the same entry there and goes on behind it."
            )
            self.findings.report(world, "snapshot", (event.server,), says)
        log = log.whole
        if event.kept and log.base_index < event.index and log.term_at(event.index) != event.term:
            says = (
                f"{SERVER_NAMES[event.server]} kept its log behind the snapshot of index {event.index}, where it has "
                f"term {log.term_at(event.index)} and the snapshot term {event.term}."
            )
            self.findings.report(world, "snapshot", (event.server,), says)

    def _examine(self, world: World, server: ServerId, index: int, did: str) -> None:
        snapshot, name = node_of(world, server).snapshot, SERVER_NAMES[server]
        if snapshot.index != index:
            return
        if index > self.chronicle.committed.last_index:
            says = (
                f"{name} {did} a snapshot up to index {index}, and only "
                f"{self.chronicle.committed.last_index} is committed."
            )
            self.findings.report(world, "snapshot", (server,), says)
            return
        wrong = self._difference(snapshot)
        if wrong:
            says = f"{name} {did} a snapshot up to index {index} whose {wrong} not what the log leads to."
            self.findings.report(world, "snapshot", (server,), says)

    def _difference(self, snapshot: Snapshot) -> str:
        state = self._state_at(snapshot.index)
        if state is None:
            return ""
        values, sessions, configuration = state
        if snapshot.values != values:
            return "keys and values are"
        if _told(snapshot) != sessions:
            return "sessions are"
        if configuration is not None and snapshot.configuration != configuration:
            return f"configuration ({snapshot.configuration.words}) is"
        return ""

    def _state_at(self, index: int) -> "State | None":
        """The state after an index; None when it is too far back to be worth the work."""
        known = self._states.get(index)
        if known is not None:
            return known
        if index >= self._index:
            self._configuration = self._execute(self._machine, self._index + 1, index, self._configuration)
            self._index, machine, configuration = index, self._machine.copy(), self._configuration
        elif index <= LOOKS_BACK:
            machine = Machine()
            configuration = self._execute(machine, 1, index, None)
        else:
            return None
        sessions: dict[str, tuple[int, object]] = {
            client: (session.serial_number, session.result) for client, session in machine.sessions.items()
        }
        state = self._states[index] = (machine.values, sessions, configuration)
        return state

    def _execute(
        self, machine: Machine, first: int, last: int, configuration: Configuration | None
    ) -> Configuration | None:
        for entry in self.chronicle.committed.entries(first, last):
            data = entry.data
            if isinstance(data, Command):
                if not data.client_id or machine.answer_to(data) is None:
                    machine.execute(data)
            elif entry.kind == CONFIGURATION and isinstance(data, Configuration):
                configuration = data
        return configuration


def _goes_on(log: Log, event: SnapshotInstalled) -> bool:
    """Whether a log has the last entry of a snapshot, and more behind it (Figure 13, step 6)."""
    return log.last_index > event.index and log.whole.term_at(event.index) == event.term


def _told(snapshot: Snapshot) -> dict[str, tuple[int, object]]:
    return {client: (session.serial_number, session.result) for client, session in snapshot.sessions.items()}
