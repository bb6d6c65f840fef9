"""Leader election (5.2, 5.4.1)."""

from raft_core.event import BecameLeader, ElectionStarted, VoteCounted, VoteGranted, VoteRefused
from raft_core.ids import NOBODY
from raft_core.log import NOOP, Entry
from raft_core.messages import RequestVote, RequestVoteReply
from raft_core.protocol.quorums import electors, tally
from raft_core.protocol.replication import append_as_leader, send_entries, truncate
from raft_core.protocol.terms import observe_term
from raft_core.role import Candidate, Leader, Progress
from raft_core.transition import Turn


def campaign(turn: Turn, *, disrupts: bool) -> None:
    """Stand for election in a new term (5.2). `disrupts` says that the leader itself wants it (4.2.3)."""
    node = turn.node
    node.current_term += 1
    node.voted_for = turn.choose(turn.rules.candidate_vote, node, None)
    node.leader_id = NOBODY
    node.is_dirty = True
    turn.events.append(ElectionStarted(node.id, node.current_term))
    turn.become(Candidate([], []))
    last_index, last_term = node.log.last_index, node.log.last_term
    for peer in electors(turn):
        turn.send_when_durable(RequestVote(node.id, peer, node.current_term, last_index, last_term, disrupts))
    count_own_vote(turn)


def on_request_vote(turn: Turn, request: RequestVote) -> None:
    """Grant or refuse a vote (Figure 2, RequestVote RPC)."""
    node = turn.node
    if request.term > node.current_term:
        observe_term(turn, request)
    granted = turn.judge(turn.rules.may_grant_vote, node, request)
    if granted:
        if node.voted_for != request.source:
            node.voted_for = request.source
            node.is_dirty = True
        turn.events.append(VoteGranted(node.id, request.source, node.current_term))
    else:
        turn.events.append(VoteRefused(node.id, request.source, request.term))
    if turn.judge(turn.rules.restarts_timer, node, request):
        turn.arm_election_timer()
    turn.send_when_durable(RequestVoteReply(node.id, request.source, node.current_term, granted))


def on_request_vote_reply(turn: Turn, reply: RequestVoteReply) -> None:
    """Count a vote; lead once enough are counted (5.2)."""
    node = turn.node
    if reply.term > node.current_term:
        observe_term(turn, reply)
    role = node.role
    counts = turn.judge(turn.rules.counts_vote, node, reply)
    if not isinstance(role, Candidate) or reply.term > node.current_term:
        return
    if counts:
        role.votes.append(reply.source)
    elif not reply.vote_granted and reply.term == node.current_term and reply.source not in role.refusals:
        role.refusals.append(reply.source)
    else:
        return
    note_vote(turn, role, reply.source, granted=counts)


def count_own_vote(turn: Turn) -> None:
    """A candidate votes for itself, once that vote is on disk (5.2, Figure 2)."""
    node, role = turn.node, turn.node.role
    if isinstance(role, Candidate) and turn.judge(turn.rules.counts_own_vote, node, role):
        role.votes.append(node.id)
        note_vote(turn, role, node.id, granted=True)


def note_vote(turn: Turn, role: Candidate, voter: int, *, granted: bool) -> None:
    """Take note of an answer; lead if it was the one that was missing."""
    node = turn.node
    counted = tally(turn, node.current_term, role.votes)
    turn.events.append(VoteCounted(node.id, voter, node.current_term, granted, len(role.votes), counted.needed[0]))
    if granted and turn.judge(turn.rules.wins_election, node, counted):
        _lead(turn, role)


def _lead(turn: Turn, candidate: Candidate) -> None:
    """Take office: know nothing of the followers yet, and say so to each of them (Figure 2, leaders)."""
    node = turn.node
    keep = turn.choose(turn.rules.log_in_office, node, None)
    peers = [peer for peer in node.configurations[-1][1].members if peer != node.id]
    match = {peer: turn.rules.match_index_in_office.pick(node, peer) for peer in peers}
    leader = Leader({peer: Progress(keep + 1, match[peer]) for peer in peers}, candidate.votes, turn.now_us)
    turn.become(leader)
    node.leader_id = node.id
    turn.events.append(BecameLeader(node.id, node.current_term, candidate.votes[:]))
    turn.arm_heartbeat_timer()
    if turn.options.check_quorum:
        node.quorum_deadline_us = turn.now_us + turn.least_timeout_us
    truncate(turn, keep)
    if turn.options.noop:
        append_as_leader(turn, Entry(node.current_term, NOOP, None))
    for peer in leader.progress:
        send_entries(turn, leader, peer)
