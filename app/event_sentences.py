"""A sentence for each kind of event, in the words of the paper: servers act, and a sentence says what they did.

Every sentence is English here and is handed to the `Words` of somebody's language, with what is filled in by name.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from app.languages import ENGLISH, Words
from raft_core import event as happened
from raft_core.event import Event
from raft_core.ids import NOBODY, SERVER_NAMES, ServerId
from raft_core.messages import AppendEntries, Message

Tell = Callable[[Any, Words], str]


def name(server: ServerId) -> str:
    """S1 to S9."""
    return SERVER_NAMES[server]


def names(servers: Sequence[ServerId], t: Words) -> str:
    """Several servers: S2, S3 and S5."""
    return t.several([SERVER_NAMES[server] for server in sorted(servers)]) or t("no server")


def span(first: int, last: int, t: Words) -> str:
    """Index 51, or indices 49 to 51."""
    if first == last:
        return t("index {index}", index=first)
    return t("indices {first} to {last}", first=first, last=last)


def message_name(message: Message, t: Words) -> str:
    """The type of a message; an AppendEntries without entries is a heartbeat."""
    return t("heartbeat") if is_heartbeat(message) else message.type_name


def opening(message: Message, t: Words) -> str:
    """A message as a sentence begins with it."""
    return t("A heartbeat") if is_heartbeat(message) else message.type_name


def is_heartbeat(message: Message) -> bool:
    """Whether it is an AppendEntries that brings nothing."""
    return isinstance(message, AppendEntries) and not message.entries


def _committed(event: happened.CommitAdvanced, t: Words) -> str:
    indices = span(event.old + 1, event.new, t)
    return t("{server} knows {indices} to be committed.", server=name(event.server), indices=indices)


def _completed(event: happened.ClientCompleted, t: Words) -> str:
    server = name(event.server)
    if event.outcome == "ok":
        return t("{client} got its answer from {server}.", client=event.client, server=server)
    if event.outcome == "refused":
        says = "{client}'s operation was refused by {server}; it did not happen."
        return t(says, client=event.client, server=server)
    return t("{client} gave up waiting; nobody knows whether its operation happens.", client=event.client)


def _redirected(event: happened.ClientRedirected, t: Words) -> str:
    server, client = name(event.server), event.client
    if event.leader == NOBODY:
        return t("{server} does not lead, and knows of no leader for {client}.", server=server, client=client)
    return t("{server} sent {client} on to {leader}.", server=server, client=client, leader=name(event.leader))


def _crashed(event: happened.ServerCrashed, t: Words) -> str:
    server, lost = name(event.server), event.lost_entries
    if not lost:
        return t("{server} crashed.", server=server)
    if lost == 1:
        return t("{server} crashed and lost 1 entry not yet on disk.", server=server)
    return t("{server} crashed and lost {lost} entries not yet on disk.", server=server, lost=lost)


def _counted(event: happened.VoteCounted, t: Words) -> str:
    server, voter = name(event.server), name(event.voter)
    if not event.granted:
        return t("{voter}'s refusal reached {server}.", voter=voter, server=server)
    votes = {"votes": event.votes, "needed": event.needed}
    if event.voter == event.server:
        return t("{server} counted its own vote, {votes} of {needed}.", server=server, **votes)
    return t("{server} counted {voter}'s vote, {votes} of {needed}.", server=server, voter=voter, **votes)


LOST: Final = {
    "loss": "{message} from {source} to {target} was lost on the way.",
    "cut": "{message} from {source} to {target} was lost in a cut link.",
    "down": "{message} from {source} to {target} was lost because the server is down.",
    "dropped": "{message} from {source} to {target} was lost by hand.",
}


def _lost(event: happened.MessageDropped, t: Words) -> str:
    source, target = name(event.message.source), name(event.message.target)
    return t(LOST[event.reason], message=opening(event.message, t), source=source, target=target)


def _members(event: happened.ConfigurationAppended | happened.ConfigurationRestored, t: Words) -> str:
    words = names(event.voters, t)
    if event.outgoing_voters:
        words = t("{old} to {new}", old=names(event.outgoing_voters, t), new=words)
    if not event.learners:
        return words
    return t("{members}, learning {learners}", members=words, learners=names(event.learners, t))


READ: Final = {
    "index": "{server} answered a read of {client} as leader, up to index {index}.",
    "lease": "{server} answered a read of {client} under its lease.",
    "follower": "{server} answered a read of {client} as follower, up to index {index}.",
    "local": "{server} answered a read of {client} from its own state, however old that is.",
}


def _read(event: happened.ReadServed, t: Words) -> str:
    return t(READ[event.how], server=name(event.server), client=event.client, index=event.index)


def _pre_vote(event: happened.PreVoteAnswered, t: Words) -> str:
    who = {"server": name(event.server), "candidate": name(event.candidate), "term": event.term}
    if event.granted:
        return t("{server} would vote for {candidate} in term {term}.", **who)
    return t("{server} would not vote for {candidate} in term {term}.", **who)


SENTENCES: Final[dict[type[Any], Tell]] = {
    happened.BecameLeader: lambda e, t: t(
        "{server} leads term {term} with votes from {votes}.",
        server=name(e.server),
        term=e.term,
        votes=names(e.votes, t),
    ),
    happened.SteppedDown: lambda e, t: t(
        "{server} stepped down: {reason}.", server=name(e.server), reason=t.said(e.reason)
    ),
    happened.ElectionStarted: lambda e, t: t(
        "{server} stands for election in term {term}.", server=name(e.server), term=e.term
    ),
    happened.PreVoteStarted: lambda e, t: t(
        "{server} asks whether it would be elected in term {term}.", server=name(e.server), term=e.term
    ),
    happened.TransferStarted: lambda e, t: t(
        "{server} begins to hand over to {target}.", server=name(e.server), target=name(e.target)
    ),
    happened.TransferEnded: lambda e, t: t(
        "{server} leads on: {reason}.", server=name(e.server), reason=t.said(e.reason)
    ),
    happened.ConfigurationAppended: lambda e, t: t(
        "{server} uses the configuration {members} (index {index}).",
        server=name(e.server),
        members=_members(e, t),
        index=e.index,
    ),
    happened.ConfigurationRestored: lambda e, t: t(
        "{server} is back to the configuration {members}.", server=name(e.server), members=_members(e, t)
    ),
    happened.SnapshotTaken: lambda e, t: t(
        "{server} took a snapshot up to index {index}.", server=name(e.server), index=e.index
    ),
    happened.SnapshotStarted: lambda e, t: t(
        "{server} sends {follower} its snapshot up to index {index}.",
        server=name(e.server),
        follower=name(e.follower),
        index=e.index,
    ),
    happened.SnapshotInstalled: lambda e, t: t(
        "{server} took over a snapshot up to index {index}.", server=name(e.server), index=e.index
    ),
    happened.ServerAdded: lambda e, t: t("{server} was created, empty.", server=name(e.server)),
    happened.CandidateIgnored: lambda e, t: t(
        "{server} ignored the request of {candidate}: it heard its leader a moment ago.",
        server=name(e.server),
        candidate=name(e.candidate),
    ),
    happened.VoteRefused: lambda e, t: t(
        "{server} refused its vote to {candidate} in term {term}.",
        server=name(e.server),
        candidate=name(e.candidate),
        term=e.term,
    ),
    happened.VoteGranted: lambda e, t: t(
        "{server} voted for {candidate} in term {term}.",
        server=name(e.server),
        candidate=name(e.candidate),
        term=e.term,
    ),
    happened.CommitAdvanced: _committed,
    happened.EntriesTruncated: lambda e, t: t(
        "{server} removed {indices}.", server=name(e.server), indices=span(e.first_index, e.last_index, t)
    ),
    happened.EntriesRejected: lambda e, t: t(
        "{server} refused the entries of {leader}.", server=name(e.server), leader=name(e.leader)
    ),
    happened.VoteCounted: _counted,
    happened.ServerCrashed: _crashed,
    happened.ServerRestarted: lambda e, t: t("{server} restarted from its disk.", server=name(e.server)),
    happened.ServerPaused: lambda e, t: t("{server} was paused.", server=name(e.server)),
    happened.ServerResumed: lambda e, t: t("{server} goes on.", server=name(e.server)),
    happened.DiskWiped: lambda e, t: t("{server} lost its disk.", server=name(e.server)),
    happened.DiskChanged: lambda e, t: t("{server}'s disk has another speed.", server=name(e.server)),
    happened.ClockChanged: lambda e, t: t(
        "{server}'s clock runs at {percent}%.", server=name(e.server), percent=e.percent
    ),
    happened.SettingChanged: lambda e, t: t("The setting {key} is now {value}.", key=e.key, value=e.value),
    happened.LinkCut: lambda e, t: t(
        "Nothing from {source} reaches {target} any more.", source=name(e.source), target=name(e.target)
    ),
    happened.LinkHealed: lambda e, t: t(
        "Messages from {source} reach {target} again.", source=name(e.source), target=name(e.target)
    ),
    happened.LinkChanged: lambda e, t: t(
        "The link from {source} to {target} has habits of its own.", source=name(e.source), target=name(e.target)
    ),
    happened.ClientCompleted: _completed,
    happened.ReadServed: _read,
    happened.ReadRegistered: lambda e, t: t(
        "{server} has to answer {client} with index {index} or later; round {round} asks whether it still leads.",
        server=name(e.server),
        client=e.client,
        index=e.index,
        round=e.round,
    ),
    happened.SnapshotChunkStored: lambda e, t: t(
        "{server} stored a chunk of the snapshot up to index {index}; it has {pairs} pairs.",
        server=name(e.server),
        index=e.index,
        pairs=e.offset,
    ),
    happened.PreVoteAnswered: _pre_vote,
    happened.ClientInvoked: lambda e, t: t("{client} asked for {operation}.", client=e.client, operation=e.words),
    happened.ClientRedirected: _redirected,
    happened.ClientRetried: lambda e, t: t(
        "{client} asked again, now {server}.", client=e.client, server=name(e.server)
    ),
    happened.EntriesAppended: lambda e, t: t(
        "{server} added {indices} of term {term} to its log.",
        server=name(e.server),
        indices=span(e.first_index, e.last_index, t),
        term=e.term,
    ),
    happened.MatchAdvanced: lambda e, t: t(
        "{server} learned that {follower} holds its log up to index {index}.",
        server=name(e.server),
        follower=name(e.follower),
        index=e.match_index,
    ),
    happened.TermChanged: lambda e, t: t(
        "{server} moved from term {old} to term {new}.", server=name(e.server), old=e.old, new=e.new
    ),
    happened.EntriesApplied: lambda e, t: t(
        "{server} applied {indices}.", server=name(e.server), indices=span(e.first_index, e.last_index, t)
    ),
    happened.MessageDropped: _lost,
    happened.MessageDuplicated: lambda e, t: t(
        "{message} from {source} was doubled.", message=opening(e.message, t), source=name(e.message.source)
    ),
    happened.MessageDelayed: lambda e, t: t(
        "{message} from {source} was delayed.", message=opening(e.message, t), source=name(e.message.source)
    ),
    happened.MessageWaiting: lambda e, t: t(
        "{server} is paused and will read the message later.", server=name(e.message.target)
    ),
    happened.WriteCompleted: lambda e, t: t(
        "{server}'s log is on disk up to index {index}.", server=name(e.server), index=e.durable_index
    ),
}
"""A sentence for each kind of event that has one, the weightiest kinds first."""

WEIGHT: Final = {kind: weight for weight, kind in enumerate(SENTENCES)}
"""The smaller, the more a headline is about such an event."""


def tell(event: Event, t: Words = ENGLISH) -> str | None:
    """The event as a sentence; None for kinds that say nothing by themselves."""
    telling = SENTENCES.get(type(event))
    return telling(event, t) if telling is not None else None
