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
from raft_core.trace.read import Trace, TraceError, read_trace
from raft_core.trace.record import Answered, Declined
from raft_core.trace.replay import ReplayError
from raft_core.trace.replay import replay as do_again
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
    async with room.writing():
        # What cannot be done again is what the verification tells of.
        with contextlib.suppress(ReplayError):
            await _do_again(room, trace, end)
        if verification.position is not None:
            # how much later it ended is told by what was not done again
            room.branch.now_us = room.session.world(room.branch).time_us
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


async def _do_again(room: Room, trace: Trace, end: int) -> None:
    """Interventions and answers at their positions, and the steps between and after."""
    answers = deque(sorted(trace.answers, key=_given_at))
    declined = deque(trace.declined)
    _answer_up_to(room, answers, 0)
    _refuse_up_to(room, declined, answers, 0)
    for step in do_again(room.session, room.branch, trace.records, end, trace.end["time_us"]):
        room.take(step)
        _answer_up_to(room, answers, step.position)
        _refuse_up_to(room, declined, answers, step.position)
        if step.position % BREATHE_EVERY == 0:
            await asyncio.sleep(0)


def _given_at(answer: Answered) -> int:
    return answer.given_at if answer.given_at is not None else answer.position


def _refuse_up_to(room: Room, declined: deque[Declined], answers: deque[Answered], position: int) -> None:
    """What was refused here is told to the lesson again; it may ask something then."""
    while declined and declined[0].position <= position:
        refused = declined.popleft()
        room.observe(refused.rule, refused.directive)
        _answer_up_to(room, answers, position)


def _answer_up_to(room: Room, answers: deque[Answered], position: int) -> None:
    while room.guide is not None and answers and _given_at(answers[0]) <= position:
        answer = answers.popleft()
        # An answer that the lesson of today does not ask for is left out.
        with contextlib.suppress(RequestError):
            room.guide.answer(room.branch, answer.question, answer.choice or None)
