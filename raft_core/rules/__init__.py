"""The rules of Raft, in the order of the paper's Figure 2, one file for each of its boxes.

A *judgement* says yes or no, a *choice* returns a value. Both decide and explain with the same words, and the protocol
takes every decision through a record of them: `RAFT` is the correct one, a variant is `RAFT` with an entry replaced.
"""

from dataclasses import dataclass
from typing import Final

from raft_core.configuration import Change, Configuration
from raft_core.explain import Choice, Judgement
from raft_core.ids import ServerId
from raft_core.machine import Command
from raft_core.messages import (
    AppendEntries,
    AppendEntriesReply,
    InstallSnapshot,
    InstallSnapshotReply,
    Message,
    PreVote,
    PreVoteReply,
    RequestVote,
    RequestVoteReply,
    TimeoutNow,
)
from raft_core.node import Durable, FollowerRead, Node
from raft_core.quorum import Tally
from raft_core.role import Candidate, Read
from raft_core.rules import (
    all_servers,
    append_entries,
    candidates,
    handover,
    leaders,
    membership,
    pre_vote,
    reads,
    request_vote,
    snapshots,
)
from raft_core.rules.all_servers import Moment
from raft_core.rules.append_entries import Merge
from raft_core.rules.handover import Target, Waiting
from raft_core.rules.membership import Placed
from raft_core.rules.pre_vote import Approach
from raft_core.rules.reads import Acknowledgement, Lease, LeaseTerms
from raft_core.snapshot import Snapshot


