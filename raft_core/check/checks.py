"""All checkers together, folded over the steps of one history."""

from raft_core.check.checker import Checker, Watch
from raft_core.check.chronicle import Chronicle
from raft_core.check.clients import ClientHistory
from raft_core.check.commit_backing import CommitBacking
from raft_core.check.configuration import Membership
from raft_core.check.durability import Durability
from raft_core.check.exactly_once import ExactlyOnce
from raft_core.check.finding import Finding, Findings
from raft_core.check.history import Call
from raft_core.check.lease import LeaseExclusion
from raft_core.check.liveness import Liveness
from raft_core.check.log_matching import LogMatching
from raft_core.check.match import Match
from raft_core.check.node import CommitAndApply, Term
from raft_core.check.replicas import Replicas
from raft_core.check.safety import ElectionSafety, LeaderAppendOnly, LeaderCompleteness, StateMachineSafety
from raft_core.check.snapshot import Snapshots
from raft_core.check.votes import OneVotePerTerm
from raft_core.check.warnings import warnings
from raft_core.configuration import Configuration
from raft_core.event import Event, MessageSent
from raft_core.machine import Machine
from raft_core.messages import Message
from raft_core.sim.step import Step
from raft_core.sim.world import World


class Checks:
    """Every property, over the history that began with a world at position 0.

    `fold` is called once for each step, in order, with the world after it, be it a kept one or one that is changed in
    place. It compares what is new and nothing else, so that its cost does not depend on the length of the logs.
    `findings` is what broke so far: the first finding of each property and server, or pair.
    """

    __slots__ = ("_checkers", "_chronicle", "_clients", "_find", "_findings", "_liveness", "findings")

    def __init__(self, start: World) -> None:
        self._findings = Findings()
        self.findings = self._findings.all
        self._chronicle = Chronicle.beginning(start)
        shared = self._chronicle, self._findings
        self._clients = ClientHistory.beginning(start, *shared)
        self._checkers: list[Checker] = [
            ElectionSafety(*shared),
            LeaderAppendOnly(*shared),
            LogMatching.beginning(start, *shared),
            LeaderCompleteness(*shared),
            StateMachineSafety.beginning(start, *shared),
            CommitAndApply.beginning(start, *shared),
            Term.beginning(start, *shared),
            Match(*shared),
            OneVotePerTerm(*shared),
            Durability(*shared),
            CommitBacking(*shared),
            Membership(*shared),
            Snapshots.beginning(start, *shared),
            Replicas(*shared),
            LeaseExclusion.beginning(start, *shared),
            ExactlyOnce(*shared),
            self._clients,
        ]
        self._find = self._table().get
        self._liveness = Liveness(self._findings)
        self._liveness.begin(start)

    def copy(self) -> "Checks":
        """Checks that know the same and go their own way: for a fork."""
        twin = Checks.__new__(Checks)
        twin._findings = self._findings.copy()
        twin.findings = twin._findings.all
        twin._chronicle = self._chronicle.copy()
        shared = twin._chronicle, twin._findings
        twin._clients = self._clients.copy(*shared)
        twin._checkers = [
            twin._clients if checker is self._clients else checker.copy(*shared) for checker in self._checkers
        ]
        twin._find = twin._table().get
        twin._liveness = self._liveness.copy(twin._findings)
        return twin

    def fold(self, world: World, step: Step) -> list[Finding]:
        """Look at one step; returns what it broke that was whole before."""
        found, find = self.findings, self._find
        before = len(found)
        for event in step.events:
            seen: Event | Message = event.message if type(event) is MessageSent else event
            watches = find(type(seen))
            if watches is not None:
                for watch in watches:
                    watch(world, seen)
        self._liveness.fold(world, step)
        return found[before:] if len(found) > before else []

    def note(self, world: World, name: str, says: str) -> None:
        """Add what only the end of a run can show: that nothing happened any more (liveness)."""
        self._findings.report(world, name, (), says)

    def warnings(self, world: World) -> list[Finding]:
        """What looks dangerous in the world as it is now, though nothing is broken: no findings, and not counted."""
        return warnings(world, self._chronicle)

    @property
    def liveness(self) -> dict[str, str]:
        """How L-1, L-2 and L-3 stand: held, violated, or premise never held."""
        return self._liveness.verdicts

    @property
    def committed_machine(self) -> Machine:
        """The key-value state after the highest index that was ever committed. Not to be changed."""
        return self._chronicle.committed_machine

    @property
    def committed_index(self) -> int:
        """The highest index that any server ever had as committed."""
        return self._chronicle.committed.last_index

    @property
    def committed_configuration(self) -> Configuration:
        """The configuration that was committed last, whoever knows it."""
        return self._chronicle.committed_configuration

    @property
    def elections(self) -> int:
        """How often a server stood for election."""
        return self._chronicle.elections

    @property
    def leaders_elected(self) -> int:
        """How often a candidate won."""
        return self._chronicle.leaders_elected

    @property
    def max_term(self) -> int:
        """The highest term that any server was ever in."""
        return self._chronicle.max_term

    @property
    def history(self) -> list[Call]:
        """What the clients saw, for `linearizable`."""
        return self._clients.history

    @property
    def linearizable(self) -> str:
        """Whether that history is linearizable: yes, no or unknown."""
        return self._clients.verdict

    def _table(self) -> dict[type, list[Watch]]:
        """Who watches what; the chronicle comes first, so that it is up to date for all others."""
        table: dict[type, list[Watch]] = {}
        for watches in (self._chronicle.watches(), *[checker.watches() for checker in self._checkers]):
            for kind, watch in watches.items():
                table.setdefault(kind, []).append(watch)
        return table
