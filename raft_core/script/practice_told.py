"""Events of Raft in practice as sentences of a transcript: membership, snapshots, pre-votes, transfers, reads."""

from collections.abc import Callable
from typing import Any, Final

from raft_core import event as happened
from raft_core.ids import SERVER_NAMES, server_names


def _name(server: int) -> str:
    return SERVER_NAMES[server]


def _members(event: happened.ConfigurationAppended | happened.ConfigurationRestored) -> str:
    words = server_names(event.voters)
    if event.outgoing_voters:
        words = f"{server_names(event.outgoing_voters)} to {words}"
    return f"{words}, learning {server_names(event.learners)}" if event.learners else words


def _configured(event: happened.ConfigurationAppended) -> str:
    return f"{_name(event.server)} uses configuration {_members(event)} now (index {event.index})."


def _ignored(event: happened.CandidateIgnored) -> str:
    return f"{_name(event.server)} ignores the request of {_name(event.candidate)}: it has a leader (diss. 4.2.3)."


def _started(event: happened.SnapshotStarted) -> str:
    return f"{_name(event.server)} turns to its snapshot up to {event.index} for {_name(event.follower)}."


def _installed(event: happened.SnapshotInstalled) -> str:
    rest = "keeps its log after it" if event.kept else "discards its log"
    return f"{_name(event.server)} installs the snapshot up to index {event.index} and {rest}."


def _registered(event: happened.ReadRegistered) -> str:
    what = f"read index {event.index} for {event.client}"
    return f"{_name(event.server)} notes {what}, to be confirmed by round {event.round}."


def _answered(event: happened.PreVoteAnswered) -> str:
    would = "would" if event.granted else "would not"
    return f"{_name(event.server)} {would} vote for {_name(event.candidate)} in term {event.term}."


BRIEF: Final[dict[type, Callable[[Any], str]]] = {
    happened.PreVoteStarted: lambda e: f"{_name(e.server)} asks whether it would be elected in term {e.term}.",
    happened.CandidateIgnored: _ignored,
    happened.TransferStarted: lambda e: f"{_name(e.server)} begins to hand over to {_name(e.target)}.",
    happened.TransferEnded: lambda e: f"{_name(e.server)} leads on: {e.reason}.",
    happened.ConfigurationAppended: _configured,
    happened.ConfigurationRestored: lambda e: f"{_name(e.server)} is back to configuration {_members(e)}.",
    happened.SnapshotTaken: lambda e: f"{_name(e.server)} takes a snapshot up to index {e.index}, term {e.term}.",
    happened.SnapshotStarted: _started,
    happened.SnapshotInstalled: _installed,
}
"""What is worth a line while time runs by itself."""

FULL: Final[dict[type, Callable[[Any], str]]] = {
    **BRIEF,
    happened.ServerAdded: lambda e: f"{_name(e.server)} is created, empty.",
    happened.PreVoteAnswered: _answered,
    happened.SnapshotChunkStored: lambda e: f"{_name(e.server)} has {e.offset} pairs of the snapshot up to {e.index}.",
    happened.ReadRegistered: _registered,
    happened.ReadServed: lambda e: f"{_name(e.server)} answers the read of {e.client} ({e.how}, index {e.index}).",
}
"""Everything that a step did."""
