"""What a room hands out: a branch as a Raft script, and as a signed trace."""

from __future__ import annotations

import json
from time import time
from typing import TYPE_CHECKING

from app.security import Signer
from raft_core.export.script import script_text
from raft_core.session import Session
from raft_core.sim.timeline import Branch
from raft_core.trace.record import Extras, Header, write_trace

if TYPE_CHECKING:
    from app.room import Room


def script_of(session: Session, branch: Branch) -> str:
    """A script that does what was done on a branch, and ends where it is now."""
    timeline = session.timeline
    return script_text(timeline.scenario, timeline.steps(branch), timeline.recorded(branch), branch.now_us)


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


def header_of(room: str, lesson: str, participant: str = "", given_until: int | None = None) -> Header:
    """The header of a trace that is written now."""
    return Header(lesson, participant, room, int(time()), given_until)


def header_for(room: Room, branch: Branch) -> Header:
    """The header of the trace of a room's branch: of which lesson it is, whose, and from where on."""
    whose = room.host.whose(room.id, branch) if room.host is not None else ()
    return header_of(room.id, room.guide.id if room.guide is not None else "", *whose)
