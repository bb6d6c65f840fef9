"""Log compaction: Figure 13, InstallSnapshot RPC, and when and what a server compacts (7, dissertation 5)."""

from typing import Final

from raft_core.explain import Choice, Clause, Judgement
from raft_core.messages import InstallSnapshot, InstallSnapshotReply
from raft_core.node import Node
from raft_core.snapshot import Snapshot


def contents(node: Node, index: int) -> Snapshot:
    """Keys, values, sessions, and the latest configuration up to the index (7)."""
    configurations = [configuration for at, configuration in node.configurations if at <= index]
    return Snapshot.of(node.machine, index, node.log.term_at(index), configurations[-1])


SNAPSHOT_DUE: Final = Judgement[Node, int](
    "snapshot_due",
    "Does {node.name} take a snapshot?",
    "dissertation 5.1.2",
    ("node", "every"),
    (
        Clause(
            "enough_applied",
            "7",
            "Were enough entries applied since the last one?",
            lambda node, every: node.last_applied - node.snapshot.index >= every,
            "{node.last_applied} - {node.snapshot.index} ≥ {every}",
            "{node.last_applied} - {node.snapshot.index} < {every}",
        ),
    ),
)

SNAPSHOT_INDEX: Final = Choice[Node, None, int](
    "snapshot_index",
    "Up to which index does the snapshot of {node.name} reach?",
    "dissertation 5.1",
    ("node", "_"),
    "7",
    lambda node, _: node.last_applied,
    "up to {value}: what is applied is committed, and in the state; the log ends at {node.log.last_index}",
)

SNAPSHOT_CONTENTS: Final = Choice[Node, int, Snapshot](
    "snapshot_contents",
    "What is in the snapshot of {node.name}?",
    "dissertation 5.1",
    ("node", "index"),
    "7",
    contents,
    "keys, values, the sessions of the clients and the configuration {value.configuration.words}, as of index {index}",
)

NEEDS_SNAPSHOT: Final = Judgement[Node, int](
    "needs_snapshot",
    "Does {node.name} have to send its snapshot?",
    "InstallSnapshot, Figure 13",
    ("node", "prev"),
    (
        Clause(
            "discarded",
            "7",
            "Is the entry before the next one discarded?",
            lambda node, prev: prev < node.log.base_index,
            "prevLogIndex would be {prev}, and the log begins after {node.log.base_index}",
            "prevLogIndex {prev} is still known; the log begins after {node.log.base_index}",
        ),
    ),
)

ACCEPTS_CHUNK: Final = Judgement[Node, InstallSnapshot](
    "accepts_chunk",
    "Does {node.name} store the chunk?",
    "InstallSnapshot, Figure 13",
    ("node", "request"),
    (
        Clause(
            "same_snapshot",
            "7",
            "Does it belong to the snapshot that is being received?",
            lambda node, request: request.offset == 0 or _is_of_same(node, request),
            "the snapshot up to {request.last_included_index} of term {request.last_included_term}",
            "a chunk of another snapshot was stored before; this one is up to {request.last_included_index}",
        ),
        Clause(
            "offset",
            "7",
            "Does it begin where the last one ended?",
            lambda node, request: request.offset == _stored(node, request),
            "at offset {request.offset}",
            "it begins at offset {request.offset}; something is missing, or it was stored before",
        ),
    ),
)

INSTALLS_SNAPSHOT: Final = Judgement[Node, InstallSnapshot](
    "installs_snapshot",
    "Does {node.name} take the snapshot over?",
    "InstallSnapshot, Figure 13",
    ("node", "request"),
    (
        Clause(
            "ahead",
            "7",
            "Does it tell anything new?",
            lambda node, request: request.last_included_index > node.commit_index,
            "it reaches to {request.last_included_index}, commitIndex is {node.commit_index}",
            "it reaches to {request.last_included_index}, and commitIndex is {node.commit_index}: to install it would "
            "turn the state back",
        ),
    ),
)

RETAINS_ENTRIES: Final = Judgement[Node, InstallSnapshot](
    "retains_entries",
    "Does {node.name} keep its log after the snapshot?",
    "InstallSnapshot, Figure 13",
    ("node", "request"),
    (
        Clause(
            "same_entry",
            "7",
            "Does the log hold the snapshot's last entry?",
            lambda node, request: node.log.term_at(request.last_included_index) == request.last_included_term,
            "index {request.last_included_index} has term {request.last_included_term} in both: what follows is kept",
            "index {request.last_included_index} of term {request.last_included_term} is not in the log: it goes",
        ),
    ),
)

TERM_AFTER_SNAPSHOT: Final = Choice[Node, InstallSnapshot, int](
    "term_after_snapshot",
    "Which term is {node.name} in after the snapshot?",
    "InstallSnapshot, Figure 13",
    ("node", "request"),
    "5.1",
    lambda node, request: node.current_term,
    "still in {value}; the snapshot's last entry is of term {request.last_included_term}",
)

LEAVES_SNAPSHOT_MODE: Final = Judgement[Node, InstallSnapshotReply](
    "leaves_snapshot_mode",
    "Does {node.name} go back to sending entries?",
    "InstallSnapshot, Figure 13",
    ("node", "reply"),
    (
        Clause(
            "installed",
            "7",
            "Does the follower hold the snapshot?",
            lambda node, reply: reply.installed,
            "everything up to {reply.last_included_index}",
            "it wants the chunk at offset {reply.next_offset}",
        ),
    ),
)


def _is_of_same(node: Node, request: InstallSnapshot) -> bool:
    stored = node.receiving
    return (
        stored is not None and stored.index == request.last_included_index and stored.term == request.last_included_term
    )


def _stored(node: Node, request: InstallSnapshot) -> int:
    return node.receiving.offset if node.receiving is not None and _is_of_same(node, request) else 0
