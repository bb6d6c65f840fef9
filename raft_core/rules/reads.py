"""Reads that are linearizable without a log entry: read-index and leases (8, dissertation 6.4)."""

from typing import Final, NamedTuple

from raft_core.explain import Choice, Clause, Judgement
from raft_core.ids import SERVER_NAMES, ServerId
from raft_core.machine import Command
from raft_core.node import FollowerRead, Node
from raft_core.quorum import Tally
from raft_core.role import NEVER, Leader, Read
from raft_core.units import format_duration


class Acknowledgement(NamedTuple):
    """The latest round of heartbeats that a peer answered, held against a read."""

    read: Read
    peer: ServerId
    round: int

    @property
    def peer_name(self) -> str:
        """The peer's name."""
        return SERVER_NAMES[self.peer]


class LeaseTerms(NamedTuple):
    """What a lease is made from, on the leader's own clock: when the last confirmed round began, and was answered."""

    started_us: int
    answered_us: int
    timeout_us: int
    drift_bound: int

    @property
    def timeout(self) -> str:
        """The minimum election timeout, as a phrase."""
        return format_duration(self.timeout_us)

    @property
    def bound(self) -> str:
        """The bound of the drift, as a phrase."""
        return f"{self.drift_bound / 100:g}%"


class Lease(NamedTuple):
    """A lease in the moment of a read. `until_us` is NEVER when no round was confirmed."""

    until_us: int
    now_us: int

    @property
    def left(self) -> str:
        """How long it goes on, as a phrase."""
        if self.until_us == NEVER:
            return "no round of heartbeats was confirmed yet"
        left = self.until_us - self.now_us
        return f"it ends in {format_duration(left)}" if left > 0 else f"it ended {format_duration(-left)} ago"


def _own_term_committed(node: Node, read: Read) -> bool:
    return node.log.term_at(node.commit_index) == node.current_term


KNOWS_COMMIT_INDEX: Final = Judgement[Node, Read](
    "knows_commit_index",
    "Does {node.name} know how far the log is committed?",
    "dissertation 6.4",
    ("node", "read"),
    (
        Clause(
            "own_term_committed",
            "diss. 6.4",
            "Has it committed an entry of its own term?",
            _own_term_committed,
            "the entry at commitIndex {node.commit_index} is of term {node.current_term}",
            "the entry at commitIndex {node.commit_index} is of an earlier term; entries after it may be committed too",
        ),
    ),
)

READ_ROUND: Final = Choice[Node, None, int](
    "read_round",
    "Which round of heartbeats confirms the read?",
    "dissertation 6.4",
    ("node", "_"),
    "diss. 6.4",
    lambda node, _: node.role.round + 1 if isinstance(node.role, Leader) else 0,
    "a new one, number {value}: an answer to an earlier one says nothing about now",
)

COUNTS_FOR_READ: Final = Judgement[Node, Acknowledgement](
    "counts_for_read",
    "Does the answer of {acknowledgement.peer_name} confirm the read?",
    "dissertation 6.4",
    ("node", "acknowledgement"),
    (
        Clause(
            "after_read",
            "diss. 6.4",
            "Is it to a heartbeat sent after the read came?",
            lambda node, acknowledgement: acknowledgement.round >= acknowledgement.read.round,
            "round {acknowledgement.round} ≥ {acknowledgement.read.round}",
            "round {acknowledgement.round} < {acknowledgement.read.round}: another leader may have been elected since",
        ),
    ),
)

CONFIRMS_READ: Final = Judgement[Node, Tally](
    "confirms_read",
    "Is {node.name} known to lead still?",
    "dissertation 6.4",
    ("node", "tally"),
    (
        Clause(
            "quorum",
            "diss. 6.4",
            "Did enough of the voters answer?",
            lambda node, tally: tally.suffices,
            "{tally.words}: {tally.who}",
            "{tally.words}: {tally.who}",
        ),
    ),
)

MAY_SERVE_READ: Final = Judgement[Node, FollowerRead](
    "may_serve_read",
    "May {node.name} answer the read?",
    "dissertation 6.4",
    ("node", "read"),
    (
        Clause(
            "applied",
            "diss. 6.4",
            "Is the state as new as the read index?",
            lambda node, read: node.last_applied >= read.index,
            "lastApplied {node.last_applied} ≥ read index {read.index}",
            "lastApplied {node.last_applied} < read index {read.index}",
        ),
    ),
)

FOLLOWER_READ_INDEX: Final = Choice[Node, Command, int](
    "follower_read_index",
    "How far does {node.name} have to be to answer?",
    "dissertation 6.4",
    ("node", "command"),
    "diss. 6.4",
    lambda node, command: NEVER,
    "only the leader knows, and is asked; the own commitIndex {node.commit_index} may be old",
)

LEASE_START: Final = Choice[Node, LeaseTerms, int](
    "lease_start",
    "From when does the lease of {node.name} run?",
    "dissertation 6.4.1",
    ("node", "terms"),
    "diss. 6.4.1",
    lambda node, terms: terms.started_us,
    "from when the round was sent: followers began to wait anew no earlier",
)

LEASE_END: Final = Choice[Node, LeaseTerms, int](
    "lease_end",
    "How long does the lease of {node.name} last?",
    "dissertation 6.4.1",
    ("node", "terms"),
    "diss. 6.4.1",
    lambda node, terms: terms.timeout_us * 10_000 // (10_000 + terms.drift_bound),
    "{value} µs: the minimum election timeout {terms.timeout}, less what clocks may drift apart ({terms.bound})",
)

HOLDS_LEASE: Final = Judgement[Node, Lease](
    "holds_lease",
    "Does {node.name} hold a lease?",
    "dissertation 6.4.1",
    ("node", "lease"),
    (
        Clause(
            "not_handed_over",
            "diss. 6.4.1",
            "Has it not offered leadership to another?",
            lambda node, lease: not isinstance(node.role, Leader) or not node.role.leases_void,
            "no transfer was begun in term {node.current_term}",
            "a transfer was begun in term {node.current_term}: the other may be elected without waiting",
        ),
        Clause(
            "unexpired",
            "diss. 6.4.1",
            "Can no other leader exist yet?",
            lambda node, lease: lease.now_us < lease.until_us,
            "{lease.left}",
            "{lease.left}",
        ),
    ),
)
