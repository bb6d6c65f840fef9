"""A run as JSON lines: every step with its cause and its events, for whoever writes tools of their own."""

import json
from collections.abc import Iterable

from raft_core.sim.step import Step
from raft_core.trace.events import step_document


def json_lines(steps: Iterable[Step]) -> str:
    """One object a line, keys sorted: position, time_us, cause, events (the kinds of the wire's reference)."""
    return "".join(
        json.dumps(step_document(step), sort_keys=True, separators=(",", ":"), ensure_ascii=False) + "\n"
        for step in steps
    )
