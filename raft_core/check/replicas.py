"""Equal replicas (5.4.3, 8): servers that applied the same entries are in the same state, sessions included."""

from collections.abc import Mapping
from typing import TypeAlias

from raft_core.check.checker import Checker, Watch, node_of
from raft_core.check.chronicle import Chronicle, reaching
from raft_core.check.finding import Findings
from raft_core.event import EntriesApplied
from raft_core.ids import SERVER_NAMES, ServerId
from raft_core.log import Entry
from raft_core.machine import Command, Machine
from raft_core.sim.world import World

Sample: TypeAlias = tuple[int, int, str | None, int, object]
"""How many keys and sessions there are, and what the last command left: its key's value, its session's number and
answer.
"""


class Replicas(Checker):
    """state_machine_safety, by the state itself.

    Whoever is the first to come to rest at an index is the measure for the others. Compared are the sizes of the tables
    and what the last entry left in them, so that the cost depends neither on the log nor on the state: a difference
    that an earlier entry made was compared when that entry was the last one, or shows in the sizes.
    """

    __slots__ = ("_samples",)

    def __init__(self, chronicle: Chronicle, findings: Findings) -> None:
        super().__init__(chronicle, findings)
        self._samples: dict[int, tuple[ServerId, Sample]] = {}

    def copy(self, chronicle: Chronicle, findings: Findings) -> "Replicas":
        twin = Replicas(chronicle, findings)
        twin._samples = self._samples.copy()
        return twin

    def watches(self) -> Mapping[type, Watch]:
        return {EntriesApplied: self._on_applied}

    def _on_applied(self, world: World, event: EntriesApplied) -> None:
        node, last = node_of(world, event.server), event.last_index
        log = node.log
        if node.last_applied != last or last > log.last_index:
            return
        found = _sample(node.machine, reaching(log, last).entry(last))
        first, known = self._samples.setdefault(last, (event.server, found))
        if known != found:
            names = f"{SERVER_NAMES[first]} and {SERVER_NAMES[event.server]}"
            differs = _difference(known, found, reaching(log, last).entry(last))
            says = f"{names} applied everything up to index {last}, and their states differ: {differs}."
            self.findings.report(world, "state_machine_safety", (first, event.server), says)


def _sample(machine: Machine, entry: Entry) -> Sample:
    command = entry.data
    if not isinstance(command, Command):
        return len(machine.values), len(machine.sessions), None, 0, None
    value, session = machine.values.get(command.key), machine.sessions.get(command.client_id)
    if session is None:
        return len(machine.values), len(machine.sessions), value, 0, None
    return len(machine.values), len(machine.sessions), value, session.serial_number, session.result


def _difference(one: Sample, other: Sample, entry: Entry) -> str:
    """The first thing in which two samples differ, as a phrase."""
    if one[0] != other[0]:
        return f"{one[0]} keys and {other[0]} keys"
    if one[1] != other[1]:
        return f"{one[1]} client sessions and {other[1]}"
    if not isinstance(entry.data, Command) or one[2] != other[2]:
        return f"{one[2] or 'nothing'} and {other[2] or 'nothing'} after {entry.words}"
    return f"{entry.data.client_id}'s last operation is {one[3]} ({one[4]}) and {other[3]} ({other[4]})"
