"""Parts of a server's document: snapshots on their way, leases, reads that wait, leadership handed over."""

from typing import Any

from raft_core.ids import NOBODY, SERVER_NAMES
from raft_core.protocol.reads import lease_end_us
from raft_core.role import NEVER, Leader, Progress
from raft_core.sim.server import Server
from raft_core.sim.world import World
from raft_core.transition import Turn

Document = dict[str, Any]


def practice_fields(server: Server, world: World) -> Document:
    """What Raft in practice adds to Figure 2's state; null or empty where there is nothing."""
    node, role = server.node, server.node.role
    incoming, heard = node.receiving, node.leader_heard_at_us
    fields: Document = {
        "receiving": None,
        "leader_heard_at_us": server.world_us(heard) if heard != NEVER else None,
        "lease_until_us": None,
        "transfer": None,
        "reads": [
            {
                "client": read.command.client_id,
                "index": read.index if read.index != NEVER else None,
                "round": None,
                "follower": None,
            }
            for read in node.reads
        ],
    }
    if incoming is not None:
        fields["receiving"] = {
            "from": SERVER_NAMES[incoming.source],
            "index": incoming.index,
            "term": incoming.term,
            "offset": incoming.offset,
        }
    if isinstance(role, Leader):
        fields |= _leader_fields(server, role, world)
    return fields


def transfer_progress(progress: Progress) -> Document | None:
    """How far a snapshot has been sent to a peer; None when none is."""
    snapshot = progress.snapshot
    if snapshot is None:
        return None
    return {"index": snapshot.index, "offset": progress.snapshot_offset, "total": len(snapshot.pairs)}


def _leader_fields(server: Server, leader: Leader, world: World) -> Document:
    node = server.node
    fields: Document = {
        "reads": [
            {
                "client": read.command.client_id,
                "index": read.index if read.index != NEVER else None,
                "round": read.round or None,
                "follower": SERVER_NAMES[read.follower] if read.follower != NOBODY else None,
            }
            for read in leader.reads
        ]
    }
    if leader.transfer_to != NOBODY:
        deadline = node.transfer_deadline_us
        fields["transfer"] = {
            "target": SERVER_NAMES[leader.transfer_to],
            "deadline_us": server.world_us(deadline) if deadline != NEVER else None,
            "ordered": leader.timeout_sent,
        }
    if world.settings.leader_stickiness and not leader.leases_void:
        now_us = server.local_us(world.time_us)
        turn = Turn(node, world.rules, world.options, now_us, world.position, [], None)
        until = lease_end_us(turn, leader)
        fields["lease_until_us"] = server.world_us(until) if until != NEVER else None
    return fields
