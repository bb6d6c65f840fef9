"""The rules of Raft, in the order of the paper's Figure 2, one file for each of its boxes.

A *judgement* says yes or no, a *choice* returns a value. Both decide and explain with the same words, and the protocol
takes every decision through a record of them: `RAFT` is the correct one, a variant is `RAFT` with an entry replaced.
"""

from dataclasses import dataclass
from typing import Final

from raft_core.configuration import Configuration
from raft_core.explain import Choice, Judgement
from raft_core.ids import ServerId
from raft_core.machine import Command
from raft_core.messages import AppendEntries, AppendEntriesReply, Message, RequestVote, RequestVoteReply
from raft_core.node import Candidate, Durable, Node
from raft_core.quorum import Tally
from raft_core.rules import all_servers, append_entries, candidates, leaders, request_vote
from raft_core.rules.append_entries import Merge


@dataclass(slots=True, frozen=True)
class Rules:
    """Every decision of the protocol."""

    # State.
    survives_restart: Choice[Node, Durable, Durable] = all_servers.SURVIVES_RESTART
    may_answer: Judgement[Node, Message] = all_servers.MAY_ANSWER
    # AppendEntries RPC.
    accepts_entries: Judgement[Node, AppendEntries] = append_entries.ACCEPTS_ENTRIES
    vote_under_leader: Choice[Node, AppendEntries, ServerId] = append_entries.VOTE_UNDER_LEADER
    merged_log: Choice[Node, AppendEntries, Merge] = append_entries.MERGED_LOG
    follower_commit_index: Choice[Node, AppendEntries, int] = append_entries.FOLLOWER_COMMIT_INDEX
    acknowledged_index: Choice[Node, AppendEntries, int] = append_entries.ACKNOWLEDGED_INDEX
    # RequestVote RPC.
    may_grant_vote: Judgement[Node, RequestVote] = request_vote.MAY_GRANT_VOTE
    # Rules for all servers.
    applies_until: Choice[Node, None, int] = all_servers.APPLIES_UNTIL
    applies_next: Choice[Node, int, int] = all_servers.APPLIES_NEXT
    may_execute: Judgement[Node, Command] = all_servers.MAY_EXECUTE
    observed_term: Choice[Node, Message, int] = all_servers.OBSERVED_TERM
    vote_in_new_term: Choice[Node, Message, ServerId] = all_servers.VOTE_IN_NEW_TERM
    steps_down: Judgement[Node, Message] = all_servers.STEPS_DOWN
    # Rules for followers and candidates.
    may_campaign: Judgement[Node, Configuration] = candidates.MAY_CAMPAIGN
    candidate_vote: Choice[Node, None, ServerId] = candidates.CANDIDATE_VOTE
    counts_own_vote: Judgement[Node, Candidate] = candidates.COUNTS_OWN_VOTE
    counts_vote: Judgement[Node, RequestVoteReply] = candidates.COUNTS_VOTE
    quorum: Choice[Node, tuple[ServerId, ...], int] = candidates.QUORUM
    wins_election: Judgement[Node, Tally] = candidates.WINS_ELECTION
    # Rules for leaders.
    log_in_office: Choice[Node, None, int] = leaders.LOG_IN_OFFICE
    accepts_command: Judgement[Node, Command] = leaders.ACCEPTS_COMMAND
    match_index_when_sent: Choice[Node, AppendEntries, int] = leaders.MATCH_INDEX_WHEN_SENT
    counts_as_match: Judgement[Node, AppendEntriesReply] = leaders.COUNTS_AS_MATCH
    match_index: Choice[Node, AppendEntriesReply, int] = leaders.MATCH_INDEX
    next_index_after_success: Choice[Node, AppendEntriesReply, int] = leaders.NEXT_INDEX_AFTER_SUCCESS
    next_index_after_conflict: Choice[Node, AppendEntriesReply, int] = leaders.NEXT_INDEX_AFTER_CONFLICT
    own_match_index: Choice[Node, None, int] = leaders.OWN_MATCH_INDEX
    may_commit: Judgement[Node, Tally] = leaders.MAY_COMMIT
    outcome_without_office: Choice[Node, Command, str] = leaders.OUTCOME_WITHOUT_OFFICE


RAFT: Final = Rules()
