"""A room from a trace: what was done in it is done again, step by step, with its answers."""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from typing import TYPE_CHECKING, Final

from app.errors import RequestError
from app.lessons import Catalogue
from app.wire.server import Replay
from raft_core.script import parse
from raft_core.sim.step import Step
from raft_core.trace.read import Trace, TraceError, read_trace
from raft_core.trace.record import Answered
from raft_core.trace.verify import Verification, verify

if TYPE_CHECKING:
    from app.lessons import Lesson, Scenario
    from app.room import Room

BREATHE_EVERY: Final = 64


def read(text: str) -> Trace:
    """The trace. Raises RequestError that says in which line it is none."""
    try:
        return read_trace(text)
    except TraceError as error:
        says = f"This is not an Orbital Raft trace (line {error.line}: {error.says})."
        raise RequestError("bad_trace", says, where=f"line {error.line}", legal="a .trace.jsonl", status=422) from None


def verified(text: str) -> Verification:
    """How its replay compares. For a worker: it takes as long as the run did."""
    return verify(read_trace(text))


def lesson_of(trace: Trace, catalogue: Catalogue) -> tuple[Lesson, Scenario] | None:
    """The lesson in which the trace was made, when it is there still and begins with the same cluster."""
    name, _, scenario = trace.header.lesson.partition("/")
    try:
        lesson = catalogue.lesson(name)
        found = lesson.scenario(scenario)
    except KeyError:
        return None
    return (lesson, found) if parse(found.setup, "setup.raft").scenario == trace.scenario else None


async def replay(room: Room, trace: Trace, verification: Verification) -> None:
    """Do everything again, up to where the trace and its replay part."""
    end = verification.position - 1 if verification.position is not None else trace.end["position"]
    run = _Run(room, trace, end)
    async with room.writing():
        await run.to_the_end()
    if room.guide is not None:
        room.guide.go_on_with_designs(room.branch)
        for question in room.guide.asked(room.branch):
            room.tell_question(question)
    room.replay = Replay(
        verified=verification.identical,
        says=verification.says,
        position=verification.position,
        steps=room.branch.last_position,
        interventions=len(trace.records),
        answers=len(trace.answers),
        findings=len(trace.end["findings"]),
        participant=trace.header.participant,
        created=trace.header.created,
    )


class _Run:
    """The second run, as far as it goes."""

    def __init__(self, room: Room, trace: Trace, end: int) -> None:
        self._room = room
        self._trace = trace
        self._end = end
        self._answers: deque[Answered] = deque(sorted(trace.answers, key=lambda answer: answer.position))

    async def to_the_end(self) -> None:
        """Interventions at their positions, and the steps between and after."""
        session, branch = self._room.session, self._room.branch
        self._answer_up_to(0)
        for record in self._trace.records:
            if record.position > self._end:
                break
            await self._advance(record.position - 1, record.time_us)
            if record.intervention is None:
                for step in session.settle(branch):
                    await self._take(step)
            else:
                done = session.intervene(branch, record.intervention, record.who)
                if isinstance(done, Step):
                    await self._take(done)
        await self._advance(self._end, self._trace.end["time_us"])

    async def _advance(self, position: int, time_us: int) -> None:
        session, branch = self._room.session, self._room.branch
        while branch.last_position < position:
            step = session.advance(branch, time_us)
            if step is None:
                return
            await self._take(step)
        if self._room.next_due_us() is None or (self._room.next_due_us() or 0) > time_us:
            session.advance(branch, time_us)

    async def _take(self, step: Step) -> None:
        self._room.take(step)
        self._answer_up_to(step.position)
        if step.position % BREATHE_EVERY == 0:
            await asyncio.sleep(0)

    def _answer_up_to(self, position: int) -> None:
        guide = self._room.guide
        while guide is not None and self._answers and self._answers[0].position <= position:
            answer = self._answers.popleft()
            # An answer that the lesson of today does not ask for is left out.
            with contextlib.suppress(RequestError):
                guide.answer(self._room.branch, answer.question, answer.choice or None)
