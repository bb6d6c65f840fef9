"""`orbital-raft check-history`: is a client history linearizable?"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from app.cli.explore import seconds_above_zero

if TYPE_CHECKING:
    from raft_core.check import Call

NOT_LINEARIZABLE: Final = 1
BAD_INPUT: Final = 2
UNKNOWN: Final = 3
OPERATIONS: Final = ("put", "get", "cas", "delete", "append")
FIELDS: Final = ("client", "op", "key", "value", "expected", "result", "invoke_us", "complete_us")


class BadLineError(ValueError):
    """A line that is no operation; says what was found and what would be legal."""


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command."""
    parser = commands.add_parser(
        "check-history",
        help="check a client history for linearizability",
        description=(
            "Reads operations as JSON lines. Exit code 0: linearizable, 1: not, and the smallest part that shows it is "
            "printed, 2: bad input, 3: unknown within the time."
        ),
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="JSON lines, one operation each")
    parser.add_argument("--seconds", type=seconds_above_zero, default=60.0, metavar="S", help="how long to search (60)")
    parser.set_defaults(execute=execute)


def execute(chosen: argparse.Namespace) -> int:
    """Check; the exit code."""
    from raft_core.check import linearizable
    from raft_core.check.window import smallest_window

    try:
        calls = read_history(chosen.file.read_text(encoding="utf-8"))
    except OSError as error:
        print(f"orbital-raft: cannot read {chosen.file}: {error.strerror}", file=sys.stderr)
        return BAD_INPUT
    except (BadLineError, UnicodeDecodeError) as error:
        print(f"{chosen.file}:{error}", file=sys.stderr)
        return BAD_INPUT
    deadline = time.monotonic() + chosen.seconds
    verdict = linearizable(calls, budget=2**62, stop=lambda: time.monotonic() >= deadline)
    count = f"{len(calls):,} operation{'' if len(calls) == 1 else 's'}"
    if verdict == "yes":
        print(f"linearizable: {count}")
        return 0
    if verdict == "unknown":
        print(f"unknown: {count}, and {chosen.seconds:g} s were not enough")
        return UNKNOWN
    window = smallest_window(calls)
    print(f"not linearizable: {count}; these on {window[0].command.key!r} by themselves have no order:\n")
    _print_window(window)
    return NOT_LINEARIZABLE


def read_history(text: str) -> list[Call]:
    """The operations of a file. Raises BadLineError with the line's number."""
    calls: list[Call] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            calls.append(_operation(line))
        except BadLineError as error:
            raise BadLineError(f"{number}: {error}") from None
    _refuse_overlaps(calls)
    return calls


def _operation(line: str) -> Call:
    from raft_core.check import PENDING, Call
    from raft_core.machine import Command

    try:
        fields = json.loads(line)
    except (json.JSONDecodeError, RecursionError):
        raise BadLineError("found no JSON; legal is one object a line") from None
    if not isinstance(fields, dict):
        raise BadLineError(f"found {_shown(fields)}; legal is an object")
    for name in fields:
        if name not in FIELDS:
            raise BadLineError(f"found the field {name!r}; legal are {', '.join(FIELDS)}")
    client, op, key = (_text(fields, name) for name in ("client", "op", "key"))
    if op not in OPERATIONS:
        raise BadLineError(f"found op {op!r}; legal are {', '.join(OPERATIONS)}")
    invoked = _time(fields, "invoke_us")
    completed = _time(fields, "complete_us") if fields.get("complete_us") is not None else None
    if invoked is None:
        raise BadLineError("invoke_us is missing; legal is a whole number of microseconds")
    if completed is not None and completed < invoked:
        raise BadLineError(f"complete_us {completed} is before invoke_us {invoked}; legal is {invoked} or later")
    value, expected = _value(fields, "value", op), _value(fields, "expected", op)
    result = _result(fields, op, completed)
    command = Command(op, key, value, expected)
    return Call(client, command, invoked, PENDING if completed is None else completed, result)


