"""A property of Raft that broke, as data: findings are not errors, since variants break properties on purpose."""

from dataclasses import dataclass
from typing import Final

from raft_core.ids import ServerId
from raft_core.sim.world import World

PROPERTIES: Final = (
    "election_safety",
    "leader_append_only",
    "log_matching",
    "leader_completeness",
    "state_machine_safety",
    "leader_term",
    "one_vote_per_term",
    "durability",
    "commit_backing",
    "own_term_commit",
    "monotonic_commit",
    "monotonic_term",
    "monotonic_match",
    "apply_order",
    "configuration",
    "snapshot",
    "lease_exclusion",
    "exactly_once",
    "linearizability",
    "liveness",
)
"""Every name that `violated.NAME` may ask for."""


@dataclass(slots=True, frozen=True)
class Finding:
    """One broken property: where, when, by whom, and a sentence with the numbers."""

    property: str
    position: int
    time_us: int
    servers: tuple[ServerId, ...]
    says: str


class Findings:
    """The findings so far: the first of each property and server, or pair of servers."""

    __slots__ = ("_seen", "all")

    def __init__(self) -> None:
        self.all: list[Finding] = []
        self._seen: set[tuple[str, tuple[ServerId, ...]]] = set()

    def copy(self) -> "Findings":
        """The same findings, apart."""
        twin = Findings()
        twin.all = self.all[:]
        twin._seen = self._seen.copy()
        return twin

    def report(self, world: World, name: str, servers: tuple[ServerId, ...], says: str) -> None:
        """Note that a property broke, unless these servers broke it before."""
        about = (name, tuple(sorted(set(servers))))
        if about not in self._seen:
            self._seen.add(about)
            self.all.append(Finding(name, world.position, world.time_us, about[1], says))

    def has(self, name: str) -> bool:
        """Whether a property broke."""
        return bool(self.all) and any(finding.property == name for finding in self.all)
