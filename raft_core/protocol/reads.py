"""Reads without a log entry: read-index, by the leader or a follower, and leases (8, dissertation 6.4)."""

from dataclasses import dataclass

from raft_core.event import ReadRegistered, ReadServed
from raft_core.ids import NOBODY
from raft_core.machine import Command
from raft_core.messages import ReadIndex, ReadIndexReply
from raft_core.node import FollowerRead
from raft_core.protocol.office import begin_round
from raft_core.protocol.quorums import confirmed, tally
from raft_core.protocol.replication import send_entries
from raft_core.protocol.terms import observe_term
from raft_core.role import NEVER, SNAPSHOT, Leader, Read
from raft_core.rules.reads import Acknowledgement, Lease, LeaseTerms
from raft_core.transition import Turn


@dataclass(slots=True, frozen=True)
class ReadRequest:
    """A client's read: `how` is index or lease; `here` says that this very server was asked for, leader or not."""

    command: Command
    how: str
    here: bool


def on_read(turn: Turn, request: ReadRequest) -> None:
    """Answer a read as new as the moment in which it came, or name the leader (6.4)."""
    node, role = turn.node, turn.node.role
    command = request.command
    if isinstance(role, Leader):
        read = Read(command, NOBODY, NEVER, 0)
        if request.how == "lease" and _is_under_lease(turn, role, read):
            _serve(turn, command, node.commit_index, "lease")
        else:
            _register(turn, role, read)
    elif request.here and node.leader_id != NOBODY:
        _read_as_follower(turn, command)
    else:
        turn.answer(command, "not_leader", hint=node.leader_id)


def on_read_index(turn: Turn, request: ReadIndex) -> None:
    """A follower asks how far it has to be (6.4)."""
    node, role = turn.node, turn.node.role
    if request.term > node.current_term:
        observe_term(turn, request)
        role = node.role
    command = Command("get", "", client_id=request.client_id, serial_number=request.serial_number)
    if isinstance(role, Leader):
        _register(turn, role, Read(command, request.source, NEVER, 0))
    else:
        _reply(turn, request.source, command, 0, success=False)


def on_read_index_reply(turn: Turn, reply: ReadIndexReply) -> None:
    """A follower learns how far it has to be; it answers as soon as it is (6.4)."""
    node = turn.node
    if reply.term > node.current_term:
        observe_term(turn, reply)
    for read in node.reads:
        command = read.command
        if (command.client_id, command.serial_number) == (reply.client_id, reply.serial_number):
            node.reads = tuple([other for other in node.reads if other is not read])
            if reply.success:
                node.reads = (*node.reads, FollowerRead(command, reply.read_index))
            else:
                turn.answer(command, "not_leader", hint=node.leader_id)
    serve_follower_reads(turn)


def confirm_reads(turn: Turn) -> None:
    """Answer the reads whose round of heartbeats a quorum has answered (6.4, steps 3 to 5)."""
    node, role = turn.node, turn.node.role
    if not isinstance(role, Leader) or not role.reads:
        return
    waiting: list[Read] = []
    for read in role.reads:
        if read.index == NEVER or not _is_confirmed(turn, role, read):
            waiting.append(read)
        elif read.follower != NOBODY:
            _reply(turn, read.follower, read.command, read.index, success=True)
        elif turn.judge(turn.rules.may_serve_read, node, FollowerRead(read.command, read.index)):
            _serve(turn, read.command, read.index, "index")
        else:
            waiting.append(read)
    role.reads = tuple(waiting)


def find_indices(turn: Turn) -> None:
    """Reads that came before the leader knew what is committed get their index now (6.4, step 1)."""
    role = turn.node.role
    if isinstance(role, Leader) and any(read.index == NEVER for read in role.reads):
        reads, role.reads = role.reads, tuple([read for read in role.reads if read.index != NEVER])
        for read in reads:
            if read.index == NEVER:
                _register(turn, role, read)


