"""The form that a Raft of one's own can print with a few lines of code: one JSON object a line (docs/importing.md)."""

import json
from collections.abc import Mapping
from typing import Any, Final

from raft_core.messages import MESSAGE_TYPES
from raft_core.observe.observation import MOST_NODES, ROLES, Letter, LogChange, LogError, Observation, ObservedLog

FIELDS: Final = (
    "node",
    "time",
    "term",
    "role",
    "vote",
    "log",
    "commit",
    "applied",
    "snapshot",
    "send",
    "receive",
    "stop",
    "start",
    "note",
)
LETTER_FIELDS: Final = (
    "id",
    "type",
    "to",
    "from",
    "term",
    "granted",
    "success",
    "prev_index",
    "prev_term",
    "entries",
    "commit",
    "match",
)
TYPES: Final = tuple(kind.type_name for kind in MESSAGE_TYPES if not kind.type_name.startswith("ReadIndex"))
LATEST_S: Final = 10_000_000_000
LARGEST: Final = 1_000_000_000


class _Line:
    """A JSON object of a line, whose fields are taken one by one. Every complaint names the line and the field."""

    def __init__(self, number: int, fields: Mapping[str, Any], where: str = "") -> None:
        self.number = number
        self.fields = fields
        self.where = where

    def wrong(self, field: str, legal: str) -> LogError:
        shown = json.dumps(self.fields.get(field), ensure_ascii=False)
        return LogError(self.number, f"'{self.where}{field}' is {shown[:80]}; legal is {legal}")

    def only(self, legal: tuple[str, ...]) -> None:
        for field in self.fields:
            if field not in legal:
                says = f"'{self.where}{field}' is no field; fields are {', '.join(legal)}"
                raise LogError(self.number, says)

    def number_of(self, field: str, least: int = 0) -> int | None:
        value = self.fields.get(field)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= LARGEST:
            raise self.wrong(field, f"a whole number from {least} on")
        return value

    def truth(self, field: str) -> bool | None:
        value = self.fields.get(field)
        if value is not None and not isinstance(value, bool):
            raise self.wrong(field, "true or false")
        return value

    def name(self, field: str) -> str | None:
        """A node's name: a string, or a number, as labs often have them."""
        value = self.fields.get(field)
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        if value is not None and (not isinstance(value, str) or len(value) > 40):
            raise self.wrong(field, "a name of at most 40 letters, or a number")
        return value

    def needed(self, field: str) -> str:
        name = self.name(field)
        if not name:
            legal = "the name of a node" if field in ("node", "to", "from") else "a word"
            raise LogError(self.number, f"'{self.where}{field}' is missing; legal is {legal}")
        return name

    def object(self, field: str) -> "_Line | None":
        value = self.fields.get(field)
        if value is None:
            return None
        if not isinstance(value, dict):
            raise self.wrong(field, "an object")
        return _Line(self.number, value, f"{field}.")


def read_json_lines(lines: list[tuple[int, str, dict[str, Any]]]) -> ObservedLog:
    """A log in this form, from its lines: number, text and object. Raises LogError."""
    voters: tuple[str, ...] = ()
    read: list[Observation] = []
    for number, text, fields in lines:
        if "cluster" in fields:
            if read or voters:
                raise LogError(number, "'cluster' stands in the first line only")
            voters = _cluster(_Line(number, fields))
            continue
        read.append(_observation(_Line(number, fields), text))
    if not read:
        raise LogError(1, "there is no line of a node in this log")
    return ObservedLog("JSON lines", _nodes(read, voters), voters, read)


def _cluster(line: _Line) -> tuple[str, ...]:
    line.only(("cluster", "note"))
    names = line.fields["cluster"]
    if not isinstance(names, list) or not names or not all(isinstance(name, str | int) for name in names):
        raise line.wrong("cluster", 'a list of names, such as ["n1","n2","n3"]')
    return tuple(dict.fromkeys(map(str, names)))


