"""What a leader believes of its followers (5.3): matchIndex only grows, and what a majority holds is committed."""

from collections.abc import Mapping

from raft_core.check.checker import Checker, Watch, node_of
from raft_core.check.chronicle import Chronicle
from raft_core.check.commit_backing import governing
from raft_core.check.finding import Findings
from raft_core.event import BecameLeader, ConfigurationAppended, MatchAdvanced, WriteCompleted
from raft_core.ids import SERVER_NAMES, ServerId, server_names
from raft_core.messages import AppendEntries
from raft_core.node import Node
from raft_core.quorum import agreed_index, majority
from raft_core.role import Leader
from raft_core.sim.world import World


class Match(Checker):
    """monotonic_match: while a server leads, matchIndex only grows, within its log and below nextIndex (5.3).

    commit_backing, the other way round: what a majority is known to hold of the leader's term, it commits at once.
    """

    __slots__ = ("_match",)

    def __init__(self, chronicle: Chronicle, findings: Findings) -> None:
        super().__init__(chronicle, findings)
        # By leader * 10 + follower.
        self._match = [0] * 100

    def copy(self, chronicle: Chronicle, findings: Findings) -> "Match":
        twin = Match(chronicle, findings)
        twin._match = self._match[:]
        return twin

    def watches(self) -> Mapping[type, Watch]:
        return {
            BecameLeader: self._on_leader,
            ConfigurationAppended: self._on_configuration,
            MatchAdvanced: self._on_match,
            WriteCompleted: self._on_written,
            AppendEntries: self._on_entries_sent,
        }

    def _on_leader(self, world: World, event: BecameLeader) -> None:
        self._match[event.server * 10 : event.server * 10 + 10] = [0] * 10

    def _on_configuration(self, world: World, event: ConfigurationAppended) -> None:
        """Whoever is not a member any more is forgotten, and would begin anew."""
        members = {*event.voters, *event.outgoing_voters, *event.learners}
        for server in range(1, 10):
            if server not in members:
                self._match[event.server * 10 + server] = 0

    def _on_match(self, world: World, event: MatchAdvanced) -> None:
        match, place = event.match_index, event.server * 10 + event.follower
        before, self._match[place] = self._match[place], match
        node = node_of(world, event.server)
        last_index = node.log.last_index
        if match > node.commit_index:
            self._find_forgotten(world, node)
        if match < before:
            whose = _whose(event.server, event.follower)
            self._report(world, event.server, event.follower, f"{whose} went back from {before} to {match}.")
        elif match > last_index:
            whose = _whose(event.server, event.follower)
            says = f"{whose} is {match}, but its own log ends at {last_index}."
            self._report(world, event.server, event.follower, says)

    def _on_written(self, world: World, event: WriteCompleted) -> None:
        if self.chronicle.leading[event.server]:
            node, first = node_of(world, event.server), event.server * 10
            commit = node.commit_index
            # Its own disk is the last one to be waited for only when followers are further than what is committed.
            if node.log.last_index > commit and max(self._match[first : first + 10]) > commit:
                self._find_forgotten(world, node)

    def _find_forgotten(self, world: World, node: Node) -> None:
        """Is there an entry of its term that a leader could have committed in this step, and did not?"""
        if not isinstance(node.role, Leader):
            return
        log, match = node.log, self._match[node.id * 10 : node.id * 10 + 10]
        durable = node.disk.log
        match[node.id] = durable.last_index if durable.last_term == log.term_at(durable.last_index) else 0
        commit = node.commit_index
        groups = governing(self.chronicle, node).majorities
        agreed = min([agreed_index(match, voters, majority(len(voters))) for voters in groups])
        if agreed > commit and log.term_at(agreed) == node.current_term:
            holders = [server for server in range(1, 10) if match[server] >= agreed]
            says = (
                f"{SERVER_NAMES[node.id]} leads term {node.current_term} and knows index {agreed} on "
                f"{server_names(holders)}, but its commitIndex is {commit}."
            )
            self.findings.report(world, "commit_backing", (node.id,), says)

    def _on_entries_sent(self, world: World, message: AppendEntries) -> None:
        match = self._match[message.source * 10 + message.target]
        # With parallel_disk=off a message may have waited for the disk, and more be known since.
        if message.prev_log_index < match and world.settings.parallel_disk:
            whose, following = _whose(message.source, message.target), message.prev_log_index + 1
            says = f"{whose} is {match}, and nextIndex {following} is not beyond it."
            self._report(world, message.source, message.target, says)

    def _report(self, world: World, leader: ServerId, follower: ServerId, says: str) -> None:
        self.findings.report(world, "monotonic_match", (leader, follower), says)


def _whose(leader: ServerId, follower: ServerId) -> str:
    return f"{SERVER_NAMES[leader]}'s matchIndex for {SERVER_NAMES[follower]}"
