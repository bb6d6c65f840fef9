"""Exactly once (8, dissertation 6.3): however often a client sends a command, it changes the state once."""

from collections.abc import Mapping

from raft_core.check.checker import Checker, Watch, node_of
from raft_core.check.chronicle import Chronicle, reaching
from raft_core.check.finding import Findings
from raft_core.event import EntriesApplied
from raft_core.ids import SERVER_NAMES
from raft_core.machine import Command
from raft_core.sim.world import World


class ExactlyOnce(Checker):
    """exactly_once: no command is executed at two indices.

    Servers apply the same entries, so an entry is looked at when the first of them executes it; of the others only what
    they recognized as a retry is compared.
    """

    __slots__ = ("_executed", "_repeated", "_until")

    def __init__(self, chronicle: Chronicle, findings: Findings) -> None:
        super().__init__(chronicle, findings)
        self._executed: dict[tuple[str, int], int] = {}
        self._repeated: set[int] = set()
        self._until = 0

    def copy(self, chronicle: Chronicle, findings: Findings) -> "ExactlyOnce":
        twin = ExactlyOnce(chronicle, findings)
        twin._executed = self._executed.copy()
        twin._repeated = self._repeated.copy()
        twin._until = self._until
        return twin

    def watches(self) -> Mapping[type, Watch]:
        return {EntriesApplied: self._on_applied}

    def _compare(self, world: World, event: EntriesApplied, known: int) -> None:
        """All replicas must tell a retry from a new command in the same places, or their states part."""
        here = {index for index in event.repeated if index <= known}
        there = {index for index in self._repeated if event.first_index <= index <= known}
        for index in sorted(here ^ there):
            did = "took it for a retry" if index in here else "executed it"
            says = f"At index {index} {SERVER_NAMES[event.server]} {did}, and those who applied it before did not."
            self.findings.report(world, "state_machine_safety", (event.server,), says)

    def _on_applied(self, world: World, event: EntriesApplied) -> None:
        first, last = event.first_index, event.last_index
        known = min(last, self._until)
        if first <= known and (event.repeated or self._repeated):
            self._compare(world, event, known)
        if last > self._until:
            self._until = last
            if event.repeated:
                self._repeated.update(index for index in event.repeated if index > known)
        elif not self._repeated or all(index in event.repeated for index in self._repeated if first <= index <= last):
            return
        log = reaching(node_of(world, event.server).log, first)
        executed, repeated = self._executed, event.repeated
        for index, entry in enumerate(log.entries(first, last), first):
            command = entry.data
            if not isinstance(command, Command) or not command.client_id or (repeated and index in repeated):
                continue
            earlier = executed.setdefault((command.client_id, command.serial_number), index)
            if earlier != index:
                says = (
                    f"{SERVER_NAMES[event.server]} executed {command.client_id}'s operation {command.serial_number} "
                    f"({command.words}) twice: at index {earlier} and at index {index}."
                )
                self.findings.report(world, "exactly_once", (event.server,), says)
                return
