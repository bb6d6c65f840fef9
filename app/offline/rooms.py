"""The offline pages of rooms, made beside everything else that the server does."""

from __future__ import annotations

import asyncio

from app.errors import RequestError
from app.languages import ENGLISH, Words
from app.offline.export import LONGEST, page_of_room
from app.offline.tape import Tape, tape_of_room
from app.recording import header_for
from app.room import Room
from app.security import Signer
from raft_core.sim.timeline import Branch
from raft_core.trace.record import Extras, Header


class RoomPages:
    """One page is made at a time, in a thread; the newest is kept, because a class asks for the same one together."""

    def __init__(self, signer: Signer) -> None:
        self._signer = signer
        self._lock = asyncio.Lock()
        self._newest: tuple[object, str] = (None, "")

    async def page(self, room: Room, shown: Branch, words: Words = ENGLISH) -> str:
        """The page of a room as it stands now, with all branches. Raises RequestError for one that is too long."""
        async with self._lock:
            tape = tape_of_room(room, shown.id, words)
            if tape.steps > LONGEST:
                says = f"This room has taken {tape.steps:,} steps, more than an offline page holds."
                legal = f"at most {LONGEST:,} steps; the trace has no limit"
                raise RequestError("too_long", says, where="branch", legal=legal, status=413)
            known = _identity(tape)
            if self._newest[0] != known:
                traces = {branch.id: _beginning(room, branch) for branch in room.session.timeline.branches.values()}
                self._newest = known, await asyncio.to_thread(page_of_room, tape, traces, self._signer)
            return self._newest[1]


def _beginning(room: Room, branch: Branch) -> tuple[Header, Extras]:
    return header_for(room, branch), room.guide.extras(branch) if room.guide is not None else Extras()


def _identity(tape: Tape) -> object:
    """What makes two pages the same."""
    strands = [(strand.id, strand.name, strand.last_position, strand.now_us) for strand in tape.strands]
    return tape.room, tape.shown, tape.words.tag, strands, list(tape.notices)
