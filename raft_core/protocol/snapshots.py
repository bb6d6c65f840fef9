"""Log compaction (7, dissertation 5): taking a snapshot, and InstallSnapshot (Figure 13)."""

from raft_core.event import MatchAdvanced, SnapshotChunkStored, SnapshotInstalled, SnapshotTaken, TermChanged
from raft_core.log import Log
from raft_core.messages import InstallSnapshot, InstallSnapshotReply
from raft_core.node import Node
from raft_core.protocol.commit import advance_commit
from raft_core.protocol.configurations import adopt, announce_restored
from raft_core.protocol.replication import follow, note_acknowledgement, send_what_is_due
from raft_core.protocol.sending_snapshots import send_snapshot
from raft_core.protocol.terms import observe_term
from raft_core.role import PROBE, SNAPSHOT, Leader, Progress
from raft_core.snapshot import Incoming, Snapshot
from raft_core.transition import Turn


def snapshot_if_due(turn: Turn) -> None:
    """Compact by policy: after so many applied entries (dissertation 5.1.2)."""
    every = turn.options.snapshot_every
    if every and turn.judge(turn.rules.snapshot_due, turn.node, every):
        take_snapshot(turn, None)


def take_snapshot(turn: Turn, _: None) -> None:
    """Write the state down, and discard the log up to there but for a trailing part (7)."""
    node = turn.node
    index = turn.choose(turn.rules.snapshot_index, node, None)
    if index <= node.snapshot.index or not knows_members(node, index):
        return
    snapshot = turn.choose(turn.rules.snapshot_contents, node, index)
    node.snapshot = snapshot
    node.is_dirty = True
    turn.events.append(SnapshotTaken(node.id, snapshot.index, snapshot.term))
    _begin_configurations_at(node, snapshot)
    if index > node.last_applied:
        node.commit_index, node.last_applied = max(index, node.commit_index), index
        node.machine = snapshot.machine()
    base = max(node.log.base_index, index - turn.options.snapshot_trailing)
    node.change_log().discard_until(base)


def knows_members(node: Node, index: int) -> bool:
    """Whether a server knows the configuration as of an index, which a snapshot has to hold (7).

    One that was added does not, until the entry that names it is committed: the cluster's first configuration stands in
    nobody's log.
    """
    return any(configuration.members for at, configuration in node.configurations if at <= index)


def on_install_snapshot(turn: Turn, request: InstallSnapshot) -> None:
    """Store a chunk; with the last one, take the snapshot over (Figure 13, receiver implementation)."""
    node = turn.node
    if request.term > node.current_term:
        observe_term(turn, request)
    if request.term < node.current_term:
        _reply(turn, request, 0, installed=False)
        return
    follow(turn, request)
    if request.last_included_index <= node.commit_index and not turn.judge(turn.rules.installs_snapshot, node, request):
        node.receiving = None
        _reply(turn, request, 0, installed=True)
        return
    if turn.judge(turn.rules.accepts_chunk, node, request):
        _store(turn, request)
        if request.done:
            _install(turn, request)
            _reply(turn, request, 0, installed=True)
            return
    stored = node.receiving
    is_same = stored is not None and stored.index == request.last_included_index
    _reply(turn, request, stored.offset if stored is not None and is_same else 0, installed=False)


def on_install_snapshot_reply(turn: Turn, reply: InstallSnapshotReply) -> None:
    """Send the next chunk, or go back to entries when the follower holds the snapshot (7)."""
    node = turn.node
    if reply.term > node.current_term:
        observe_term(turn, reply)
    role = node.role
    if not isinstance(role, Leader) or reply.source not in role.progress or reply.term != node.current_term:
        return
    progress = role.change(reply.source)
    note_acknowledgement(turn, progress, reply.round)
    if reply.installed:
        _match(turn, progress, reply)
    snapshot = progress.snapshot
    if progress.mode != SNAPSHOT or snapshot is None or snapshot.index != reply.last_included_index:
        return
    if turn.judge(turn.rules.leaves_snapshot_mode, node, reply):
        progress.mode, progress.snapshot, progress.snapshot_offset = PROBE, None, 0
        progress.next_index = progress.match_index + 1
        send_what_is_due(turn, role, reply.source)
    elif not reply.installed and reply.next_offset != progress.snapshot_offset:
        progress.snapshot_offset = reply.next_offset
        send_snapshot(turn, role, reply.source)


def _store(turn: Turn, request: InstallSnapshot) -> None:
    node = turn.node
    before = node.receiving.pairs if node.receiving is not None and request.offset else ()
    pairs = (*before, *request.pairs)
    index, term = request.last_included_index, request.last_included_term
    node.receiving = Incoming(request.source, index, term, pairs)
    turn.events.append(SnapshotChunkStored(node.id, request.source, index, len(pairs)))


def _install(turn: Turn, request: InstallSnapshot) -> None:
    """Steps 5 to 8: take the state over; keep what the log holds after it, or discard the whole log."""
    node, received = turn.node, turn.node.receiving
    pairs = received.pairs if received is not None else ()
    index, term = request.last_included_index, request.last_included_term
    snapshot = Snapshot(index, term, dict(pairs), request.sessions, request.configuration)
    keeps = turn.judge(turn.rules.retains_entries, node, request)
    term_before, node.current_term = node.current_term, turn.choose(turn.rules.term_after_snapshot, node, request)
    if node.current_term != term_before:
        turn.events.append(TermChanged(node.id, term_before, node.current_term))
    turn.events.append(SnapshotInstalled(node.id, request.source, index, term, keeps))
    node.snapshot, node.receiving = snapshot, None
    if keeps and node.log.base_index <= index <= node.log.last_index:
        _begin_configurations_at(node, snapshot)
        base = max(node.log.base_index, index - turn.options.snapshot_trailing)
        node.change_log().discard_until(base)
    else:
        node.durable_index = min(node.durable_index, node.commit_index)
        node.log = Log(index, term)
        node.configurations = ((index, snapshot.configuration),)
    node.commit_index = node.last_applied = index
    node.machine = snapshot.machine()
    node.is_dirty = True
    turn.commit_advanced = True
    before = node.configuration
    adopt(turn)
    if node.configuration != before:
        announce_restored(turn)


def _begin_configurations_at(node: Node, snapshot: Snapshot) -> None:
    """Keep the snapshot's configuration, and those after it."""
    later = [placed for placed in node.configurations if placed[0] > snapshot.index]
    node.configurations = ((snapshot.index, snapshot.configuration), *later)


def _match(turn: Turn, progress: Progress, reply: InstallSnapshotReply) -> None:
    if reply.last_included_index > progress.match_index:
        progress.match_index = reply.last_included_index
        progress.next_index = max(progress.next_index, progress.match_index + 1)
        turn.events.append(MatchAdvanced(turn.node.id, reply.source, progress.match_index))
        if progress.match_index > turn.node.commit_index:
            advance_commit(turn)


def _reply(turn: Turn, request: InstallSnapshot, next_offset: int, *, installed: bool) -> None:
    turn.send_when_durable(
        InstallSnapshotReply(
            turn.node.id,
            request.source,
            turn.node.current_term,
            request.last_included_index,
            next_offset,
            installed,
            request.round,
        )
    )
