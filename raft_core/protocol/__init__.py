"""The protocol: one handler for each thing that can happen to a server, and the table that finds it."""

from raft_core.messages import (
    AppendEntries,
    AppendEntriesReply,
    Message,
    RequestVote,
    RequestVoteReply,
)
from raft_core.protocol.election import on_request_vote, on_request_vote_reply
from raft_core.protocol.replication import on_append_entries, on_append_entries_reply
from raft_core.transition import Turn


def receive(turn: Turn, message: Message) -> None:
    """React to a message."""
    if isinstance(message, AppendEntries):
        on_append_entries(turn, message)
    elif isinstance(message, AppendEntriesReply):
        on_append_entries_reply(turn, message)
    elif isinstance(message, RequestVote):
        on_request_vote(turn, message)
    elif isinstance(message, RequestVoteReply):
        on_request_vote_reply(turn, message)
