"""Pre-votes (dissertation 9.6): ask first, so that a server that cannot win disturbs nobody."""

from raft_core.event import PreVoteAnswered, PreVoteStarted
from raft_core.ids import NOBODY
from raft_core.messages import PreVote, PreVoteReply, RequestVote
from raft_core.protocol.election import campaign, note_vote
from raft_core.protocol.quorums import electors, tally
from raft_core.protocol.terms import observe_term
from raft_core.role import NEVER, Candidate, Leader, PreCandidate
from raft_core.rules.candidates import BY_HAND, BY_TIMER
from raft_core.rules.pre_vote import Approach
from raft_core.transition import Turn


def on_election_timer(turn: Turn, _: None) -> None:
    """The election timer ran out (5.2)."""
    stand(turn, BY_TIMER)


def on_election_by_hand(turn: Turn, _: None) -> None:
    """Somebody let the election timer run out now."""
    stand(turn, BY_HAND)


def stand(turn: Turn, trigger: str) -> None:
    """Stand for election, or ask first whether that has any prospect."""
    node = turn.node
    node.election_deadline_us = NEVER
    turn.arm_election_timer()
    if not turn.judge(turn.rules.may_campaign, node, trigger):
        return
    if not turn.options.pre_vote:
        campaign(turn, disrupts=False)
        return
    node.leader_id = NOBODY
    turn.become(PreCandidate([node.id], []))
    term = node.current_term + 1
    turn.events.append(PreVoteStarted(node.id, term))
    for peer in electors(turn):
        turn.send_when_durable(PreVote(node.id, peer, term, node.log.last_index, node.log.last_term))
    _stand_if_promised(turn)


def on_pre_vote(turn: Turn, request: PreVote) -> None:
    """Say whether the other would be elected from here; nothing changes by it (dissertation 9.6)."""
    node = turn.node
    if request.term <= node.current_term and not turn.judge(turn.rules.answers_pre_vote, node, request):
        return
    granted = turn.judge(turn.rules.may_grant_pre_vote, node, approach(turn, request))
    turn.events.append(PreVoteAnswered(node.id, request.source, request.term, granted))
    term = request.term if granted else node.current_term
    turn.send_when_durable(PreVoteReply(node.id, request.source, term, granted))


def on_pre_vote_reply(turn: Turn, reply: PreVoteReply) -> None:
    """Count a promise; stand for election once enough are counted (dissertation 9.6)."""
    node = turn.node
    if not reply.vote_granted and reply.term > node.current_term:
        observe_term(turn, reply)
    role = node.role
    counts = turn.judge(turn.rules.counts_pre_vote, node, reply)
    if not isinstance(role, (PreCandidate, Candidate)):
        return
    if counts:
        role.votes.append(reply.source)
        if isinstance(role, Candidate):
            note_vote(turn, role, reply.source, granted=True)
        else:
            _stand_if_promised(turn)
    elif isinstance(role, PreCandidate) and not reply.vote_granted and reply.source not in role.refusals:
        role.refusals.append(reply.source)


def approach(turn: Turn, request: PreVote | RequestVote) -> Approach:
    """The request, and how long ago a leader was heard here."""
    node = turn.node
    heard = node.leader_heard_at_us
    silence = heard if heard == NEVER else turn.now_us - heard
    return Approach(request, 0 if isinstance(node.role, Leader) else silence, turn.least_timeout_us)


def _stand_if_promised(turn: Turn) -> None:
    node = turn.node
    if isinstance(node.role, PreCandidate) and turn.judge(
        turn.rules.wins_election, node, tally(turn, node.current_term + 1, node.role.votes)
    ):
        campaign(turn, disrupts=False)
