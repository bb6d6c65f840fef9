"""Reading a trace back: its lines, checked one by one."""

import json
from dataclasses import dataclass
from typing import Any, Final

from raft_core import ENGINE_VERSION
from raft_core.script import Scenario, ScriptError, Settle, parse, parse_directive
from raft_core.sim.intervention import Intervention
from raft_core.sim.timeline import Recorded
from raft_core.trace.record import TRACE_FORMAT, TRACE_VERSION, Answered, Declined, Header, Line

MAX_TRACE_BYTES: Final = 100 * 1024 * 1024
_FIELDS: Final[dict[str, dict[str, tuple[type, ...]]]] = {
    "header": {
        "format": (str,),
        "version": (int,),
        "engine": (str,),
        "script": (str,),
        "lesson": (str,),
        "participant": (str,),
        "room": (str,),
        "created": (int,),
    },
    "intervention": {"position": (int,), "time_us": (int,), "directive": (str,), "who": (str,)},
    "answer": {"question": (str,), "choice": (str, type(None)), "position": (int,), "correct": (bool, type(None))},
    "event": {"position": (int,), "time_us": (int,), "event": (dict,)},
    "end": {"position": (int,), "time_us": (int,), "digest": (str,), "findings": (list,), "goals": (dict,)},
    "signature": {"value": (str,)},
}
"""The types of line and the fields each must have. A signature line is the room's; see the application."""


LARGEST_NUMBER: Final = 2**62
"""Of positions and times: beyond it there are numbers that not every reader and writer of JSON takes."""


class TraceError(ValueError):
    """A trace that cannot be read: the line, and what is wrong with it."""

    def __init__(self, line: int, says: str) -> None:
        super().__init__(f"line {line}: {says}")
        self.line = line
        self.says = says


@dataclass(slots=True, frozen=True)
class Trace:
    """A trace as it was read. `checks` holds, by position, the running digests that its interventions note."""

    header: Header
    scenario: Scenario
    records: tuple[Recorded, ...]
    checks: dict[int, str]
    answers: tuple[Answered, ...]
    events: tuple[Line, ...]
    end: Line
    declined: tuple[Declined, ...] = ()


