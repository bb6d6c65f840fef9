"""The leader's side of InstallSnapshot (7, Figure 13): chunks in order, one at a time."""

from raft_core.event import SnapshotStarted
from raft_core.ids import ServerId
from raft_core.messages import InstallSnapshot
from raft_core.role import SNAPSHOT, Leader
from raft_core.transition import Turn


def send_snapshot(turn: Turn, leader: Leader, peer: ServerId) -> None:
    """Send the chunk that is due; the first one begins a transfer. Sent again with every heartbeat until answered."""
    node, progress = turn.node, leader.change(peer)
    snapshot = progress.snapshot
    if progress.mode != SNAPSHOT or snapshot is None:
        snapshot = progress.snapshot = node.snapshot
        progress.mode, progress.snapshot_offset = SNAPSHOT, 0
        progress.inflight, progress.probe_outstanding = (), False
        turn.events.append(SnapshotStarted(node.id, peer, snapshot.index))
    offset, pairs = progress.snapshot_offset, snapshot.pairs
    until = offset + turn.options.snapshot_chunk
    done = until >= len(pairs)
    turn.send(
        InstallSnapshot(
            node.id,
            peer,
            node.current_term,
            snapshot.index,
            snapshot.term,
            offset,
            pairs[offset:until],
            snapshot.sessions if done else {},
            snapshot.configuration,
            done,
            leader.round,
        )
    )