def _nodes(lines: list[Observation], voters: tuple[str, ...]) -> tuple[str, ...]:
    """Every node that the log speaks of, in natural order. Raises LogError when there are too many."""
    known = dict.fromkeys(voters)
    for line in lines:
        ends = [end for letter in line.sent + line.received for end in (letter.source, letter.target)]
        for name in (line.node, *ends):
            if name not in known:
                if voters:
                    legal = ", ".join(voters)
                    raise LogError(line.line, f"{name!r} is not in the cluster, which is {legal}")
                known[name] = None
            if len(known) > MOST_NODES:
                raise LogError(line.line, f"{name!r} is node number {len(known)}; at most {MOST_NODES} can be shown")
    return voters or tuple(sorted(known, key=natural))


def natural(name: str) -> tuple[int, str, int]:
    """A sort key that puts n2 before n10."""
    digits = name[len(name.rstrip("0123456789")) :]
    return (0, name[: len(name) - len(digits)], int(digits)) if digits else (1, name, 0)


def _observation(line: _Line, text: str) -> Observation:
    line.only(FIELDS)
    node = line.needed("node")
    role = line.name("role")
    if role is not None and role not in ROLES:
        raise line.wrong("role", ", ".join(ROLES))
    snapshot = line.object("snapshot")
    return Observation(
        line.number,
        node,
        text,
        time_us=_time(line),
        term=line.number_of("term"),
        role=role,
        vote=(line.name("vote") or "") if "vote" in line.fields else None,
        log=_log(line),
        commit=line.number_of("commit"),
        applied=line.number_of("applied"),
        snapshot=(snapshot.number_of("index") or 0, snapshot.number_of("term") or 0) if snapshot else None,
        sent=[_letter(each, node, "to") for each in _letters(line, "send")],
        received=[_letter(each, node, "from") for each in _letters(line, "receive")],
        stops=line.truth("stop") or False,
        starts=line.truth("start") or False,
    )


def _time(line: _Line) -> int | None:
    value = line.fields.get("time")
    if value is None:
        return None
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= LATEST_S:
        raise line.wrong("time", "seconds, such as 12.345")
    return round(value * 1_000_000)


def _log(line: _Line) -> LogChange | None:
    change = line.object("log")
    if change is None:
        return None
    change.only(("from", "entries"))
    first = change.number_of("from", 1)
    entries = change.fields.get("entries")
    if first is None or not isinstance(entries, list):
        legal = '{"from": 4, "entries": [{"term": 2, "command": "put x 1"}]}'
        raise line.wrong("log", f"what the log holds from an index on, such as {legal}")
    return LogChange(first, [_entry(line.number, place, entry) for place, entry in enumerate(entries)])


def _entry(number: int, place: int, entry: object) -> tuple[int, str | None]:
    if not isinstance(entry, dict):
        raise LogError(number, f"'log.entries' has {json.dumps(entry)[:80]} at place {place}; legal is an object")
    line = _Line(number, entry, f"log.entries[{place}].")
    line.only(("term", "command"))
    term = line.number_of("term")
    if term is None:
        raise LogError(number, f"'log.entries[{place}].term' is missing; legal is the term of the entry")
    command = entry.get("command")
    if command is not None and not isinstance(command, str):
        command = json.dumps(command, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return term, command


def _letters(line: _Line, field: str) -> list[_Line]:
    value = line.fields.get(field)
    if value is None:
        return []
    several = value if isinstance(value, list) else [value]
    if not all(isinstance(each, dict) for each in several):
        raise line.wrong(field, "a message, or a list of messages")
    return [_Line(line.number, each, f"{field}.") for each in several]


def _letter(line: _Line, node: str, other: str) -> Letter:
    line.only(LETTER_FIELDS)
    kind = line.needed("type")
    if kind not in TYPES:
        raise line.wrong("type", ", ".join(TYPES))
    end = line.needed(other)
    granted, success = line.truth("granted"), line.truth("success")
    source, target = (node, end) if other == "to" else (end, node)
    if source == target:
        raise line.wrong(other, "another node")
    return Letter(
        kind,
        source,
        target,
        id=line.name("id"),
        term=line.number_of("term"),
        accepted=granted if granted is not None else success,
        prev_index=line.number_of("prev_index"),
        prev_term=line.number_of("prev_term"),
        count=line.number_of("entries"),
        commit=line.number_of("commit"),
        match=line.number_of("match"),
    )