def serve_follower_reads(turn: Turn) -> None:
    """Answer the reads of this follower that it is new enough for (6.4, step 4)."""
    node = turn.node
    waiting: list[FollowerRead] = []
    for read in node.reads:
        if read.index != NEVER and turn.judge(turn.rules.may_serve_read, node, read):
            _serve(turn, read.command, read.index, "follower")
        else:
            waiting.append(read)
    node.reads = tuple(waiting)


def lease_end_us(turn: Turn, leader: Leader) -> int:
    """Until when, on its own clock, no other leader can exist; NEVER without a confirmed round (6.4.1)."""
    round_, answered_us = confirmed(turn, leader)
    starts = [start for number, start in leader.round_starts if number <= round_]
    if not starts:
        return NEVER
    terms = LeaseTerms(starts[-1], answered_us, turn.least_timeout_us, turn.options.clock_drift_bound)
    began_us = turn.choose(turn.rules.lease_start, turn.node, terms)
    return began_us + turn.choose(turn.rules.lease_end, turn.node, terms)


def _is_under_lease(turn: Turn, leader: Leader, read: Read) -> bool:
    lease = Lease(lease_end_us(turn, leader), turn.now_us)
    return turn.judge(turn.rules.holds_lease, turn.node, lease) and turn.judge(
        turn.rules.knows_commit_index, turn.node, read
    )


def _register(turn: Turn, leader: Leader, read: Read) -> None:
    """Steps 1 to 3: note commitIndex, and send a new round of heartbeats to see whether it still leads."""
    node, command = turn.node, read.command
    key = (command.client_id, command.serial_number, read.follower)
    if any((known.command.client_id, known.command.serial_number, known.follower) == key for known in leader.reads):
        return
    if not turn.judge(turn.rules.knows_commit_index, node, read):
        leader.reads = (*leader.reads, read)
        return
    round_ = turn.choose(turn.rules.read_round, node, None)
    leader.reads = (*leader.reads, read.at(node.commit_index, round_))
    turn.events.append(ReadRegistered(node.id, command.client_id, command.serial_number, node.commit_index, round_))
    if round_ > leader.round:
        begin_round(turn, leader, round_)
        for peer in node.configuration.electors:
            if peer != node.id and peer in leader.progress and leader.progress[peer].mode != SNAPSHOT:
                send_entries(turn, leader, peer)
    confirm_reads(turn)


def _is_confirmed(turn: Turn, leader: Leader, read: Read) -> bool:
    node = turn.node
    answered = [node.id]
    for peer, progress in leader.progress.items():
        if progress.acknowledged_round and turn.judge(
            turn.rules.counts_for_read, node, Acknowledgement(read, peer, progress.acknowledged_round)
        ):
            answered.append(peer)
    return turn.judge(turn.rules.confirms_read, node, tally(turn, read.round, sorted(answered)))


def _read_as_follower(turn: Turn, command: Command) -> None:
    node = turn.node
    node.reads = tuple([read for read in node.reads if read.command.client_id != command.client_id])
    index = turn.choose(turn.rules.follower_read_index, node, command)
    node.reads = (*node.reads, FollowerRead(command, index))
    if index == NEVER:
        turn.send(ReadIndex(node.id, node.leader_id, node.current_term, command.client_id, command.serial_number))
    else:
        serve_follower_reads(turn)


def _serve(turn: Turn, command: Command, index: int, how: str) -> None:
    node = turn.node
    turn.events.append(ReadServed(node.id, command.client_id, command.serial_number, index, how))
    turn.answer(command, "ok", node.machine.read(command.key), node.id, node.last_applied)


def _reply(turn: Turn, follower: int, command: Command, index: int, *, success: bool) -> None:
    node = turn.node
    turn.send_when_durable(
        ReadIndexReply(node.id, follower, node.current_term, command.client_id, command.serial_number, index, success)
    )
