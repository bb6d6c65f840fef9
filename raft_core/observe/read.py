"""Reading a log: which form it is in, line by line, in the right order."""

import json
from typing import Any

from raft_core.observe.etcd import is_etcd, read_etcd
from raft_core.observe.json_lines import read_json_lines
from raft_core.observe.observation import MOST_BYTES, MOST_LINES, LogError, ObservedLog
from raft_core.observe.order import in_order


def read_log(text: str) -> ObservedLog:
    """A log of another implementation. Raises LogError: the line, what is wrong in it, what would be legal."""
    if len(text) > MOST_BYTES:
        raise LogError(1, f"the log has more than {MOST_BYTES:,} bytes")
    lines: list[tuple[int, str, dict[str, Any]]] = []
    for number, line in enumerate(text.split("\n"), 1):
        stripped = line.strip()
        if not stripped or stripped.startswith("#"):
            continue
        if len(lines) == MOST_LINES:
            raise LogError(number, f"the log has more than {MOST_LINES:,} lines")
        lines.append((number, stripped, _object(number, stripped)))
    if not lines:
        raise LogError(1, "the log is empty; legal is one JSON object a line")
    log = read_etcd(lines) if is_etcd(lines[0][2]) else read_json_lines(lines)
    log.lines = in_order(log.lines)
    return log


def _object(number: int, text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        shown = text if len(text) <= 60 else f"{text[:57]}..."
        legal = 'a JSON object, such as {"node":"n1","term":1,"role":"candidate"}'
        raise LogError(number, f"{shown!r} is not JSON; legal is {legal}, an empty line, or # and a remark") from None
    if not isinstance(found, dict):
        raise LogError(number, "this is JSON, but not an object")
    return found
