"""Steps told in sentences: what a step did, and why it happened, each as one."""

from __future__ import annotations

from typing import Final

from app.event_sentences import WEIGHT, is_heartbeat, message_name, name, names, opening, span, tell
from app.languages import ENGLISH, Words
from raft_core import event as happened
from raft_core.event import Event
from raft_core.messages import AppendEntries
from raft_core.sim.step import BY_CLIENT, BY_INTERVENTION, BY_TIMER, BY_WRITE, START, Step

__all__ = ["cause_sentence", "headline", "name", "opening", "tell", "weightiest"]


def weightiest(events: list[Event]) -> Event | None:
    """The event that a headline is about."""
    told = [event for event in events if type(event) in WEIGHT]
    return min(told, key=lambda event: WEIGHT[type(event)], default=None)


def headline(step: Step, t: Words = ENGLISH) -> str:
    """What a step did, as one sentence."""
    links = _links(step, t)
    if links is not None:
        return links
    event = weightiest(step.events)
    if isinstance(event, happened.CommitAdvanced) and not _is_request(step):
        indices = span(event.old + 1, event.new, t)
        return t("{server} committed {indices}.", server=name(event.server), indices=indices)
    if event is None or isinstance(event, happened.WriteCompleted | happened.MessageDuplicated):
        return _sending(step, t) or (tell(event, t) if event is not None else None) or cause_sentence(step, t)
    return tell(event, t) or cause_sentence(step, t)


def _is_request(step: Step) -> bool:
    """Whether a leader's AppendEntries caused the step: then the one who acts follows."""
    return step.cause.flight is not None and isinstance(step.cause.flight.message, AppendEntries)


def _sending(step: Step, t: Words) -> str | None:
    """A step that did no more than send something, told by what was sent."""
    sent = [event.message for event in step.events if isinstance(event, happened.MessageSent)]
    if not sent:
        return None
    source, kind = name(sent[0].source), message_name(sent[0], t)
    to = names([message.target for message in sent], t)
    if step.cause.kind == BY_WRITE:
        return t(
            "{source}'s disk write is done, and its {message} leaves for {to}.", source=source, message=kind, to=to
        )
    if step.cause.flight is not None:
        before = step.cause.flight.message
        return t(
            "{source} got the {request} of {sender} and answers with {message}.",
            source=source,
            request=message_name(before, t),
            sender=name(before.source),
            message=kind,
        )
    if is_heartbeat(sent[0]) and len(sent) > 1:
        return t("{source} sent heartbeats to {to}.", source=source, to=to)
    return t("{source} sent {message} to {to}.", source=source, message=kind, to=to)


def cause_sentence(step: Step, t: Words = ENGLISH) -> str:
    """Why a step happened, as one sentence."""
    cause = step.cause
    flight = cause.flight
    if cause.kind == BY_INTERVENTION:
        return t("Someone outside the cluster did this: {directive}.", directive=cause.directive)
    if flight is not None:
        source, target = name(flight.message.source), name(flight.message.target)
        said = opening(flight.message, t)
        return t("{message} from {source} arrived at {target}.", message=said, source=source, target=target)
    if cause.kind == BY_TIMER:
        return t("{server}'s {timer} timer ran out.", server=name(cause.server), timer=t(cause.directive))
    if cause.kind == BY_WRITE:
        return t("What {server} was writing to its disk became durable.", server=name(cause.server))
    if cause.kind == BY_CLIENT:
        return t("{client} had waited long enough for an answer.", client=cause.directive)
    return t("The cluster begins.") if cause.kind == START else f"{cause.says}."


LINKS: Final = (
    (
        happened.LinkCut,
        "The link from {source} to {target} was cut.",
        "The link between {one} and {other} was cut.",
        "{number} links were cut.",
    ),
    (
        happened.LinkHealed,
        "The link from {source} to {target} was healed.",
        "The link between {one} and {other} was healed.",
        "{number} links were healed.",
    ),
    (
        happened.LinkChanged,
        "The link from {source} to {target} was changed.",
        "The link between {one} and {other} was changed.",
        "{number} links were changed.",
    ),
)


def _links(step: Step, t: Words) -> str | None:
    """Many links cut or healed at once are one thing that happened."""
    for kind, one_way, both_ways, many in LINKS:
        ends = [(event.source, event.target) for event in step.events if isinstance(event, kind)]
        if not ends:
            continue
        pairs = {(min(end), max(end)) for end in ends}
        if len(pairs) == 1:
            source, target = ends[0]
            if len(ends) == 1:
                return t(one_way, source=name(source), target=name(target))
            return t(both_ways, one=name(min(ends[0])), other=name(max(ends[0])))
        hubs = set.intersection(*[set(pair) for pair in pairs])
        if len(hubs) == 1 and kind is happened.LinkCut:
            return t("{server} was cut from everyone.", server=name(hubs.pop()))
        return t(many, number=len(pairs))
    return None
