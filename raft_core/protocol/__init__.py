"""The protocol: one handler for each thing that can happen to a server, and the tables that find it."""

from raft_core.event import CandidateIgnored
from raft_core.messages import (
    AppendEntries,
    AppendEntriesReply,
    InstallSnapshot,
    InstallSnapshotReply,
    Message,
    PreVote,
    PreVoteReply,
    ReadIndex,
    ReadIndexReply,
    RequestVote,
    RequestVoteReply,
    TimeoutNow,
)
from raft_core.protocol.configurations import adopt_committed
from raft_core.protocol.election import on_request_vote, on_request_vote_reply
from raft_core.protocol.membership import finish_change
from raft_core.protocol.office import go_on_with_transfer, on_timeout_now
from raft_core.protocol.pre_votes import approach, on_pre_vote, on_pre_vote_reply
from raft_core.protocol.reads import (
    confirm_reads,
    find_indices,
    on_read_index,
    on_read_index_reply,
    serve_follower_reads,
)
from raft_core.protocol.replication import on_append_entries, on_append_entries_reply
from raft_core.protocol.snapshots import on_install_snapshot, on_install_snapshot_reply, snapshot_if_due
from raft_core.role import Leader
from raft_core.transition import Turn


def receive(turn: Turn, message: Message) -> None:
    """React to a message."""
    if isinstance(message, AppendEntries):
        on_append_entries(turn, message)
    elif isinstance(message, AppendEntriesReply):
        on_append_entries_reply(turn, message)
        _after_acknowledgement(turn)
    elif isinstance(message, RequestVote):
        if _is_heard(turn, message):
            on_request_vote(turn, message)
    elif isinstance(message, RequestVoteReply):
        on_request_vote_reply(turn, message)
    else:
        _receive_in_practice(turn, message)


def after_commit(turn: Turn) -> None:
    """What follows when a commit index has moved: changes of membership, reads and snapshots go on."""
    node = turn.node
    adopt_committed(turn)
    if isinstance(node.role, Leader):
        finish_change(turn)
        find_indices(turn)
        confirm_reads(turn)
    if node.reads:
        serve_follower_reads(turn)
    snapshot_if_due(turn)


def _receive_in_practice(turn: Turn, message: Message) -> None:
    if isinstance(message, PreVote):
        on_pre_vote(turn, message)
    elif isinstance(message, PreVoteReply):
        on_pre_vote_reply(turn, message)
    elif isinstance(message, InstallSnapshot):
        on_install_snapshot(turn, message)
    elif isinstance(message, InstallSnapshotReply):
        on_install_snapshot_reply(turn, message)
        _after_acknowledgement(turn)
    elif isinstance(message, TimeoutNow):
        on_timeout_now(turn, message)
    elif isinstance(message, ReadIndex):
        on_read_index(turn, message)
    elif isinstance(message, ReadIndexReply):
        on_read_index_reply(turn, message)


def _after_acknowledgement(turn: Turn) -> None:
    """A follower answered: that may confirm reads, and let a transfer go on."""
    role = turn.node.role
    if isinstance(role, Leader):
        if role.reads:
            confirm_reads(turn)
        if role.transfer_to:
            go_on_with_transfer(turn)


def _is_heard(turn: Turn, request: RequestVote) -> bool:
    """Whether a request for a vote is looked at: a server with a living leader keeps it (4.2.3)."""
    if not turn.options.leader_stickiness:
        return True
    if turn.judge(turn.rules.hears_candidate, turn.node, approach(turn, request)):
        return True
    turn.events.append(CandidateIgnored(turn.node.id, request.source, request.term))
    return False
