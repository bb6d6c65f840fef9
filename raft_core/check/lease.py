"""Leases (dissertation 6.4.1): while a leader relies on one, nobody else leads."""

from collections.abc import Mapping

from raft_core.check.checker import Checker, Watch, node_of
from raft_core.check.chronicle import Chronicle
from raft_core.check.finding import Findings
from raft_core.event import ReadServed
from raft_core.ids import SERVER_NAMES
from raft_core.sim.world import World


class LeaseExclusion(Checker):
    """lease_exclusion: a read is answered under a lease only while no other server leads a newer term."""

    __slots__ = ()

    def copy(self, chronicle: Chronicle, findings: Findings) -> "LeaseExclusion":
        return LeaseExclusion(chronicle, findings)

    def watches(self) -> Mapping[type, Watch]:
        return {ReadServed: self._on_served}

    def _on_served(self, world: World, event: ReadServed) -> None:
        if event.how != "lease":
            return
        term = node_of(world, event.server).current_term
        for other, led in enumerate(self.chronicle.leading):
            if other != event.server and led > term:
                says = (
                    f"{SERVER_NAMES[event.server]} answered a read under its lease as leader of term {term}, while "
                    f"{SERVER_NAMES[other]} leads term {led}."
                )
                self.findings.report(world, "lease_exclusion", (event.server, other), says)