def read_trace(text: str) -> Trace:
    """Read a trace. Raises TraceError for anything that is not one: a missing end, a line without a known type."""
    if len(text) > MAX_TRACE_BYTES:
        raise TraceError(1, f"a trace has at most {MAX_TRACE_BYTES} bytes")
    lines = [(number, _line(number, line)) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    if not lines or lines[0][1]["type"] != "header":
        raise TraceError(1, "a trace begins with its header line")
    header, scenario = _header(lines[0][1])
    body = [(number, line) for number, line in lines[1:] if line["type"] != "signature"]
    if not body or body[-1][1]["type"] != "end":
        raise TraceError(lines[-1][0], "the end line is missing; the trace was cut off")
    for number, line in body[:-1]:
        if line["type"] in ("header", "end"):
            raise TraceError(number, f"a second {line['type']} line")
    records = tuple(_record(number, line) for number, line in body if line["type"] == "intervention")
    return Trace(
        header,
        scenario,
        records,
        {line["position"]: line["check"] for _, line in body if isinstance(line.get("check"), str)},
        tuple(
            Answered(line["question"], line["choice"] or "", line["position"], line["correct"], _given_at(number, line))
            for number, line in body
            if line["type"] == "answer"
        ),
        tuple(line for _, line in body if line["type"] == "event"),
        body[-1][1],
        _declined(*body[-1]),
    )


def _given_at(number: int, answer: Line) -> int | None:
    return _position(number, answer, "given_at")


def _position(number: int, line: Line, field: str) -> int | None:
    """A position that only some lines have."""
    position: int | None = line.get(field)
    if position is not None and not _is_number(position):
        raise TraceError(number, f"the {line['type']} line has no proper {field!r}")
    return position


def read_header(first_line: str) -> Header | None:
    """Whose a trace is by its first line, whatever follows; None when that is no header."""
    try:
        line = _line(1, first_line)
        return _whose(line) if _is_header(line) else None
    except TraceError:
        return None


def _whose(line: Line) -> Header:
    given_until = _position(1, line, "given_until")
    return Header(line["lesson"], line["participant"], line["room"], line["created"], given_until)


def _is_header(line: Line) -> bool:
    return bool(line["type"] == "header" and line["format"] == TRACE_FORMAT)


def _line(number: int, text: str) -> Line:
    try:
        line: Any = json.loads(text)
        if "\\u" in text:
            # half of a pair of escapes is a text to this parser, and to nobody else
            json.dumps(line, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise TraceError(number, "this is not a JSON object") from None
    if not isinstance(line, dict):
        raise TraceError(number, "this is not a JSON object")
    fields = _FIELDS.get(str(line.get("type")))
    if fields is None:
        legal = ", ".join(_FIELDS)
        raise TraceError(number, f"{line.get('type')!r} is not a type of line; types are {legal}")
    for field, types in fields.items():
        value = line.get(field)
        if field not in line or not _is_one_of(value, types):
            raise TraceError(number, f"the {line['type']} line has no proper {field!r}")
    return line


def _is_one_of(value: object, types: tuple[type, ...]) -> bool:
    if type(value) is int:
        return int in types and _is_number(value)
    return isinstance(value, types) and (not isinstance(value, bool) or bool in types)


def _is_number(value: object) -> bool:
    return type(value) is int and 0 <= value <= LARGEST_NUMBER


def _header(line: Line) -> tuple[Header, Scenario]:
    if line["format"] != TRACE_FORMAT:
        raise TraceError(1, f"the format is {line['format']!r}; this reads {TRACE_FORMAT!r}")
    if line["version"] != TRACE_VERSION:
        said, ours = line["version"], TRACE_VERSION
        raise TraceError(1, f"the trace has version {said} (engine {line['engine']}); this engine reads version {ours}")
    if line["engine"].split(".")[0] != ENGINE_VERSION.split(".", maxsplit=1)[0]:
        raise TraceError(1, f"the trace was made by engine {line['engine']}; this is {ENGINE_VERSION}")
    try:
        script = parse(line["script"], "set-up")
    except ScriptError as error:
        raise TraceError(1, f"the set-up is not a script: {error}") from None
    if script.directives:
        raise TraceError(1, "the set-up holds more than set-up lines")
    header = _whose(line)
    return header, script.scenario


def _record(number: int, line: Line) -> Recorded:
    action = _action(number, line["directive"])
    if isinstance(action, Settle):
        return Recorded(line["position"], line["time_us"], None, line["who"], action.count)
    return Recorded(line["position"], line["time_us"], action, line["who"])


def _declined(number: int, end: Line) -> tuple[Declined, ...]:
    """What the end line tells of refusals."""
    told = end.get("refused", [])
    if not isinstance(told, list):
        raise TraceError(number, "the end line has no proper 'refused'")
    found = []
    for each in told:
        fields = each if isinstance(each, dict) else {}
        numbers, words = (
            [fields.get(key) for key in ("position", "time_us")],
            [fields.get(key) for key in ("directive", "rule", "who")],
        )
        if not all(_is_number(value) for value in numbers) or any(not isinstance(value, str) for value in words):
            raise TraceError(number, "the end line has no proper 'refused'")
        _action(number, fields["directive"])
        found.append(Declined(**{key: fields[key] for key in ("position", "time_us", "directive", "rule", "who")}))
    return tuple(found)


def _action(number: int, directive: str) -> Intervention | Settle:
    try:
        action = parse_directive(directive)
    except ScriptError as error:
        raise TraceError(number, f"the directive is not Raft script: {error}") from None
    if not isinstance(action, Intervention | Settle):
        raise TraceError(number, f"{directive!r} does nothing to the cluster")
    return action
