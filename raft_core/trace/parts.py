"""Parts of the state document: log entries, and the fields of messages in the paper's names."""

from typing import Any, Final

from raft_core.configuration import Configuration
from raft_core.ids import SERVER_NAMES
from raft_core.log import ENTRY_KINDS, Entry, Log
from raft_core.machine import Command
from raft_core.messages import (
    AppendEntries,
    AppendEntriesReply,
    InstallSnapshot,
    InstallSnapshotReply,
    Message,
    PreVote,
    ReadIndex,
    ReadIndexReply,
    RequestVote,
    TimeoutNow,
)

Document = dict[str, Any]

_SHOWN: Final[dict[type[Any], tuple[str, ...]]] = {
    AppendEntriesReply: ("success", "prev_log_index", "match_index", "conflict_term", "conflict_index", "round"),
    PreVote: ("last_log_index", "last_log_term"),
    RequestVote: ("last_log_index", "last_log_term", "disrupts"),
    InstallSnapshotReply: ("last_included_index", "next_offset", "installed", "round"),
    ReadIndex: ("client_id", "serial_number"),
    ReadIndexReply: ("client_id", "serial_number", "read_index", "success"),
    TimeoutNow: (),
}
"""The fields beside those that every message has, by type, where they are shown as they are."""


def configuration_document(configuration: Configuration) -> Document:
    """Who votes, who is leaving, who learns."""
    return {
        "voters": [SERVER_NAMES[server] for server in configuration.voters],
        "outgoing_voters": [SERVER_NAMES[server] for server in configuration.outgoing_voters],
        "learners": [SERVER_NAMES[server] for server in configuration.learners],
    }


def entries_document(log: Log, first: int) -> list[Document]:
    """The entries of a log from an index on."""
    return [entry_document(index, entry) for index, entry in enumerate(log.entries(first, log.last_index), first)]


def entry_document(index: int, entry: Entry) -> Document:
    """One entry: where it stands, its term, its kind and its content."""
    if isinstance(entry.data, Command):
        data: Document | None = command_document(entry.data)
    else:
        data = configuration_document(entry.data) if entry.data is not None else None
    return {"index": index, "term": entry.term, "kind": ENTRY_KINDS[entry.kind], "data": data}


def command_document(command: Command) -> Document:
    """A command with the fields it has."""
    document: Document = {"op": command.op, "key": command.key}
    if command.value is not None:
        document["value"] = command.value
    if command.expected is not None:
        document["expected"] = command.expected
    if command.client_id:
        document["client"] = command.client_id
        document["serial"] = command.serial_number
    return document


def rpc_fields(message: Message) -> Document:
    """What a message says, in the names of Figures 2 and 13."""
    if isinstance(message, AppendEntries):
        first = message.prev_log_index + 1
        return {
            "prev_log_index": message.prev_log_index,
            "prev_log_term": message.prev_log_term,
            "entries": [entry_document(index, entry) for index, entry in enumerate(message.entries, first)],
            "leader_commit": message.leader_commit,
            "round": message.round,
        }
    if isinstance(message, InstallSnapshot):
        return {
            "last_included_index": message.last_included_index,
            "last_included_term": message.last_included_term,
            "offset": message.offset,
            "pairs": [list(pair) for pair in message.pairs],
            "configuration": configuration_document(message.configuration),
            "done": message.done,
            "round": message.round,
        }
    return {field: getattr(message, field) for field in _SHOWN.get(type(message), ("vote_granted",))}
