"""Leases (dissertation 6.4.1): while a leader may rely on one, nobody else leads."""

from collections.abc import Mapping

from raft_core.check.checker import Checker, Watch, node_of
from raft_core.check.chronicle import Chronicle
from raft_core.check.commit_backing import governing
from raft_core.check.finding import Findings
from raft_core.event import (
    BecameLeader,
    ElectionStarted,
    MessageDelivered,
    PreVoteStarted,
    ReadServed,
    SettingChanged,
    TransferStarted,
)
from raft_core.ids import SERVER_NAMES, ServerId
from raft_core.messages import AppendEntries, AppendEntriesReply, InstallSnapshot, InstallSnapshotReply
from raft_core.quorum import agreed_index, majority
from raft_core.role import NEVER
from raft_core.sim.world import World
from raft_core.units import format_duration


class LeaseExclusion(Checker):
    """lease_exclusion: a read is answered under a lease only while no other server leads a newer term, and nobody is
    elected while another leader's lease is still good.

    Whether one is good is worked out here from what was sent and answered: a round of heartbeats that a majority
    answered, counted from when it was sent, for the minimum election timeout less the drift bound, on the leader's
    clock. The second half needs a cluster that begins with leader_stickiness, and timers that nobody hurries.
    """

    __slots__ = ("_answered", "_begun", "_hurried", "_listens", "_term")

    def __init__(self, chronicle: Chronicle, findings: Findings) -> None:
        super().__init__(chronicle, findings)
        self._listens = True
        # By leader: the term that is spoken of, when each round was sent, and by peer the latest round answered.
        self._term = [0] * 10
        self._begun: list[tuple[tuple[int, int], ...]] = [()] * 10
        self._answered: list[tuple[int, ...]] = [(0,) * 10] * 10
        # By candidate: the term for which it stood before its own timer had run out.
        self._hurried = [0] * 10

    @classmethod
    def beginning(cls, world: World, chronicle: Chronicle, findings: Findings) -> "LeaseExclusion":
        """The checker of a world at position 0; without leader_stickiness there are no leases to work out."""
        checker = cls(chronicle, findings)
        checker._listens = world.settings.leader_stickiness
        return checker

    def copy(self, chronicle: Chronicle, findings: Findings) -> "LeaseExclusion":
        twin = LeaseExclusion(chronicle, findings)
        twin._listens = self._listens
        twin._term = self._term[:]
        twin._begun = self._begun[:]
        twin._answered = self._answered[:]
        twin._hurried = self._hurried[:]
        return twin

    def watches(self) -> Mapping[type, Watch]:
        if not self._listens:
            return {ReadServed: self._on_served}
        return {
            ReadServed: self._on_served,
            BecameLeader: self._on_leader,
            ElectionStarted: self._on_standing,
            PreVoteStarted: self._on_standing,
            TransferStarted: self._on_transfer,
            SettingChanged: self._on_setting,
            AppendEntries: self._on_round_sent,
            InstallSnapshot: self._on_round_sent,
            MessageDelivered: self._on_delivered,
        }

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

    def _on_leader(self, world: World, event: BecameLeader) -> None:
        elected = event.server
        self._term[elected], self._begun[elected], self._answered[elected] = event.term, (), (0,) * 10
        if not world.settings.leader_stickiness or self._hurried[elected] == event.term:
            return
        for other, led in enumerate(self.chronicle.leading):
            if other == elected or not 0 < led < event.term or led != self._term[other]:
                continue
            left_us = self._left_us(world, other)
            if left_us > 0:
                says = (
                    f"{SERVER_NAMES[elected]} was elected to lead term {event.term}, while the lease of "
                    f"{SERVER_NAMES[other]} as leader of term {led} was good for {format_duration(left_us)} more."
                )
                self.findings.report(world, "lease_exclusion", (elected, other), says)

    def _left_us(self, world: World, leader: ServerId) -> int:
        """For how long, on its own clock, a leader may go on to believe that nobody else leads."""
        begun, server = self._begun[leader], world.server(leader)
        if not begun:
            return 0
        rounds = list(self._answered[leader])
        rounds[leader] = begun[-1][0]
        groups = governing(self.chronicle, server.node).majorities
        confirmed = min([agreed_index(rounds, voters, majority(len(voters))) for voters in groups])
        starts = [start for number, start in begun if number == confirmed]
        if not starts:
            return 0
        options = world.options
        length_us = options.election_timeout_us[0] * 10_000 // (10_000 + options.clock_drift_bound)
        return starts[0] + length_us - server.local_us(world.time_us)

    def _on_standing(self, world: World, event: ElectionStarted | PreVoteStarted) -> None:
        """Somebody may have let an election timer run out by hand: then the one who stands broke its own promise."""
        server = world.server(event.server)
        heard = server.node.leader_heard_at_us
        silence = server.local_us(world.time_us) - heard
        if heard != NEVER and silence < world.options.election_timeout_us[0]:
            self._hurried[event.server] = event.term

    def _on_transfer(self, world: World, event: TransferStarted) -> None:
        """Whoever offers leadership away has no lease any more in this term."""
        self._term[event.server] = 0

    def _on_setting(self, world: World, event: SettingChanged) -> None:
        """What servers promised, they promised under other settings."""
        self._term = [0] * 10

    def _on_round_sent(self, world: World, message: AppendEntries | InstallSnapshot) -> None:
        leader, begun = message.source, self._begun[message.source]
        if self._term[leader] == message.term and (not begun or begun[-1][0] < message.round):
            local_us = world.server(leader).local_us(world.time_us)
            oldest_us = local_us - world.options.election_timeout_us[0]
            self._begun[leader] = (*[start for start in begun if start[1] > oldest_us], (message.round, local_us))

    def _on_delivered(self, world: World, event: MessageDelivered) -> None:
        message = event.message
        if not isinstance(message, (AppendEntriesReply, InstallSnapshotReply)):
            return
        leader, answered = message.target, self._answered[message.target]
        if self._term[leader] == message.term and message.round > answered[message.source]:
            self._answered[leader] = (*answered[: message.source], message.round, *answered[message.source + 1 :])
