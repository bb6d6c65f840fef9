"""The digest of a run: SHA-256 over everything that happened, in a canonical form.

Two runs have the same digest exactly when every step had the same position, time, cause and events.
"""

from collections.abc import Callable
from dataclasses import fields
from hashlib import sha256
from operator import attrgetter
from typing import Any, Final, get_args

from raft_core.event import Event
from raft_core.messages import MESSAGE_TYPES, AppendEntries, Message
from raft_core.sim.step import Step

SHORT = 12
"""Hexadecimal digits of the running digest that a trace notes at each intervention."""


class Digest:
    """Takes in steps one by one."""

    def __init__(self) -> None:
        self._hash = sha256()

    def update(self, step: Step) -> None:
        """Take in a step."""
        cause = step.cause
        words = [f"{step.position} {step.time_us} {cause.kind} {cause.server} {cause.position} {cause.number}"]
        words += [canonical(event) for event in step.events]
        self._hash.update("\n".join([*words, ""]).encode())

    def hexdigest(self) -> str:
        """The digest so far, in hexadecimal."""
        return self._hash.hexdigest()

    def short(self) -> str:
        """The first SHORT digits of the digest so far."""
        return self._hash.hexdigest()[:SHORT]


def canonical(event: Event) -> str:
    """An event as a line: its kind and its fields in order."""
    read, message_at = _READERS[type(event)]
    values = read(event)
    if message_at >= 0:
        values = (*values[:message_at], _message(values[message_at]), *values[message_at + 1 :])
    return f"{type(event).__name__} {values!r}"


def _message(message: Message) -> tuple[object, ...]:
    values = _READERS[type(message)][0](message)
    if isinstance(message, AppendEntries):
        entries = tuple([(entry.term, entry.kind, entry.words) for entry in message.entries])
        values = tuple([entries if value is message.entries else value for value in values])
    return (message.type_name, *values)


def _reader(kind: type[Any]) -> tuple[Callable[[object], tuple[Any, ...]], int]:
    """How to read all fields of an event or message, and at which of them its message stands (-1 for none)."""
    names = [field.name for field in fields(kind)]
    read = attrgetter(*names)
    if len(names) == 1:
        return (lambda event: (read(event),)), -1
    return read, names.index("message") if "message" in names else -1


_READERS: Final = {kind: _reader(kind) for kind in (*get_args(Event), *MESSAGE_TYPES)}
