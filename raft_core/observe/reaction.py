"""What one observation changes in its node, and the events that this makes, as the engine would have told them.

A log says less than the engine: whoever leads has stood for election, and has voted for itself; what is committed has
been applied, unless the log tells of that; and what a node decides is on its disk at once, because nothing tells when.
"""

from raft_core import event as happened
from raft_core.event import Event
from raft_core.ids import NOBODY, ServerId
from raft_core.log import Entry, Log
from raft_core.machine import Command
from raft_core.node import Durable, Node
from raft_core.observe.entries import Entries
from raft_core.observe.observation import LogError, Observation
from raft_core.quorum import majority
from raft_core.role import CANDIDATE, LEADER, Candidate, Follower, Leader, PreCandidate
from raft_core.sim.server import Server
from raft_core.snapshot import Snapshot


class Reaction:
    """One observation on its way into a server. `vote` is who it voted for, None when nothing is said of that."""

    def __init__(self, server: Server, seen: Observation, vote: ServerId | None, time_us: int) -> None:
        self.server = server
        self.node: Node = server.node
        self.seen = seen
        self.vote = vote
        self.time_us = time_us
        self.events: list[Event] = []
        self._is_persistent = False
        self._was_stale = False

    def restart(self) -> None:
        """The process ends, or begins anew with what its disk held. A crash that nobody could print is one too."""
        seen, server = self.seen, self.server
        if server.up and (seen.stops or seen.starts):
            server.up = False
            server.node = self.node = Node(self.node.id, self.node.disk)
            self.events.append(happened.ServerCrashed(self.node.id, 0))
        if not server.up and not seen.stops:
            server.up = True
            self.events.append(happened.ServerRestarted(self.node.id))

    def term(self) -> None:
        """A new term, in which there is no vote yet, and no leader (5.1)."""
        node, term = self.node, self.seen.term
        if term is not None and term != node.current_term:
            self.events.append(happened.TermChanged(node.id, node.current_term, term))
            node.current_term = term
            node.voted_for = node.leader_id = NOBODY
            self._is_persistent = self._was_stale = True

    def role(self) -> None:
        """Its vote, and what it is (5.2). Who sees a newer term and says no more is a follower (Figure 2)."""
        node, vote = self.node, self.vote
        role = self.seen.role or node.role_name
        if self._was_stale and self.seen.role is None:
            role = "candidate" if vote == node.id else "follower"
        if vote is None and node.voted_for == NOBODY and role in ("candidate", "leader"):
            vote = node.id
        if vote is not None and vote != node.voted_for:
            node.voted_for = vote
            self._is_persistent = True
            if vote not in (NOBODY, node.id):
                self.events.append(happened.VoteGranted(node.id, vote, node.current_term))
        if role != node.role_name or (role == "candidate" and self._was_stale):
            self._become(role)

    def _become(self, role: str) -> None:
        node, term, old = self.node, self.node.current_term, self.node.role_name
        if role == "candidate" or (role == "leader" and node.role.kind != CANDIDATE):
            if old != "candidate":
                self._change_role(old, "candidate")
            old = "candidate"
            node.role = Candidate([node.id], [])
            self.events.append(happened.ElectionStarted(node.id, term))
            if node.voted_for == node.id:
                self.count(node.id, granted=True)
        if role == "leader":
            self._change_role(old, "leader")
            votes = node.votes
            node.role = Leader({}, votes, self.time_us)
            node.leader_id = node.id
            self.events.append(happened.BecameLeader(node.id, term, votes))
        elif role == "pre_candidate":
            self._change_role(old, role)
            node.role = PreCandidate([node.id], [])
            self.events.append(happened.PreVoteStarted(node.id, term + 1))
        elif role == "follower":
            if node.role.kind in (CANDIDATE, LEADER):
                self.events.append(happened.SteppedDown(node.id, term, "its log says so"))
            self._change_role(old, role)
            node.role = Follower()

    def _change_role(self, old: str, new: str) -> None:
        self.events.append(happened.RoleChanged(self.node.id, old, new, self.node.current_term))

    def count(self, voter: ServerId, *, granted: bool) -> None:
        """A candidate takes note of a vote, or of a refusal."""
        node = self.node
        if not isinstance(node.role, Candidate):
            return
        answers = node.role.votes if granted else node.role.refusals
        if voter not in answers:
            answers.append(voter)
        needed = majority(len(node.configuration.voters))
        term, votes = node.current_term, len(node.role.votes)
        self.events.append(happened.VoteCounted(node.id, voter, term, granted, votes, needed))

    def snapshot(self) -> None:
        """A snapshot in place of the log up to an index: its own, or one that came from the leader (7)."""
        if self.seen.snapshot is None or self.seen.snapshot[0] <= self.node.snapshot.index:
            return
        index, term = self.seen.snapshot
        node, log = self.node, self.node.change_log()
        node.snapshot = Snapshot(index, term, {}, {}, node.configuration)
        if log.base_index <= index <= log.last_index and log.term_at(index) == term:
            log.discard_until(index)
            self.events.append(happened.SnapshotTaken(node.id, index, term))
        else:
            node.log = Log(index, term)
            self.events.append(happened.SnapshotInstalled(node.id, node.leader_id, index, term, kept=False))
            node.commit_index = max(node.commit_index, index)
            node.last_applied = max(node.last_applied, index)
        self._is_persistent = True

    def log(self, known: Entries) -> None:
        """Entries that are new, and those that had to give way to them (5.3). Raises LogError for a gap."""
        change = self.seen.log
        if change is None:
            return
        log = self.node.change_log()
        if change.first > log.last_index + 1:
            says = f"the log of {self.seen.node} ends at {log.last_index}, and this tells it from {change.first} on"
            raise LogError(self.seen.line, f"{says}; tell what stands between, or a 'snapshot'")
        skipped = max(0, log.base_index + 1 - change.first)
        first = change.first + skipped
        same = first - 1
        before = log.entry(same) if same > log.base_index else None
        added: list[Entry] = []
        for term, command in change.entries[skipped:]:
            before = known.entry(before, term, command)
            added.append(before)
        for one, other in zip(log.entries(first, log.last_index), added, strict=False):
            if one is not other:
                break
            same += 1
        if same < log.last_index:
            self.events.append(happened.EntriesTruncated(self.node.id, same + 1, log.last_index))
            log.keep_until(same)
            self._is_persistent = True
        new = added[same - first + 1 :]
        for entry in new:
            log.append(entry)
        if new:
            self.events.append(happened.EntriesAppended(self.node.id, same + 1, log.last_index, log.last_term))
            self._is_persistent = True

    def commit(self) -> None:
        """What it knows to be committed (5.3)."""
        node, commit = self.node, self.seen.commit
        if commit is not None and commit != node.commit_index:
            self.events.append(happened.CommitAdvanced(node.id, node.commit_index, commit))
            node.commit_index = commit

    def apply(self, *, tells: bool, executes: bool) -> None:
        """What reached the state machine. `tells`: the log of this node speaks of that, so nothing is assumed."""
        node = self.node
        until = self.seen.applied if tells else min(node.commit_index, node.log.last_index)
        if until is None or until == node.last_applied or (not tells and until < node.last_applied):
            return
        first = min(node.last_applied + 1, until)
        self.events.append(happened.EntriesApplied(node.id, first, until, []))
        for entry in node.log.entries(first, until) if executes else ():
            if isinstance(entry.data, Command):
                node.change_machine().execute(entry.data)
        node.last_applied = until

    def persist(self) -> None:
        """All of it is on disk."""
        node = self.node
        if self._is_persistent:
            node.writes_issued += 1
            node.disk = Durable(node.current_term, node.voted_for, node.log.copy(), node.snapshot)
            node.durable_index = node.log.last_index
            self.events.append(happened.WriteCompleted(node.id, node.writes_issued, node.durable_index))
