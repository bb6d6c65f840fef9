"""Events told in sentences, in the words of the paper: servers act, and a sentence says what they did."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from raft_core import event as happened
from raft_core.event import Event
from raft_core.ids import NOBODY, SERVER_NAMES, ServerId, server_names
from raft_core.messages import AppendEntries, Message
from raft_core.sim.step import BY_CLIENT, BY_INTERVENTION, BY_TIMER, BY_WRITE, START, Step

Tell = Callable[[Any], str]


def name(server: ServerId) -> str:
    """S1 to S9."""
    return SERVER_NAMES[server]


def span(first: int, last: int) -> str:
    """Index 51, or indices 49 to 51."""
    return f"index {first}" if first == last else f"indices {first} to {last}"


def message_name(message: Message) -> str:
    """The type of a message; an AppendEntries without entries is a heartbeat."""
    if isinstance(message, AppendEntries) and not message.entries:
        return "heartbeat"
    return message.type_name


def opening(message: Message) -> str:
    """A message as a sentence begins with it."""
    kind = message_name(message)
    return "A heartbeat" if kind == "heartbeat" else kind


def _committed(event: happened.CommitAdvanced) -> str:
    indices = span(event.old + 1, event.new)
    return f"{name(event.server)} knows {indices} to be committed."


def _completed(event: happened.ClientCompleted) -> str:
    if event.outcome == "ok":
        return f"{event.client} got its answer from {name(event.server)}."
    if event.outcome == "refused":
        return f"{event.client}'s operation was refused by {name(event.server)}; it did not happen."
    return f"{event.client} gave up waiting; nobody knows whether its operation happens."


def _redirected(event: happened.ClientRedirected) -> str:
    if event.leader == NOBODY:
        return f"{name(event.server)} does not lead, and knows of no leader for {event.client}."
    return f"{name(event.server)} sent {event.client} on to {name(event.leader)}."


def _crashed(event: happened.ServerCrashed) -> str:
    lost = event.lost_entries
    if not lost:
        return f"{name(event.server)} crashed."
    return f"{name(event.server)} crashed and lost {lost} {'entry' if lost == 1 else 'entries'} not yet on disk."


def _counted(event: happened.VoteCounted) -> str:
    if not event.granted:
        return f"{name(event.voter)}'s refusal reached {name(event.server)}."
    whose = "its own" if event.voter == event.server else f"{name(event.voter)}'s"
    return f"{name(event.server)} counted {whose} vote, {event.votes} of {event.needed}."


def _lost(event: happened.MessageDropped) -> str:
    why = {"loss": "on the way", "cut": "in a cut link", "down": "because the server is down", "dropped": "by hand"}
    source, target = name(event.message.source), name(event.message.target)
    return f"{opening(event.message)} from {source} to {target} was lost {why[event.reason]}."


def _members(event: happened.ConfigurationAppended | happened.ConfigurationRestored) -> str:
    words = server_names(event.voters)
    if event.outgoing_voters:
        words = f"{server_names(event.outgoing_voters)} to {words}"
    return f"{words}, learning {server_names(event.learners)}" if event.learners else words


def _read(event: happened.ReadServed) -> str:
    how = {
        "index": f"as leader, up to index {event.index}",
        "lease": "under its lease",
        "follower": f"as follower, up to index {event.index}",
        "local": "from its own state, however old that is",
    }
    return f"{name(event.server)} answered a read of {event.client} {how[event.how]}."


SENTENCES: Final[dict[type[Any], Tell]] = {
    happened.BecameLeader: lambda e: f"{name(e.server)} leads term {e.term} with votes from {server_names(e.votes)}.",
    happened.SteppedDown: lambda e: f"{name(e.server)} stepped down: {e.reason}.",
    happened.ElectionStarted: lambda e: f"{name(e.server)} stands for election in term {e.term}.",
    happened.PreVoteStarted: lambda e: f"{name(e.server)} asks whether it would be elected in term {e.term}.",
    happened.TransferStarted: lambda e: f"{name(e.server)} begins to hand over to {name(e.target)}.",
    happened.TransferEnded: lambda e: f"{name(e.server)} leads on: {e.reason}.",
    happened.ConfigurationAppended: lambda e: (
        f"{name(e.server)} uses the configuration {_members(e)} (index {e.index})."
    ),
    happened.ConfigurationRestored: lambda e: f"{name(e.server)} is back to the configuration {_members(e)}.",
    happened.SnapshotTaken: lambda e: f"{name(e.server)} took a snapshot up to index {e.index}.",
    happened.SnapshotStarted: lambda e: (
        f"{name(e.server)} sends {name(e.follower)} its snapshot up to index {e.index}."
    ),
    happened.SnapshotInstalled: lambda e: f"{name(e.server)} took over a snapshot up to index {e.index}.",
    happened.ServerAdded: lambda e: f"{name(e.server)} was created, empty.",
    happened.CandidateIgnored: lambda e: (
        f"{name(e.server)} ignored the request of {name(e.candidate)}: it heard its leader a moment ago."
    ),
    happened.VoteRefused: lambda e: f"{name(e.server)} refused its vote to {name(e.candidate)} in term {e.term}.",
    happened.VoteGranted: lambda e: f"{name(e.server)} voted for {name(e.candidate)} in term {e.term}.",
    happened.CommitAdvanced: _committed,
    happened.EntriesTruncated: lambda e: f"{name(e.server)} removed {span(e.first_index, e.last_index)}.",
    happened.EntriesRejected: lambda e: f"{name(e.server)} refused the entries of {name(e.leader)}.",
    happened.VoteCounted: _counted,
    happened.ServerCrashed: _crashed,
    happened.ServerRestarted: lambda e: f"{name(e.server)} restarted from its disk.",
    happened.ServerPaused: lambda e: f"{name(e.server)} was paused.",
    happened.ServerResumed: lambda e: f"{name(e.server)} goes on.",
    happened.DiskWiped: lambda e: f"{name(e.server)} lost its disk.",
    happened.DiskChanged: lambda e: f"{name(e.server)}'s disk has another speed.",
    happened.ClockChanged: lambda e: f"{name(e.server)}'s clock runs at {e.percent}%.",
    happened.SettingChanged: lambda e: f"The setting {e.key} is now {e.value}.",
    happened.LinkCut: lambda e: f"Nothing from {name(e.source)} reaches {name(e.target)} any more.",
    happened.LinkHealed: lambda e: f"Messages from {name(e.source)} reach {name(e.target)} again.",
    happened.LinkChanged: lambda e: f"The link from {name(e.source)} to {name(e.target)} has habits of its own.",
    happened.ClientCompleted: _completed,
    happened.ReadServed: _read,
    happened.ReadRegistered: lambda e: (
        f"{name(e.server)} has to answer {e.client} with index {e.index} or later, and asks in round {e.round} whether "
        "it still leads."
    ),
    happened.SnapshotChunkStored: lambda e: (
        f"{name(e.server)} stored a chunk of the snapshot up to index {e.index}; it has {e.offset} pairs."
    ),
    happened.PreVoteAnswered: lambda e: (
        f"{name(e.server)} would {'' if e.granted else 'not '}vote for {name(e.candidate)} in term {e.term}."
    ),
    happened.ClientInvoked: lambda e: f"{e.client} asked for {e.words}.",
    happened.ClientRedirected: _redirected,
    happened.ClientRetried: lambda e: f"{e.client} asked again, now {name(e.server)}.",
    happened.EntriesAppended: lambda e: (
        f"{name(e.server)} added {span(e.first_index, e.last_index)} of term {e.term} to its log."
    ),
    happened.MatchAdvanced: lambda e: (
        f"{name(e.server)} learned that {name(e.follower)} holds its log up to index {e.match_index}."
    ),
    happened.TermChanged: lambda e: f"{name(e.server)} moved from term {e.old} to term {e.new}.",
    happened.EntriesApplied: lambda e: f"{name(e.server)} applied {span(e.first_index, e.last_index)}.",
    happened.MessageDropped: _lost,
    happened.MessageDuplicated: lambda e: f"{opening(e.message)} from {name(e.message.source)} was doubled.",
    happened.MessageDelayed: lambda e: f"{opening(e.message)} from {name(e.message.source)} was delayed.",
    happened.MessageWaiting: lambda e: f"{name(e.message.target)} is paused and will read the message later.",
    happened.WriteCompleted: lambda e: f"{name(e.server)}'s log is on disk up to index {e.durable_index}.",
}
"""A sentence for each kind of event that has one, the weightiest kinds first."""

_WEIGHT: Final = {kind: weight for weight, kind in enumerate(SENTENCES)}


def tell(event: Event) -> str | None:
    """The event as a sentence; None for kinds that say nothing by themselves."""
    telling = SENTENCES.get(type(event))
    return telling(event) if telling is not None else None


def weightiest(events: list[Event]) -> Event | None:
    """The event that a headline is about."""
    told = [event for event in events if type(event) in _WEIGHT]
    return min(told, key=lambda event: _WEIGHT[type(event)], default=None)


def headline(step: Step) -> str:
    """What a step did, as one sentence."""
    links = _links(step)
    if links is not None:
        return links
    event = weightiest(step.events)
    if isinstance(event, happened.CommitAdvanced) and not _is_request(step):
        return f"{name(event.server)} committed {span(event.old + 1, event.new)}."
    if event is None or isinstance(event, happened.WriteCompleted | happened.MessageDuplicated):
        return _sending(step) or (tell(event) if event is not None else None) or cause_sentence(step)
    return tell(event) or cause_sentence(step)


def _is_request(step: Step) -> bool:
    """Whether a leader's AppendEntries caused the step: then the one who acts follows."""
    return step.cause.flight is not None and isinstance(step.cause.flight.message, AppendEntries)


