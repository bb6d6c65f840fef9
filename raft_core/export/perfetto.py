"""A run as Chrome trace events, for ui.perfetto.dev: a process for each server, and arrows from sending to arriving.

Each server has a row for its role, one for what it did, and counters for its term and what it committed as a leader.
Where no time passes, because messages are moved by hand, the events are the clock.
"""

import json
from typing import Any, Final

from raft_core.export.history import Flight, Happening, History, Life
from raft_core.export.words import message_words
from raft_core.ids import SERVER_NAMES

ROLE: Final = 1
EVENTS: Final = 2
BRIEF_US: Final = 1
"""What happens at a moment is drawn this long: arrows begin and end at slices, and a slice needs a length."""

Entry = dict[str, Any]


def perfetto_trace(history: History) -> str:
    """The file, one event a line."""
    entries: list[Entry] = []
    for life in history.lives.values():
        entries += _names(life)
        entries += _roles(life, history)
    for happening in history.happenings:
        entries.append(_happening(happening, history.when(happening.mark)))
    for flight in history.flights:
        if flight.received is not None:
            entries += _arrow(flight, history.when(flight.sent), history.when(flight.received))
    for life in history.lives.values():
        entries += [_counter(life, "committed as leader", history.when(mark), mark.number) for mark in life.commits]
    lines = ",\n".join(json.dumps(entry, separators=(",", ":")) for entry in entries)
    return f'{{"displayTimeUnit":"ms","traceEvents":[\n{lines}\n]}}\n'


def _names(life: Life) -> list[Entry]:
    base = {"ph": "M", "pid": life.server, "ts": 0}
    return [
        {**base, "name": "process_name", "tid": ROLE, "args": {"name": life.name}},
        {**base, "name": "process_sort_index", "tid": ROLE, "args": {"sort_index": life.server}},
        {**base, "name": "thread_name", "tid": ROLE, "args": {"name": "role"}},
        {**base, "name": "thread_name", "tid": EVENTS, "args": {"name": "events"}},
    ]


def _roles(life: Life, history: History) -> list[Entry]:
    entries: list[Entry] = []
    term = None
    for span in life.spans:
        from_us, until_us = history.when(span.since), history.when(span.until or history.last)
        name = f"{span.role}{', paused' if span.paused else ''}"
        entry = _slice(life.server, ROLE, f"{name}, term {span.term}", "role", from_us, until_us - from_us)
        entries.append({**entry, "args": {"term": span.term}})
        if span.term != term:
            term = span.term
            entries.append(_counter(life, "term", from_us, term))
    return entries


def _slice(server: int, row: int, name: str, category: str, from_us: int, length_us: int) -> Entry:
    return {"ph": "X", "name": name, "cat": category, "pid": server, "tid": row, "ts": from_us, "dur": length_us}


def _counter(life: Life, name: str, time_us: int, value: int) -> Entry:
    return {"ph": "C", "name": name, "pid": life.server, "tid": 0, "ts": time_us, "args": {"value": value}}


def _happening(happening: Happening, time_us: int) -> Entry:
    """One slice for what a server did."""
    said = [*happening.says, *[f"gets {message_words(flight.message)}" for flight in happening.received]]
    sends = sorted({message_words(flight.message) for flight in happening.sent})
    said += [f"sends {words}" for words in sends]
    entry = _slice(happening.server, EVENTS, said[0] if said else happening.cause, "event", time_us, BRIEF_US)
    details = {"position": happening.mark.position, "cause": happening.cause, "says": "; ".join(said)}
    return {**entry, "args": details}


def _arrow(flight: Flight, sent_us: int, received_us: int) -> list[Entry]:
    """The two ends of an arrow; a copy of a message leaves where the message did."""
    message = flight.message
    base: Entry = {"id": flight.number, "name": message.type_name, "cat": "message", "tid": EVENTS}
    details = {"says": message_words(message), "from": SERVER_NAMES[message.source], "term": message.term}
    start: Entry = {**base, "ph": "s", "pid": message.source, "ts": sent_us, "args": details}
    # bp: the arrow ends at the slice around its end, not at the next one.
    return [start, {**base, "ph": "f", "bp": "e", "pid": message.target, "ts": received_us}]
