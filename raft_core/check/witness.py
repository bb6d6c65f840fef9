"""A witness of linearizability: the log itself is an order, so it is enough to check that one (8, dissertation 6.4).

Whoever knows where each command stands in the log, and which index each read reflects, need not search. The order is
checked for two things: every result is what a single copy of the data would have given, and no operation comes before
one that was over when it began. O(n log n).
"""

from collections.abc import Mapping, Sequence

from raft_core.check.history import PENDING, Call, meaning
from raft_core.log import Log
from raft_core.machine import Command


def follows_log(calls: Sequence[Call], committed: Log, values: Mapping[str, str] | None = None) -> bool:
    """Whether the committed log explains a history; False says nothing, another order may.

    `values` is what the keys hold before the first operation of the history. A read counts at its own `index`.
    """
    places = _places(committed)
    ordered: list[tuple[int, int, int, Call]] = []
    for number, call in enumerate(calls):
        command = call.command
        place = places.get((command.client_id, command.serial_number))
        if place is not None:
            ordered.append((place, 0, number, call))
        elif call.completed == PENDING:
            # Not in the log: it has not happened.
            continue
        elif command.op == "get" and call.index:
            ordered.append((call.index, 1, number, call))
        else:
            return False
    ordered.sort(key=lambda item: item[:3])
    return _respects_time([item[3] for item in _by_time(ordered)]) and _explains(ordered, values or {})


def _places(committed: Log) -> dict[tuple[str, int], int]:
    """Where each command stands in the log for the first time."""
    places: dict[tuple[str, int], int] = {}
    first = committed.base_index + 1
    for index, entry in enumerate(committed.entries(first, committed.last_index), first):
        if isinstance(entry.data, Command) and entry.data.client_id:
            places.setdefault((entry.data.client_id, entry.data.serial_number), index)
    return places


def _by_time(ordered: list[tuple[int, int, int, Call]]) -> list[tuple[int, int, int, Call]]:
    """Reads that reflect the same index are free among themselves: they go by their invocation."""
    return sorted(ordered, key=lambda item: (item[0], item[1], item[3].invoked))


def _respects_time(calls: list[Call]) -> bool:
    latest = -1
    for call in calls:
        if call.completed != PENDING and call.completed < latest:
            return False
        latest = max(latest, call.invoked)
    return True


def _explains(ordered: list[tuple[int, int, int, Call]], values: Mapping[str, str]) -> bool:
    state: dict[str, str | None] = dict(values)
    for _, _, _, call in ordered:
        key = call.command.key
        after, result = meaning(call.command, state.get(key))
        if call.completed != PENDING and result != call.result:
            return False
        state[key] = after
    return True