def _text(fields: dict[str, Any], name: str) -> str:
    found = fields.get(name)
    if not isinstance(found, str):
        raise BadLineError(f"{name} is {_shown(found)}; legal is a string")
    return found


def _time(fields: dict[str, Any], name: str) -> int | None:
    found = fields.get(name)
    if found is None:
        return None
    if isinstance(found, bool) or not isinstance(found, int) or found < 0:
        raise BadLineError(f"{name} is {_shown(found)}; legal is a whole number of microseconds")
    return found


def _value(fields: dict[str, Any], name: str, op: str) -> str | None:
    """A value as text; what is no string keeps its type, so that 1 and "1" differ."""
    wants = op in ("put", "append", "cas") if name == "value" else op == "cas"
    found = fields.get(name)
    if not wants:
        if found is not None:
            raise BadLineError(f"{op} has no {name}; found {_shown(found)}")
        return None
    if name not in fields or (found is None and name == "value"):
        raise BadLineError(f"{op} needs {name}; legal is a string, a number, true or false")
    if isinstance(found, (dict, list)):
        raise BadLineError(f"{name} is {_shown(found)}; legal is a string, a number, true or false")
    if op == "append" and not isinstance(found, str):
        raise BadLineError(f"append has the value {_shown(found)}; legal is a string")
    return _plain(found)


def _plain(found: object) -> str | None:
    """Text as it is; anything else as JSON behind a mark that no text begins with."""
    if found is None or isinstance(found, str):
        return found
    return "\0" + json.dumps(found)


def _result(fields: dict[str, Any], op: str, completed: int | None) -> str | bool | None:
    found = fields.get("result")
    if op == "get":
        if completed is not None and "result" not in fields:
            raise BadLineError("a completed get has no result; legal is what it returned, null for a missing key")
        if isinstance(found, (dict, list)):
            raise BadLineError(f"result is {_shown(found)}; legal is a value or null")
        return _plain(found)
    if op == "cas":
        if completed is not None and not isinstance(found, bool):
            raise BadLineError(f"the result of a completed cas is {_shown(found)}; legal are true and false")
        return found if isinstance(found, bool) else None
    if found is not None:
        raise BadLineError(f"{op} has the result {_shown(found)}; legal is none")
    return None


def _refuse_overlaps(calls: list[Call]) -> None:
    """A client does one thing at a time, except after an operation whose outcome it never learned."""
    busy: dict[str, int] = {}
    for call in sorted(calls, key=lambda call: (call.invoked, call.completed)):
        if call.invoked < busy.get(call.client, -1):
            raise BadLineError(
                f" {call.client} has two operations at the same time, at {call.invoked} us; legal is one at a time"
            )
        if call.completed >= 0:
            busy[call.client] = max(call.completed, busy.get(call.client, -1))


def _print_window(window: list[Call]) -> None:
    rows = [("client", "operation", "result", "from us", "to us")]
    for call in window:
        result = "unknown" if call.completed < 0 else _seen(call.result) if call.command.op in ("get", "cas") else ""
        until = str(call.completed) if call.completed >= 0 else "?"
        rows.append((call.client, _words(call), result, str(call.invoked), until))
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row[:3], widths[:3], strict=True)]
        cells += [cell.rjust(width) for cell, width in zip(row[3:], widths[3:], strict=True)]
        print("  " + "  ".join(cells).rstrip())


def _words(call: Call) -> str:
    command = call.command
    parts = [command.op, command.key]
    parts += [_seen(word) for word in (command.expected, command.value) if word is not None]
    return " ".join(parts)


def _seen(value: str | bool | None) -> str:
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.removeprefix("\0")


def _shown(found: object) -> str:
    text = json.dumps(found)
    return "nothing" if found is None else text if len(text) <= 40 else text[:37] + "..."
