"""Votes (5.2): each server gives one in a term, and an election counts those that were given."""

from collections.abc import Mapping

from raft_core.check.checker import Checker, Watch, node_of
from raft_core.check.chronicle import Chronicle
from raft_core.check.finding import Findings
from raft_core.event import BecameLeader, DiskWiped, VoteCounted, WriteCompleted
from raft_core.ids import NOBODY, SERVER_NAMES, ServerId, server_names
from raft_core.messages import RequestVoteReply
from raft_core.sim.world import World


class OneVotePerTerm(Checker):
    """one_vote_per_term: a server votes at most once in a term, whatever crashes lie between (5.2, Figure 2).

    A vote is given when the reply leaves, or when the candidate counts its own, or when it is on disk; what nobody
    heard of may be forgotten. election_safety: nobody is elected by votes that were never given.
    """

    __slots__ = ("_disk", "_given", "_votes")

    def __init__(self, chronicle: Chronicle, findings: Findings) -> None:
        super().__init__(chronicle, findings)
        self._votes: dict[tuple[ServerId, int], ServerId] = {}
        # Whoever voted, in which term, and for whom; a vote in flight outlives the disk that it was given on.
        self._given: set[tuple[ServerId, int, ServerId]] = set()
        # By server: the term and the vote on its disk.
        self._disk: list[tuple[int, ServerId]] = [(0, NOBODY)] * 10

    def copy(self, chronicle: Chronicle, findings: Findings) -> "OneVotePerTerm":
        twin = OneVotePerTerm(chronicle, findings)
        twin._votes = self._votes.copy()
        twin._given = self._given.copy()
        twin._disk = self._disk[:]
        return twin

    def watches(self) -> Mapping[type, Watch]:
        return {
            RequestVoteReply: self._on_vote_sent,
            VoteCounted: self._on_vote_counted,
            BecameLeader: self._on_leader,
            WriteCompleted: self._on_written,
            DiskWiped: self._on_wiped,
        }

    def _on_vote_sent(self, world: World, message: RequestVoteReply) -> None:
        if message.vote_granted:
            self._note(world, message.source, message.target, message.term)

    def _on_vote_counted(self, world: World, event: VoteCounted) -> None:
        if event.voter == event.server and event.granted:
            self._note(world, event.server, event.server, event.term)

    def _note(self, world: World, voter: ServerId, candidate: ServerId, term: int) -> None:
        self._given.add((voter, term, candidate))
        first = self._votes.setdefault((voter, term), candidate)
        if first != candidate:
            names = SERVER_NAMES[voter], SERVER_NAMES[first], SERVER_NAMES[candidate]
            says = f"{names[0]} voted for {names[1]} and for {names[2]} in term {term}."
            self.findings.report(world, "one_vote_per_term", (voter,), says)

    def _on_leader(self, world: World, event: BecameLeader) -> None:
        node = node_of(world, event.server)
        if node.current_term == event.term and node.voted_for != event.server:
            says = f"{SERVER_NAMES[event.server]} leads term {event.term}, and its vote in it is {node.voted_for_name}."
            self.findings.report(world, "one_vote_per_term", (event.server,), says)
        unknown = [voter for voter in event.votes if (voter, event.term, event.server) not in self._given]
        if unknown:
            says = (
                f"{SERVER_NAMES[event.server]} leads term {event.term} by a vote of {server_names(unknown)} that was "
                "never given in that term."
            )
            self.findings.report(world, "election_safety", (event.server,), says)

    def _on_written(self, world: World, event: WriteCompleted) -> None:
        disk = node_of(world, event.server).disk
        term, vote = self._disk[event.server]
        if disk.current_term == term and disk.voted_for == vote:
            return
        if disk.current_term == term and vote != NOBODY:
            name, first, second = SERVER_NAMES[event.server], SERVER_NAMES[vote], SERVER_NAMES[disk.voted_for]
            says = f"{name} voted for {first} and for {second} in term {term}."
            if disk.voted_for == NOBODY:
                says = f"{name} voted for {first} in term {term}, and its disk forgot that."
            self.findings.report(world, "one_vote_per_term", (event.server,), says)
        self._disk[event.server] = disk.current_term, disk.voted_for

    def _on_wiped(self, world: World, event: DiskWiped) -> None:
        self._disk[event.server] = 0, NOBODY
        for vote in [vote for vote in self._votes if vote[0] == event.server]:
            del self._votes[vote]
