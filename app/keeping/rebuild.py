"""Doing again what a room's notes tell, until the room is as it was."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Iterator, Sequence
from time import monotonic
from typing import TYPE_CHECKING, Final

from app.errors import RequestError
from app.keeping import notes as told
from app.keeping.digests import Digests
from app.keeping.notes import Edge, Note
from app.logging_json import LOGGER
from raft_core.script import Settle, parse_directive
from raft_core.sim.intervention import Intervention
from raft_core.sim.step import Step
from raft_core.sim.timeline import Branch

if TYPE_CHECKING:
    from app.room import Room

SLICE_S: Final = 0.004


class Parted(ValueError):  # noqa: N818 - named after what happened
    """What is done again goes another way than it went: where, and how."""

    def __init__(self, position: int, says: str) -> None:
        super().__init__(f"position {position}: {says}")
        self.position = position
        self.says = says


class Rebuilding:
    """Notes, done again in a room that was just opened and that nobody else knows of yet."""

    def __init__(self, room: Room, notes: Sequence[Note]) -> None:
        self._room = room
        self._notes = notes
        self.digests = Digests()
        self._slice_began = monotonic()

    async def run(self) -> Parted | None:
        """Do everything; None when it all came out as it was, else where it did not. What comes after that is left."""
        async with self._room.writing():
            for index, note in enumerate(self._notes):
                try:
                    await self._redo(note, index)
                except Parted as parted:
                    return parted
                except Exception as fault:
                    # Another engine may stumble anywhere, and the room is to be looked at all the same.
                    log = logging.getLogger(f"{LOGGER}.keeping")
                    log.warning("cannot be done again", extra={"room": self._room.id, "note": note}, exc_info=fault)
                    return Parted(self._room.branch.last_position, f"{note.kind} cannot be done again: {fault}")
        return None

    async def _redo(self, note: Note, index: int) -> None:
        if note.kind == told.WOKEN:
            return
        room, data = self._room, note.data
        branch = room.broadcast.stream(data["branch"]).branch
        if "at" in data:
            await self._reach(branch, note.edge)
        match note.kind:
            case told.DID:
                await self._do(branch, note, index)
            case told.REFUSED:
                room.observe(data["rule"], data["directive"])
            case told.ANSWERED:
                self._answer(branch, note)
            case told.FORKED:
                twig = room.fork(branch, data["position"], because=None)
                if twig.id != data["id"]:
                    raise Parted(branch.last_position, f"branch {data['id']} is now {twig.id}")
            case told.TURNED:
                room.activate(branch)
            case told.NAMED:
                branch.name = data["name"]
            case told.DESIGNS if room.guide is not None:
                room.guide.go_on_with_designs(branch)
            case _:
                pass

    async def _reach(self, branch: Branch, edge: Edge) -> None:
        """Let time pass up to a moment, and compare."""
        room, session = self._room, self._room.session
        while branch.last_position < edge.position:
            step = session.advance(branch, edge.time_us)
            if step is None:
                raise Parted(branch.last_position + 1, "nothing more happens where something did")
            await self._take(branch, step)
        if branch.last_position > edge.position:
            raise Parted(edge.position + 1, "something more happens where nothing did")
        if edge.time_us > branch.now_us:
            # What was planned for this time and refused is refused again.
            if session.advance(branch, edge.time_us - 1) is not None:
                raise Parted(edge.position + 1, "something more happens where nothing did")
            branch.now_us = edge.time_us
        if edge.check and self.digests.at_the_edge(branch) != edge.check:
            raise Parted(edge.position, "it went otherwise up to here")
        if room.branch is branch:
            room.broadcast.active.flush()

    async def _do(self, branch: Branch, note: Note, index: int) -> None:
        action = parse_directive(note.data["directive"])
        if isinstance(action, Intervention):
            done = self._room.session.intervene(branch, action, note.data["who"])
            if isinstance(done, Step):
                await self._take(branch, done)
        elif isinstance(action, Settle):
            # It may have been broken off; then the next note says where.
            until = next((later.edge.position for later in self._following(branch, index)), None)
            if until == branch.last_position:
                return
            count = action.count if until is None else until - branch.last_position
            with contextlib.suppress(RuntimeError):
                for step in self._room.session.settle(branch, count):
                    await self._take(branch, step)

    def _following(self, branch: Branch, index: int) -> Iterator[Note]:
        later = self._notes[index + 1 :]
        return (note for note in later if "at" in note.data and note.data["branch"] == branch.id)

    def _answer(self, branch: Branch, note: Note) -> None:
        room = self._room
        # An answer that the lesson of today does not ask for is left out.
        with contextlib.suppress(RequestError):
            if room.guide is not None:
                question = room.guide.answer(branch, note.data["question"], note.data["choice"])
                if note.data.get("told"):
                    room.tell_question(question)
                else:
                    room.answered(question)

    async def _take(self, branch: Branch, step: Step) -> None:
        self._room.take(step)
        if monotonic() - self._slice_began > SLICE_S:
            await asyncio.sleep(0)
            self._slice_began = monotonic()