@dataclass(slots=True, frozen=True)
class Rules:
    """Every decision of the protocol."""

    # State.
    survives_restart: Choice[Node, Durable, Durable] = all_servers.SURVIVES_RESTART
    may_answer: Judgement[Node, Message] = all_servers.MAY_ANSWER
    # AppendEntries RPC.
    answers_old_leader: Judgement[Node, AppendEntries] = append_entries.ANSWERS_OLD_LEADER
    accepts_entries: Judgement[Node, AppendEntries] = append_entries.ACCEPTS_ENTRIES
    vote_under_leader: Choice[Node, AppendEntries, ServerId] = append_entries.VOTE_UNDER_LEADER
    merged_log: Choice[Node, AppendEntries, Merge] = append_entries.MERGED_LOG
    follower_commit_index: Choice[Node, AppendEntries, int] = append_entries.FOLLOWER_COMMIT_INDEX
    acknowledged_index: Choice[Node, AppendEntries, int] = append_entries.ACKNOWLEDGED_INDEX
    # RequestVote RPC.
    may_grant_vote: Judgement[Node, RequestVote] = request_vote.MAY_GRANT_VOTE
    restarts_timer: Judgement[Node, RequestVote] = pre_vote.RESTARTS_TIMER
    # Rules for all servers.
    applies_until: Choice[Node, None, int] = all_servers.APPLIES_UNTIL
    applies_next: Choice[Node, int, int] = all_servers.APPLIES_NEXT
    may_execute: Judgement[Node, Command] = all_servers.MAY_EXECUTE
    forgets_sessions: Choice[Node, Moment, tuple[str, ...]] = all_servers.FORGETS_SESSIONS
    observed_term: Choice[Node, Message, int] = all_servers.OBSERVED_TERM
    vote_in_new_term: Choice[Node, Message, ServerId] = all_servers.VOTE_IN_NEW_TERM
    steps_down: Judgement[Node, Message] = all_servers.STEPS_DOWN
    # Rules for followers and candidates.
    election_timeout: Choice[Node, tuple[int, int], tuple[int, int]] = pre_vote.ELECTION_TIMEOUT
    may_campaign: Judgement[Node, str] = candidates.MAY_CAMPAIGN
    candidate_vote: Choice[Node, None, ServerId] = candidates.CANDIDATE_VOTE
    counts_own_vote: Judgement[Node, Candidate] = candidates.COUNTS_OWN_VOTE
    counts_vote: Judgement[Node, RequestVoteReply] = candidates.COUNTS_VOTE
    quorum: Choice[Node, tuple[ServerId, ...], int] = candidates.QUORUM
    wins_election: Judgement[Node, Tally] = candidates.WINS_ELECTION
    # Rules for leaders.
    log_in_office: Choice[Node, None, int] = leaders.LOG_IN_OFFICE
    accepts_command: Judgement[Node, Command] = leaders.ACCEPTS_COMMAND
    match_index_in_office: Choice[Node, ServerId, int] = leaders.MATCH_INDEX_IN_OFFICE
    heartbeat_after: Choice[Node, ServerId, int] = leaders.HEARTBEAT_AFTER
    match_index_when_sent: Choice[Node, AppendEntries, int] = leaders.MATCH_INDEX_WHEN_SENT
    counts_as_match: Judgement[Node, AppendEntriesReply] = leaders.COUNTS_AS_MATCH
    match_index: Choice[Node, AppendEntriesReply, int] = leaders.MATCH_INDEX
    next_index_after_success: Choice[Node, AppendEntriesReply, int] = leaders.NEXT_INDEX_AFTER_SUCCESS
    next_index_after_conflict: Choice[Node, AppendEntriesReply, int] = leaders.NEXT_INDEX_AFTER_CONFLICT
    own_match_index: Choice[Node, None, int] = leaders.OWN_MATCH_INDEX
    may_commit: Judgement[Node, Tally] = leaders.MAY_COMMIT
    outcome_without_office: Choice[Node, Command, str] = leaders.OUTCOME_WITHOUT_OFFICE
    # Membership (6, dissertation 4).
    effective_configuration: Choice[Node, None, Configuration] = membership.EFFECTIVE_CONFIGURATION
    configurations_after_truncation: Choice[Node, int, tuple[tuple[int, Configuration], ...]] = (
        membership.CONFIGURATIONS_AFTER_TRUNCATION
    )
    majorities: Choice[Node, Configuration, tuple[tuple[ServerId, ...], ...]] = membership.MAJORITIES
    counted_servers: Choice[Node, tuple[ServerId, ...], tuple[ServerId, ...]] = membership.COUNTED_SERVERS
    may_change_membership: Judgement[Node, Change] = membership.MAY_CHANGE_MEMBERSHIP
    next_configuration: Choice[Node, Change, Configuration] = membership.NEXT_CONFIGURATION
    leaves_joint: Judgement[Node, Placed] = membership.LEAVES_JOINT
    leaves_office: Judgement[Node, Placed] = membership.LEAVES_OFFICE
    # InstallSnapshot RPC, Figure 13, and compaction (7, dissertation 5).
    snapshot_due: Judgement[Node, int] = snapshots.SNAPSHOT_DUE
    snapshot_index: Choice[Node, None, int] = snapshots.SNAPSHOT_INDEX
    snapshot_contents: Choice[Node, int, Snapshot] = snapshots.SNAPSHOT_CONTENTS
    needs_snapshot: Judgement[Node, int] = snapshots.NEEDS_SNAPSHOT
    accepts_chunk: Judgement[Node, InstallSnapshot] = snapshots.ACCEPTS_CHUNK
    installs_snapshot: Judgement[Node, InstallSnapshot] = snapshots.INSTALLS_SNAPSHOT
    retains_entries: Judgement[Node, InstallSnapshot] = snapshots.RETAINS_ENTRIES
    term_after_snapshot: Choice[Node, InstallSnapshot, int] = snapshots.TERM_AFTER_SNAPSHOT
    leaves_snapshot_mode: Judgement[Node, InstallSnapshotReply] = snapshots.LEAVES_SNAPSHOT_MODE
    # Elections in practice (dissertation 9.6, 4.2.3, 6.2, 3.10).
    hears_candidate: Judgement[Node, Approach] = pre_vote.HEARS_CANDIDATE
    answers_pre_vote: Judgement[Node, PreVote] = pre_vote.ANSWERS_PRE_VOTE
    may_grant_pre_vote: Judgement[Node, Approach] = pre_vote.MAY_GRANT_PRE_VOTE
    counts_pre_vote: Judgement[Node, PreVoteReply] = pre_vote.COUNTS_PRE_VOTE
    stays_in_office: Judgement[Node, Tally] = handover.STAYS_IN_OFFICE
    may_transfer: Judgement[Node, Target] = handover.MAY_TRANSFER
    gives_transfer_up: Judgement[Node, Waiting] = handover.GIVES_TRANSFER_UP
    obeys_timeout_now: Judgement[Node, TimeoutNow] = handover.OBEYS_TIMEOUT_NOW
    # Reads (8, dissertation 6.4).
    knows_commit_index: Judgement[Node, Read] = reads.KNOWS_COMMIT_INDEX
    read_round: Choice[Node, None, int] = reads.READ_ROUND
    counts_for_read: Judgement[Node, Acknowledgement] = reads.COUNTS_FOR_READ
    confirms_read: Judgement[Node, Tally] = reads.CONFIRMS_READ
    may_serve_read: Judgement[Node, FollowerRead] = reads.MAY_SERVE_READ
    follower_read_index: Choice[Node, Command, int] = reads.FOLLOWER_READ_INDEX
    lease_start: Choice[Node, LeaseTerms, int] = reads.LEASE_START
    lease_end: Choice[Node, LeaseTerms, int] = reads.LEASE_END
    holds_lease: Judgement[Node, Lease] = reads.HOLDS_LEASE


RAFT: Final = Rules()
