"""Events and messages in a few words each, for marks in other tools: "leads term 2", "AppendEntries 4..5"."""

from collections.abc import Callable
from typing import Any, Final

from raft_core import event as happened
from raft_core.event import Event
from raft_core.ids import SERVER_NAMES
from raft_core.messages import (
    AppendEntries,
    AppendEntriesReply,
    InstallSnapshot,
    InstallSnapshotReply,
    Message,
    PreVoteReply,
    ReadIndexReply,
    RequestVoteReply,
)

_Telling = Callable[[Any], str]


def span(first: int, last: int) -> str:
    """Indices in words: 4, or 4..6."""
    return str(first) if first == last else f"{first}..{last}"


def _configuration(event: happened.ConfigurationAppended) -> str:
    voters = " ".join(SERVER_NAMES[server] for server in event.voters)
    leaving = " ".join(SERVER_NAMES[server] for server in event.outgoing_voters)
    return f"configuration {event.index}: {voters}{f' and {leaving}' if leaving else ''}"


_TELLINGS: Final[dict[type, _Telling]] = {
    happened.ElectionStarted: lambda e: f"stands for election in term {e.term}",
    happened.PreVoteStarted: lambda e: f"asks for pre-votes for term {e.term}",
    happened.TermChanged: lambda e: f"moves to term {e.new}",
    happened.BecameLeader: lambda e: f"leads term {e.term}",
    happened.SteppedDown: lambda e: f"steps down in term {e.term}",
    happened.VoteGranted: lambda e: f"votes for {SERVER_NAMES[e.candidate]} in term {e.term}",
    happened.VoteRefused: lambda e: f"refuses {SERVER_NAMES[e.candidate]} its vote in term {e.term}",
    happened.CandidateIgnored: lambda e: f"ignores candidate {SERVER_NAMES[e.candidate]}",
    happened.EntriesAppended: lambda e: f"appends {span(e.first_index, e.last_index)} of term {e.term}",
    happened.EntriesRejected: lambda e: f"refuses entries after {e.prev_log_index}",
    happened.EntriesTruncated: lambda e: f"removes {span(e.first_index, e.last_index)}",
    happened.CommitAdvanced: lambda e: f"commits {span(e.old + 1, e.new)}" if e.new > e.old else f"commit is {e.new}",
    happened.ConfigurationAppended: _configuration,
    happened.SnapshotTaken: lambda e: f"takes a snapshot up to {e.index}",
    happened.SnapshotInstalled: lambda e: f"installs the snapshot up to {e.index}",
    happened.TransferStarted: lambda e: f"hands over to {SERVER_NAMES[e.target]}",
    happened.TransferEnded: lambda e: "leads on, the handing over failed",
    happened.ServerAdded: lambda e: "is added",
    happened.ServerCrashed: lambda e: "crashes",
    happened.ServerRestarted: lambda e: "restarts",
    happened.ServerPaused: lambda e: "is paused",
    happened.ServerResumed: lambda e: "goes on",
    happened.DiskWiped: lambda e: "loses its disk",
}


def phrase(event: Event) -> str | None:
    """What an event says of its server, after the server's name; None for those that say nothing by themselves."""
    telling = _TELLINGS.get(type(event))
    return telling(event) if telling is not None else None


def is_heartbeat(message: Message) -> bool:
    """Whether a message is an AppendEntries without entries."""
    return isinstance(message, AppendEntries) and not message.entries


def answer(message: Message) -> bool | None:
    """Whether a reply says yes; None for what is no reply."""
    if isinstance(message, RequestVoteReply | PreVoteReply):
        return message.vote_granted
    if isinstance(message, AppendEntriesReply | ReadIndexReply):
        return message.success
    return message.installed if isinstance(message, InstallSnapshotReply) else None


def message_words(message: Message) -> str:
    """A message in a few words: heartbeat, AppendEntries 4..5, RequestVoteReply yes."""
    if is_heartbeat(message):
        return "heartbeat"
    if isinstance(message, AppendEntries):
        first = message.prev_log_index + 1
        return f"AppendEntries {span(first, first + len(message.entries) - 1)}"
    if isinstance(message, InstallSnapshot):
        return f"InstallSnapshot up to {message.last_included_index}"
    said = answer(message)
    return message.type_name if said is None else f"{message.type_name} {'yes' if said else 'no'}"
