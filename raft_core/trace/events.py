"""Steps and events as documents, with names for numbers."""

from dataclasses import fields
from typing import Final, get_args

from raft_core.event import Event, TransferEnded, TransferStarted
from raft_core.ids import SERVER_NAMES
from raft_core.sim.step import CAUSE_KINDS, Cause, Step
from raft_core.trace.document import message_document, name_or_none
from raft_core.trace.parts import Document

_FIELD_NAMES: Final = {kind: tuple(field.name for field in fields(kind)) for kind in get_args(Event)}
_SERVER_FIELDS: Final = frozenset({"server", "candidate", "voter", "leader", "follower", "target"})
_SERVER_LISTS: Final = frozenset({"votes", "voters", "outgoing_voters", "learners"})
_RENAMED: Final = {"source": "from", "target": "to"}


def step_document(step: Step) -> Document:
    """A step without its delta: where, when, why, and what happened."""
    return {
        "position": step.position,
        "time_us": step.time_us,
        "interesting": step.interesting,
        "cause": cause_document(step.cause),
        "events": [event_document(event) for event in step.events],
    }


def cause_document(cause: Cause) -> Document:
    """Why a step happened; `position` is the step that sent, armed or issued what became due."""
    return {
        "kind": CAUSE_KINDS[cause.kind],
        "server": name_or_none(cause.server),
        "position": cause.position,
        "says": cause.says,
        "message": message_document(cause.flight.number, cause.flight.message) if cause.flight is not None else None,
        "directive": cause.directive or None,
        "who": cause.who or None,
    }


def event_document(event: Event) -> Document:
    """An event as its kind and its fields; servers by name, a message by what identifies it."""
    document: Document = {"kind": type(event).__name__}
    for field in _FIELD_NAMES[type(event)]:
        value = getattr(event, field)
        if field == "message":
            document["message"] = message_document(document.pop("number"), value)
        elif field in _RENAMED and not isinstance(event, TransferStarted | TransferEnded):
            document[_RENAMED[field]] = SERVER_NAMES[value]
        elif field in _SERVER_FIELDS:
            document[field] = name_or_none(value)
        elif field in _SERVER_LISTS and isinstance(value, list):
            document[field] = [SERVER_NAMES[voter] for voter in value]
        else:
            document[field] = value
    return document