def _sending(step: Step) -> str | None:
    """A step that did no more than send something, told by what was sent."""
    sent = [event.message for event in step.events if isinstance(event, happened.MessageSent)]
    if not sent:
        return None
    source, kind = name(sent[0].source), message_name(sent[0])
    to = server_names([message.target for message in sent])
    if step.cause.kind == BY_WRITE:
        return f"{source}'s disk write is done, and its {kind} leaves for {to}."
    if step.cause.flight is not None:
        before = step.cause.flight.message
        return f"{source} got the {message_name(before)} of {name(before.source)} and answers with {kind}."
    return f"{source} sent {kind}{'s' if kind == 'heartbeat' and len(sent) > 1 else ''} to {to}."


def cause_sentence(step: Step) -> str:
    """Why a step happened, as one sentence."""
    cause = step.cause
    flight = cause.flight
    if cause.kind == BY_INTERVENTION:
        return f"Someone outside the cluster did this: {cause.directive}."
    if flight is not None:
        source, target = name(flight.message.source), name(flight.message.target)
        return f"{opening(flight.message)} from {source} arrived at {target}."
    if cause.kind == BY_TIMER:
        return f"{name(cause.server)}'s {cause.directive} timer ran out."
    if cause.kind == BY_WRITE:
        return f"What {name(cause.server)} was writing to its disk became durable."
    if cause.kind == BY_CLIENT:
        return f"{cause.directive} had waited long enough for an answer."
    return "The cluster begins." if cause.kind == START else f"{cause.says}."


def _links(step: Step) -> str | None:
    """Many links cut or healed at once are one thing that happened."""
    for kind, verb in ((happened.LinkCut, "cut"), (happened.LinkHealed, "healed"), (happened.LinkChanged, "changed")):
        ends = [(event.source, event.target) for event in step.events if isinstance(event, kind)]
        if not ends:
            continue
        pairs = {(min(end), max(end)) for end in ends}
        if len(pairs) == 1:
            source, target = ends[0]
            if len(ends) == 1:
                return f"The link from {name(source)} to {name(target)} was {verb}."
            return f"The link between {name(min(ends[0]))} and {name(max(ends[0]))} was {verb}."
        hubs = set.intersection(*[set(pair) for pair in pairs])
        if len(hubs) == 1 and kind is happened.LinkCut:
            return f"{name(hubs.pop())} was cut from everyone."
        return f"{len(pairs)} links were {verb}."
    return None
