"""A leader's clockwork: heartbeats, touch with a quorum, handing over (5.2, dissertation 6.2, 3.10)."""

from raft_core.event import TransferEnded, TransferStarted
from raft_core.ids import NOBODY, SERVER_NAMES, ServerId
from raft_core.messages import TimeoutNow
from raft_core.protocol.election import campaign
from raft_core.protocol.quorums import confirmed, tally
from raft_core.protocol.replication import send_entries, send_what_is_due
from raft_core.protocol.terms import observe_term
from raft_core.role import NEVER, Leader
from raft_core.rules.candidates import BY_TRANSFER
from raft_core.rules.handover import Target, Waiting
from raft_core.transition import Turn


def on_leader_timer(turn: Turn, _: None) -> None:
    """One of a leader's deadlines passed."""
    node = turn.node
    if NEVER < node.transfer_deadline_us <= turn.now_us:
        _give_transfer_up(turn)
    elif NEVER < node.quorum_deadline_us <= turn.now_us:
        _check_quorum(turn)
    else:
        on_heartbeat_timer(turn, None)


def on_heartbeat_timer(turn: Turn, _: None) -> None:
    """The heartbeat interval is over: tell every peer who leads (5.2), with entries where some are due."""
    role = turn.node.role
    turn.node.heartbeat_deadline_us = NEVER
    if isinstance(role, Leader):
        turn.arm_heartbeat_timer()
        begin_round(turn, role, role.round + 1)
        for peer in role.progress:
            send_entries(turn, role, peer)
        _order_if_ready(turn, role)


def begin_round(turn: Turn, leader: Leader, number: int) -> None:
    """Begin a round of heartbeats; older rounds than the last one confirmed do not matter any more (6.4.1)."""
    if number <= leader.round:
        return
    known, _ = confirmed(turn, leader)
    kept = [(round_, start) for round_, start in leader.round_starts if round_ >= known]
    leader.round_starts = (*kept, (number, turn.now_us))
    leader.round = number


def on_transfer(turn: Turn, target: ServerId) -> None:
    """Begin to hand over: take no commands, bring the target up to date, and tell it to stand (3.10)."""
    node, role = turn.node, turn.node.role
    if not turn.judge(turn.rules.may_transfer, node, Target(target)) or not isinstance(role, Leader):
        return
    role.transfer_to, role.timeout_sent, role.leases_void = target, False, True
    node.transfer_deadline_us = turn.now_us + turn.least_timeout_us
    turn.events.append(TransferStarted(node.id, target))
    send_what_is_due(turn, role, target)
    _order_if_ready(turn, role)


def go_on_with_transfer(turn: Turn) -> None:
    """A follower answered: if it was the target, it may be up to date now."""
    if isinstance(turn.node.role, Leader):
        _order_if_ready(turn, turn.node.role)


def on_timeout_now(turn: Turn, request: TimeoutNow) -> None:
    """The leader hands over: stand for election at once, without asking first (3.10)."""
    node = turn.node
    if request.term > node.current_term:
        observe_term(turn, request)
    if turn.judge(turn.rules.obeys_timeout_now, node, request):
        node.election_deadline_us = NEVER
        turn.arm_election_timer()
        if turn.judge(turn.rules.may_campaign, node, BY_TRANSFER):
            campaign(turn, disrupts=True)


def _order_if_ready(turn: Turn, leader: Leader) -> None:
    node, target = turn.node, leader.transfer_to
    if target == NOBODY or leader.timeout_sent or target not in leader.progress:
        return
    if leader.progress[target].match_index == node.log.last_index:
        leader.timeout_sent = True
        turn.send(TimeoutNow(node.id, target, node.current_term))


def _give_transfer_up(turn: Turn) -> None:
    node, role = turn.node, turn.node.role
    began_us, node.transfer_deadline_us = node.transfer_deadline_us - turn.least_timeout_us, NEVER
    if not isinstance(role, Leader) or role.transfer_to == NOBODY:
        return
    waiting = Waiting(turn.now_us - began_us, turn.least_timeout_us)
    if turn.judge(turn.rules.gives_transfer_up, node, waiting):
        reason = f"{SERVER_NAMES[role.transfer_to]} did not take over within {waiting.timeout}"
        turn.events.append(TransferEnded(node.id, role.transfer_to, reason))
        role.transfer_to = NOBODY


def _check_quorum(turn: Turn) -> None:
    """Has a quorum answered since a minimum election timeout ago (6.2)?"""
    node, role = turn.node, turn.node.role
    node.quorum_deadline_us = NEVER
    if not isinstance(role, Leader) or not turn.options.check_quorum:
        return
    since = turn.now_us - turn.least_timeout_us
    heard = [peer for peer, progress in role.progress.items() if progress.heard_at_us > since]
    if turn.judge(turn.rules.stays_in_office, node, tally(turn, node.current_term, sorted([node.id, *heard]))):
        _, heard_us = confirmed(turn, role)
        node.quorum_deadline_us = min(heard_us, turn.now_us) + turn.least_timeout_us
    else:
        turn.step_down("it did not hear a quorum for an election timeout")
