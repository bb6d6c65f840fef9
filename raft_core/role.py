"""What a server is at the moment, and the state that goes with it (Figure 4; Figure 2, state on leaders)."""

from typing import Final, TypeAlias

from raft_core.ids import NOBODY, ServerId
from raft_core.machine import Command
from raft_core.snapshot import Snapshot

FOLLOWER: Final = 0
PRE_CANDIDATE: Final = 1
CANDIDATE: Final = 2
LEADER: Final = 3
ROLE_NAMES: Final = ("follower", "pre_candidate", "candidate", "leader")

PROBE: Final = 0
REPLICATE: Final = 1
SNAPSHOT: Final = 2
PROGRESS_MODES: Final = ("probe", "replicate", "snapshot")

NEVER: Final = -1


class Follower:
    """Listens (5.1). Has no state of its own."""

    __slots__ = ()
    kind: Final = FOLLOWER

    def copy(self) -> "Follower":
        """Itself: there is nothing to change."""
        return self


class PreCandidate:
    """Asks whether it would be elected (dissertation 9.6). `votes` lists who said yes, the server itself included."""

    __slots__ = ("refusals", "votes")
    kind: Final = PRE_CANDIDATE

    def __init__(self, votes: list[ServerId], refusals: list[ServerId]) -> None:
        self.votes = votes
        self.refusals = refusals

    def copy(self) -> "PreCandidate":
        """A pre-candidate with the same answers."""
        return PreCandidate(self.votes[:], self.refusals[:])


class Candidate:
    """Asks for votes (5.2). `votes` lists every vote counted, the own one included."""

    __slots__ = ("refusals", "votes")
    kind: Final = CANDIDATE

    def __init__(self, votes: list[ServerId], refusals: list[ServerId]) -> None:
        self.votes = votes
        self.refusals = refusals

    def copy(self) -> "Candidate":
        """A candidate with the same votes."""
        return Candidate(self.votes[:], self.refusals[:])


class Progress:
    """What a leader believes of one peer (Figure 2: nextIndex, matchIndex) and how it sends to it.

    While probing at most one AppendEntries is outstanding; while replicating up to max_inflight are, and `inflight`
    lists the last index of each (dissertation 10.2.2); in snapshot mode the chunk at `snapshot_offset` is.
    `acknowledged_round` is the latest round of heartbeats that it answered.
    """

    __slots__ = (
        "acknowledged_round",
        "heard_at_us",
        "inflight",
        "match_index",
        "mode",
        "next_index",
        "probe_outstanding",
        "snapshot",
        "snapshot_offset",
    )

    def __init__(self, next_index: int, match_index: int) -> None:
        self.next_index = next_index
        self.match_index = match_index
        self.mode = PROBE
        self.inflight: tuple[int, ...] = ()
        self.probe_outstanding = False
        self.heard_at_us = NEVER
        self.acknowledged_round = 0
        self.snapshot: Snapshot | None = None
        self.snapshot_offset = 0

    def copy(self) -> "Progress":
        """The same belief, apart."""
        twin = Progress.__new__(Progress)
        twin.next_index = self.next_index
        twin.match_index = self.match_index
        twin.mode = self.mode
        twin.inflight = self.inflight
        twin.probe_outstanding = self.probe_outstanding
        twin.heard_at_us = self.heard_at_us
        twin.acknowledged_round = self.acknowledged_round
        twin.snapshot = self.snapshot
        twin.snapshot_offset = self.snapshot_offset
        return twin


class Read:
    """A read that waits at a leader (dissertation 6.4): for its index, and for a quorum to confirm the leader.

    `index` is NEVER until the leader knows what is committed; `round` is the first round of heartbeats that counts.
    `follower` asked on behalf of its client, or is nobody. Immutable.
    """

    __slots__ = ("command", "follower", "index", "round")

    def __init__(self, command: Command, follower: ServerId, index: int, round_: int) -> None:
        self.command = command
        self.follower = follower
        self.index = index
        self.round = round_

    def at(self, index: int, round_: int) -> "Read":
        """The same read, once its index is known."""
        return Read(self.command, self.follower, index, round_)


class Leader:
    """Replicates (5.3). `pending` holds, by log index, the commands whose clients wait for an answer.

    `round` numbers the rounds of heartbeats and `round_starts` holds (round, when it began) for those that matter;
    `reads` wait for a confirmed round; `transfer_to` is who is to take over, and `leases_void` says that leadership
    was offered away in this term. A copy shares every Progress until `change` is called for it.
    """

    __slots__ = (
        "_own",
        "leases_void",
        "pending",
        "progress",
        "reads",
        "round",
        "round_starts",
        "since_us",
        "timeout_sent",
        "transfer_to",
        "votes",
    )
    kind: Final = LEADER

    def __init__(self, progress: dict[ServerId, Progress], votes: list[ServerId], since_us: int) -> None:
        self.progress = progress
        self.votes = votes
        self.since_us = since_us
        self.pending: dict[int, Command] = {}
        self.round = 1
        self.round_starts: tuple[tuple[int, int], ...] = ((1, since_us),)
        self.reads: tuple[Read, ...] = ()
        self.transfer_to: ServerId = NOBODY
        self.timeout_sent = False
        self.leases_void = False
        self._own = set(progress)

    def copy(self) -> "Leader":
        """A leader that believes the same."""
        twin = Leader.__new__(Leader)
        twin.progress = self.progress.copy()
        twin.votes = self.votes
        twin.since_us = self.since_us
        twin.pending = self.pending.copy()
        twin.round = self.round
        twin.round_starts = self.round_starts
        twin.reads = self.reads
        twin.transfer_to = self.transfer_to
        twin.timeout_sent = self.timeout_sent
        twin.leases_void = self.leases_void
        twin._own = set()
        return twin

    def change(self, peer: ServerId) -> Progress:
        """What it believes of a peer, for changing. Raises KeyError for a server that is no peer."""
        progress = self.progress[peer]
        if peer not in self._own:
            progress = self.progress[peer] = progress.copy()
            self._own.add(peer)
        return progress

    def set_peers(self, peers: tuple[ServerId, ...], next_index: int) -> None:
        """Begin to replicate to those who joined, and stop for those who left (4.1)."""
        for peer in [peer for peer in self.progress if peer not in peers]:
            del self.progress[peer]
            self._own.discard(peer)
        for peer in peers:
            if peer not in self.progress:
                self.progress[peer] = Progress(next_index, 0)
                self._own.add(peer)


Role: TypeAlias = "Follower | PreCandidate | Candidate | Leader"
