"""What a room hands out: a branch as a Raft script, and as a signed trace."""

from __future__ import annotations

import json
from time import time

from app.security import Signer
from raft_core.role import NEVER
from raft_core.script import format_scenario
from raft_core.session import Session
from raft_core.sim.timeline import Branch
from raft_core.trace.record import Extras, Header, write_trace
from raft_core.units import format_duration


def script_of(session: Session, branch: Branch) -> str:
    """A script that does what was done on a branch, and ends where it is now."""
    timeline = session.timeline
    lines = [format_scenario(timeline.scenario).rstrip("\n")]
    steps = timeline.steps(branch)
    position, now_us = 0, 0

    def wait(until_position: int, until_us: int) -> None:
        """Directives that lead to just before an intervention: so many steps, then the rest of the time."""
        nonlocal position, now_us
        ahead = steps[position:until_position]
        if ahead and ahead[-1].time_us == until_us:
            lines.append(f"step {len(ahead)}")  # more may be due at this instant, so a time would say too much
        elif until_us > now_us:
            lines.append(f"run {format_duration(until_us - now_us)}")
        position, now_us = until_position, until_us

    for record in timeline.recorded(branch):
        wait(record.position - 1, record.time_us)
        lines.append(record.directive)
        position += 1
        while record.intervention is None and position < len(steps) and steps[position].cause.settled_from_us != NEVER:
            position += 1
        if position:
            now_us = max(now_us, steps[position - 1].time_us)
    wait(branch.last_position, branch.now_us)
    return "\n".join(lines) + "\n"


def signed_trace(session: Session, branch: Branch, signer: Signer, header: Header, extras: Extras) -> str:
    """The trace of a branch, with the server's signature of everything before as its last line."""
    text = write_trace(session, branch, header, extras)
    signature = {"type": "signature", "value": signer.sign(text.encode())}
    return text + json.dumps(signature, sort_keys=True, separators=(",", ":")) + "\n"


def is_signed(text: str, signer: Signer) -> bool:
    """Whether a trace ends with this server's signature of exactly what stands before it."""
    body, newline, last = text.rstrip("\n").rpartition("\n")
    try:
        line = json.loads(last)
    except ValueError:
        return False
    if not isinstance(line, dict) or line.get("type") != "signature" or not isinstance(line.get("value"), str):
        return False
    return signer.holds((body + newline).encode(), line["value"])


def header_of(room: str, lesson: str, participant: str = "") -> Header:
    """The header of a trace that is written now."""
    return Header(lesson=lesson, participant=participant, room=room, created=int(time()))
