"""Figure 2, AppendEntries RPC, receiver implementation."""

from typing import Final, NamedTuple

from raft_core.explain import Choice, Clause, Judgement
from raft_core.ids import ServerId
from raft_core.log import ABSENT
from raft_core.messages import AppendEntries
from raft_core.node import Node


class Merge(NamedTuple):
    """What becomes of a log: it is kept up to index `keep`, and the new entries after the first `skip` go behind it."""

    keep: int
    skip: int

    def __str__(self) -> str:
        return f"up to {self.keep}, and the new entries after the first {self.skip}"


def _prev_log_term_matches(node: Node, request: AppendEntries) -> bool:
    return node.log.term_at(request.prev_log_index) in (request.prev_log_term, ABSENT)


def merge(node: Node, request: AppendEntries) -> Merge:
    """Steps 3 and 4: remove what conflicts, and only that; append what is new.

    A late or repeated request therefore never shortens the log (5.3).
    """
    log, index = node.log, request.prev_log_index
    for skip, entry in enumerate(request.entries):
        # What a snapshot has replaced is committed, and therefore equal (7).
        if log.term_at(index + 1) != entry.term and index >= log.base_index:
            return Merge(index, skip)
        index += 1
    return Merge(log.last_index, len(request.entries))


ANSWERS_OLD_LEADER: Final = Judgement[Node, AppendEntries](
    "answers_old_leader",
    "Does {node.name} answer?",
    "AppendEntries, Figure 2",
    ("node", "request"),
    (
        Clause(
            "always",
            "5.1",
            "Must a leader of an older term learn that it is one?",
            lambda node, request: True,
            "{node.name} is in term {node.current_term} and says so",
            "{node.name} stays silent",
        ),
    ),
)

ACCEPTS_ENTRIES: Final = Judgement[Node, AppendEntries](
    "accepts_entries",
    "Does {node.name} accept the entries?",
    "AppendEntries, Figure 2",
    ("node", "request"),
    (
        Clause(
            "current_term",
            "5.1",
            "Is the leader's term current?",
            lambda node, request: request.term >= node.current_term,
            "{request.term} ≥ {node.current_term}",
            "{request.term} < {node.current_term}: a leader of an older term is no longer leader",
        ),
        Clause(
            "prev_log_index",
            "5.3",
            "Does the log reach the entry before the new ones?",
            lambda node, request: request.prev_log_index <= node.log.last_index,
            "prevLogIndex {request.prev_log_index} ≤ last index {node.log.last_index}",
            "prevLogIndex {request.prev_log_index} > last index {node.log.last_index}: entries are missing in between",
        ),
        Clause(
            "prev_log_term",
            "5.3",
            "Is it the same entry, by its term?",
            _prev_log_term_matches,
            "the entry at {request.prev_log_index} has prevLogTerm {request.prev_log_term}",
            "the entry at {request.prev_log_index} does not have prevLogTerm {request.prev_log_term}",
        ),
    ),
)

VOTE_UNDER_LEADER: Final = Choice[Node, AppendEntries, ServerId](
    "vote_under_leader",
    "What becomes of {node.name}'s vote now that it knows the leader?",
    "RequestVote, Figure 2",
    ("node", "request"),
    "5.2",
    lambda node, request: node.voted_for,
    "it stays {node.voted_for_name}: a vote holds for the whole of term {node.current_term}",
)

MERGED_LOG: Final = Choice[Node, AppendEntries, Merge](
    "merged_log",
    "What becomes of {node.name}'s log?",
    "AppendEntries, Figure 2",
    ("node", "request"),
    "5.3",
    merge,
    "it is kept up to {value.keep} of {node.log.last_index}; of the new entries it has the first {value.skip} already",
)

ACKNOWLEDGED_INDEX: Final = Choice[Node, AppendEntries, int](
    "acknowledged_index",
    "Up to where does {node.name} vouch for its log?",
    "AppendEntries, Figure 2",
    ("node", "request"),
    "5.3",
    lambda node, request: request.prev_log_index + len(request.entries),
    "up to {value}, the last entry that the request speaks of; its own log ends at {node.log.last_index}",
)

FOLLOWER_COMMIT_INDEX: Final = Choice[Node, AppendEntries, int](
    "follower_commit_index",
    "How far is {node.name}'s log committed?",
    "AppendEntries, Figure 2",
    ("node", "request"),
    "5.3",
    lambda node, request: max(
        node.commit_index, min(request.leader_commit, request.prev_log_index + len(request.entries))
    ),
    "{value}: leaderCommit is {request.leader_commit}, and never more than the last entry known to be the leader's",
)
