"""A run as a log for ShiViz: the expression that reads it, then each event with its server and its vector clock.

ShiViz takes such a file as it is: its first line is the parser expression, its second the delimiter of executions
(empty: there is one), the rest the log. Messages are all that makes one server's event come before another's.
"""

import json
from typing import Final

from raft_core.export.history import Flight, Happening, History
from raft_core.export.words import message_words
from raft_core.ids import SERVER_NAMES, ServerId

EXPRESSION: Final = r"(?<host>\S+) (?<clock>\{.*\})\n(?<event>.*)"

Clock = dict[ServerId, int]


def shiviz_log(history: History) -> str:
    """The whole file."""
    lines = [EXPRESSION, ""]
    now: dict[ServerId, Clock] = {}
    sent_at: dict[int, Clock] = {}
    for happening in history.happenings:
        clock = now.get(happening.server, {}).copy()
        for flight in happening.received:
            _merge(clock, sent_at[_origin(flight)])
        clock[happening.server] = clock.get(happening.server, 0) + 1
        now[happening.server] = clock
        for flight in happening.sent:
            sent_at[_origin(flight)] = clock
        named = {SERVER_NAMES[server]: clock[server] for server in sorted(clock)}
        lines.append(f"{SERVER_NAMES[happening.server]} {json.dumps(named, separators=(',', ':'))}")
        lines.append(_words(happening))
    return "\n".join(lines) + "\n"


def _origin(flight: Flight) -> int:
    """A message and its copies left as one: they hold the same message."""
    return id(flight.message)


def _merge(clock: Clock, other: Clock) -> None:
    for server, count in other.items():
        clock[server] = max(clock.get(server, 0), count)


def _words(happening: Happening) -> str:
    """One line that says when it was and what happened."""
    said = [f"gets {message_words(f.message)} from {SERVER_NAMES[f.message.source]}" for f in happening.received]
    said += happening.says
    to: dict[str, list[str]] = {}
    for flight in happening.sent:
        to.setdefault(message_words(flight.message), []).append(SERVER_NAMES[flight.message.target])
    said += [f"sends {words} to {' '.join(targets)}" for words, targets in to.items()]
    at = f"event {happening.mark.position} at {happening.mark.time_us / 1_000_000:.6f} s"
    return f"{at}: {'; '.join(said) or happening.cause}"
