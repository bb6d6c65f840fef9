"""The messages of Raft, with the field names of Figures 2 and 13."""

from dataclasses import dataclass
from typing import ClassVar, Final, TypeAlias

from raft_core.ids import ServerId
from raft_core.log import Entry

REQUEST_VOTE: Final = 2
REQUEST_VOTE_REPLY: Final = 3
APPEND_ENTRIES: Final = 4
APPEND_ENTRIES_REPLY: Final = 5


@dataclass(slots=True, eq=False)
class RequestVote:
    """A candidate asks for a vote (5.2, Figure 2)."""

    kind: ClassVar[int] = REQUEST_VOTE
    type_name: ClassVar[str] = "RequestVote"
    source: ServerId
    target: ServerId
    term: int
    last_log_index: int
    last_log_term: int


@dataclass(slots=True, eq=False)
class RequestVoteReply:
    """A server grants or refuses its vote (5.2, Figure 2)."""

    kind: ClassVar[int] = REQUEST_VOTE_REPLY
    type_name: ClassVar[str] = "RequestVoteReply"
    source: ServerId
    target: ServerId
    term: int
    vote_granted: bool


@dataclass(slots=True, eq=False)
class AppendEntries:
    """A leader replicates entries, or says that it still leads: a heartbeat has none (5.3, Figure 2)."""

    kind: ClassVar[int] = APPEND_ENTRIES
    type_name: ClassVar[str] = "AppendEntries"
    source: ServerId
    target: ServerId
    term: int
    prev_log_index: int
    prev_log_term: int
    entries: list[Entry]
    leader_commit: int


@dataclass(slots=True, eq=False)
class AppendEntriesReply:
    """A follower's answer (5.3, Figure 2).

    `prev_log_index` repeats the request's, so that a late refusal is recognized. On success `match_index` is the last
    index known to equal the leader's log. On refusal `conflict_index` is where the leader may go on, and
    `conflict_term` the term that stands in the way, 0 when the log is too short (end of 5.3).
    """

    kind: ClassVar[int] = APPEND_ENTRIES_REPLY
    type_name: ClassVar[str] = "AppendEntriesReply"
    source: ServerId
    target: ServerId
    term: int
    success: bool
    prev_log_index: int
    match_index: int
    conflict_term: int
    conflict_index: int


Message: TypeAlias = RequestVote | RequestVoteReply | AppendEntries | AppendEntriesReply

MESSAGE_TYPES: Final = (RequestVote, RequestVoteReply, AppendEntries, AppendEntriesReply)
