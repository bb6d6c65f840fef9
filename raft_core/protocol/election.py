"""Leader election (5.2, 5.4.1)."""

from raft_core.event import BecameLeader, ElectionStarted, VoteCounted, VoteGranted, VoteRefused
from raft_core.ids import NOBODY
from raft_core.log import NOOP, Entry
from raft_core.messages import RequestVote, RequestVoteReply
from raft_core.node import NEVER, Candidate, Leader, Progress
from raft_core.protocol.replication import append_as_leader, send_entries, truncate
from raft_core.protocol.terms import observe_term
from raft_core.quorum import Tally
from raft_core.transition import Turn


def campaign(turn: Turn) -> None:
    """The election timer ran out: stand for election in a new term (5.2)."""
    node = turn.node
    node.election_deadline_us = NEVER
    turn.arm_election_timer()
    if not turn.judge(turn.rules.may_campaign, node, node.configuration):
        return
    node.current_term += 1
    node.voted_for = turn.choose(turn.rules.candidate_vote, node, None)
    node.leader_id = NOBODY
    node.is_dirty = True
    turn.events.append(ElectionStarted(node.id, node.current_term))
    turn.become(Candidate([], []))
    for majority in node.configuration.majorities:
        for peer in majority:
            if peer != node.id:
                request = RequestVote(node.id, peer, node.current_term, node.log.last_index, node.log.last_term)
                turn.send_when_durable(request)
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
        turn.arm_election_timer()
    else:
        turn.events.append(VoteRefused(node.id, request.source, request.term))
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
    _note_vote(turn, role, reply.source, counts)


def count_own_vote(turn: Turn) -> None:
    """A candidate votes for itself, once that vote is on disk (5.2, Figure 2)."""
    node, role = turn.node, turn.node.role
    if isinstance(role, Candidate) and turn.judge(turn.rules.counts_own_vote, node, role):
        role.votes.append(node.id)
        _note_vote(turn, role, node.id, True)


def _note_vote(turn: Turn, role: Candidate, voter: int, granted: bool) -> None:
    node = turn.node
    tally = Tally(node.current_term, role.votes)
    for voters in node.configuration.majorities:
        tally.add_group(voters, turn.choose(turn.rules.quorum, node, voters))
    turn.events.append(VoteCounted(node.id, voter, node.current_term, granted, len(role.votes), tally.needed[0]))
    if granted and turn.judge(turn.rules.wins_election, node, tally):
        _lead(turn, role)


def _lead(turn: Turn, candidate: Candidate) -> None:
    """Take office: know nothing of the followers yet, and say so to each of them (Figure 2, leaders)."""
    node = turn.node
    keep = turn.choose(turn.rules.log_in_office, node, None)
    leader = Leader(
        {peer: Progress(keep + 1, 0) for peer in node.configuration.members if peer != node.id}, {}, candidate.votes
    )
    turn.become(leader)
    node.leader_id = node.id
    turn.events.append(BecameLeader(node.id, node.current_term, candidate.votes[:]))
    turn.arm_heartbeat_timer()
    truncate(turn, keep)
    if turn.options.noop:
        append_as_leader(turn, Entry(node.current_term, NOOP, None))
    for peer in leader.progress:
        send_entries(turn, leader, peer)


def on_heartbeat_timer(turn: Turn) -> None:
    """The heartbeat interval is over: tell every peer who leads (5.2), with entries where some are due."""
    role = turn.node.role
    turn.node.heartbeat_deadline_us = NEVER
    if isinstance(role, Leader):
        turn.arm_heartbeat_timer()
        for peer in role.progress:
            send_entries(turn, role, peer)
