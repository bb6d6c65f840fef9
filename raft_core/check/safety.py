"""The paper's Figure 3: what Raft guarantees at all times. `log_matching` has a file of its own."""

from collections.abc import Mapping

from raft_core.check.checker import Checker, Watch, entry_words, node_of
from raft_core.check.chronicle import Chronicle, reaching
from raft_core.check.finding import Findings
from raft_core.event import BecameLeader, EntriesApplied, EntriesTruncated
from raft_core.ids import SERVER_NAMES, ServerId
from raft_core.log import Log, same_entry
from raft_core.sim.world import World


class ElectionSafety(Checker):
    """election_safety: at most one leader can be elected in a given term (5.2).

    Kept as a map over time: two leaders of one term that never lead at the same moment break it too.
    """

    __slots__ = ("leader_of",)

    def __init__(self, chronicle: Chronicle, findings: Findings) -> None:
        super().__init__(chronicle, findings)
        self.leader_of: dict[int, ServerId] = {}

    def copy(self, chronicle: Chronicle, findings: Findings) -> "ElectionSafety":
        twin = ElectionSafety(chronicle, findings)
        twin.leader_of = self.leader_of.copy()
        return twin

    def watches(self) -> Mapping[type, Watch]:
        return {BecameLeader: self._on_leader}

    def _on_leader(self, world: World, event: BecameLeader) -> None:
        first = self.leader_of.setdefault(event.term, event.server)
        if first == event.server:
            return
        names = SERVER_NAMES[first], SERVER_NAMES[event.server]
        if self.chronicle.leading[first] == event.term:
            says = f"{names[0]} and {names[1]} both lead term {event.term}."
        else:
            says = f"{names[1]} leads term {event.term}, and {names[0]} was elected to lead it before."
        self.findings.report(world, "election_safety", (first, event.server), says)


class LeaderAppendOnly(Checker):
    """leader_append_only: a leader never overwrites or deletes entries in its log; it only appends (5.3)."""

    __slots__ = ()

    def copy(self, chronicle: Chronicle, findings: Findings) -> "LeaderAppendOnly":
        return LeaderAppendOnly(chronicle, findings)

    def watches(self) -> Mapping[type, Watch]:
        return {EntriesTruncated: self._on_truncated}

    def _on_truncated(self, world: World, event: EntriesTruncated) -> None:
        term = self.chronicle.leading[event.server]
        if term:
            what = f"index {event.first_index}"
            if event.last_index > event.first_index:
                what = f"indices {event.first_index} to {event.last_index}"
            says = f"{SERVER_NAMES[event.server]} leads term {term} and removed {what} from its own log."
            self.findings.report(world, "leader_append_only", (event.server,), says)


class LeaderCompleteness(Checker):
    """leader_completeness: what is committed in a term is in the logs of the leaders of all higher terms (5.4)."""

    __slots__ = ()

    def copy(self, chronicle: Chronicle, findings: Findings) -> "LeaderCompleteness":
        return LeaderCompleteness(chronicle, findings)

    def watches(self) -> Mapping[type, Watch]:
        return {BecameLeader: self._on_leader}

    def _on_leader(self, world: World, event: BecameLeader) -> None:
        chronicle = self.chronicle
        last = chronicle.committed_before(event.term)
        log = node_of(world, event.server).log.whole
        if (
            not last
            or last <= log.base_index
            or (chronicle.committed.shares_entry(log, last) and not self.findings.has("log_matching"))
        ):
            # By Log Matching, whoever holds the last of them holds them all.
            return
        for index in range(log.base_index + 1, last + 1):
            if not chronicle.committed.shares_entry(log, index):
                says = (
                    f"{SERVER_NAMES[event.server]} leads term {event.term} and lacks "
                    f"{entry_words(chronicle.committed, index)}, which was committed in term "
                    f"{chronicle.commit_term(index)}."
                )
                self.findings.report(world, "leader_completeness", (event.server,), says)
                return


class StateMachineSafety(Checker):
    """state_machine_safety: no two servers ever apply different entries at the same index (5.4.3)."""

    __slots__ = ("_applied", "_first")

    def __init__(self, chronicle: Chronicle, findings: Findings) -> None:
        super().__init__(chronicle, findings)
        self._applied = Log()
        # Who applied first: runs of (last index, server).
        self._first: list[tuple[int, ServerId]] = []

    @classmethod
    def beginning(cls, world: World, chronicle: Chronicle, findings: Findings) -> "StateMachineSafety":
        """The checker of a world at position 0."""
        checker = cls(chronicle, findings)
        for server in world.members():
            checker._extend(server.node.log.whole, server.node.last_applied, server.id)
        return checker

    def copy(self, chronicle: Chronicle, findings: Findings) -> "StateMachineSafety":
        twin = StateMachineSafety(chronicle, findings)
        twin._applied = self._applied.copy()
        twin._first = self._first[:]
        return twin

    def watches(self) -> Mapping[type, Watch]:
        return {EntriesApplied: self._on_applied}

    def _on_applied(self, world: World, event: EntriesApplied) -> None:
        applied = self._applied
        known, last = applied.last_index, event.last_index
        log = reaching(node_of(world, event.server).log, min(event.first_index, known + 1))
        if last > known:
            self._extend(log, last, event.server)
        else:
            known = last
        if known >= event.first_index and not self._same(log, event.first_index, known):
            self._compare(world, event, log, known)

    def _same(self, log: Log, first: int, last: int) -> bool:
        """Whether a run is surely of the same entries; by Log Matching, while that holds, its last one tells."""
        if last > log.last_index or log.entry(last) is not self._applied.entry(last):
            return False
        return not self.findings.has("log_matching") or log.entries(first, last) == self._applied.entries(first, last)

    def _compare(self, world: World, event: EntriesApplied, log: Log, known: int) -> None:
        """Not surely the same: look at each."""
        for index in range(event.first_index, min(known, log.last_index) + 1):
            if same_entry(log.entry(index), self._applied.entry(index)):
                continue
            first = next(server for last, server in self._first if index <= last)
            if first == event.server:
                says = (
                    f"{SERVER_NAMES[first]} applied {entry_words(log, index)}, "
                    f"and {entry_words(self._applied, index)} before."
                )
            else:
                says = (
                    f"{SERVER_NAMES[event.server]} applied {entry_words(log, index)}, "
                    f"and {SERVER_NAMES[first]} applied {entry_words(self._applied, index)}."
                )
            self.findings.report(world, "state_machine_safety", (first, event.server), says)
            return

    def _extend(self, log: Log, until: int, server: ServerId) -> None:
        applied = self._applied
        new = log.entries(applied.last_index + 1, until)
        if not new or log.base_index > applied.last_index:
            return
        for entry in new:
            applied.append(entry)
        last = applied.last_index
        if self._first and self._first[-1][1] == server:
            self._first[-1] = (last, server)
        else:
            self._first.append((last, server))
