"""Carrying out what a line of script says, at the edge of a room's active branch."""

from __future__ import annotations

import asyncio
from typing import Final

from app.errors import RequestError
from app.keeping.notes import DID
from app.languages import ENGLISH, Words
from app.room import Room
from raft_core.script import Expect, RunFor, RunUntil, Settle, View
from raft_core.script import StepOn as StepDirective
from raft_core.script.directive import Action
from raft_core.sim.intervention import Intervention
from raft_core.sim.step import Step
from raft_core.sim.timeline import Branch

SETTLE_SLICE: Final = 32
WHO: Final = "learner"


async def carry_out(room: Room, branch: Branch, action: Action) -> None:
    """Do one thing at the edge of the active branch. The writer's lock is held; what is refused changes nothing."""
    session = room.session
    match action:
        case Intervention():
            await room.diary.act(branch, DID, directive=action.directive, who=WHO)
            done = session.intervene(branch, action, WHO)
            if isinstance(done, Step):
                room.take(done)
        case Settle(count=count):
            await room.diary.act(branch, DID, directive=action.directive, who=WHO)
            await _settle(room, branch, count)
        case StepDirective(count=count):
            await count_steps(room, count)
        case RunFor(duration_us=duration_us):
            await room.run(branch.now_us + duration_us, _never)
        case RunUntil(predicate=predicate, within_us=within_us):

            def holds(_: Step | None = None) -> bool:
                return predicate.holds(View(session.world(branch), session.checks(branch)))

            if not holds():
                await room.run(branch.now_us + within_us, holds)
        case Expect():
            pass
        case _:
            says = f"{action.directive} belongs in a script file; here there is nothing that it could do."
            raise RequestError(
                "not_here", says, where="directive", legal="an intervention, step, run, settle or expect"
            )


async def _settle(room: Room, branch: Branch, count: int | None) -> None:
    try:
        for step in room.session.settle(branch, count):
            room.take(step)
            if step.position % SETTLE_SLICE == 0:
                await asyncio.sleep(0)
    except RuntimeError as error:
        raise RequestError("no_rest", sentence(str(error)), where="directive", legal="run, step") from None


async def count_steps(room: Room, count: int) -> None:
    left = count

    def enough(_: Step) -> bool:
        nonlocal left
        left -= 1
        return left <= 0

    check_due(room)
    await room.run(None, enough)


def check_due(room: Room) -> None:
    """Raises RequestError when nothing will ever happen by itself."""
    if room.next_due_us() is None:
        raise RequestError("nothing_due", "Nothing happens by itself any more.", legal="an intervention")


def sentence(says: str, words: Words = ENGLISH) -> str:
    """A clause of the engine as a sentence."""
    told = words.said(says)
    if told != says:
        return told + words(".")
    return f"{says[:1].upper()}{says[1:]}{'' if says.endswith('.') else '.'}"


def _never(_: Step) -> bool:
    return False
