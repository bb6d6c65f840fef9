"""A private room: exactly the state of another, at a branch and a position, re-executed from what was done there."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Mapping
from time import monotonic
from typing import Final

from app.errors import RequestError
from app.guide import Guide
from app.languages import Words
from app.lessons import Design
from app.room import Room
from raft_core.sim.timeline import Branch
from raft_core.trace.replay import replay

SLICE_S: Final = 0.004
"""So long may it compute before the others get a turn."""

Choices = Mapping[str, str | None]
"""What somebody answered, by question; None is a skip."""


async def fork_room(source: Room, branch: Branch, position: int | None, answers: Choices, words: Words) -> Room:
    """A room of one's own that begins at a position of another's branch; None is its live edge, at this very time.

    The lesson is the same, and its questions are answered as one answered them oneself; those that one did not are
    open, or skipped when the run has decided them.
    """
    async with source.writing():
        session = source.session
        at_edge = position is None or position >= branch.last_position
        end = branch.last_position if position is None else position
        time_us = branch.now_us if at_edge else session.timeline.world(branch, end).time_us
        records = [record for record in session.timeline.recorded(branch) if record.position <= end]
        designs = _designs(source.guide, branch)
    lesson = (source.guide.lesson, source.guide.scenario) if source.guide is not None else None
    scenario = session.timeline.scenario
    room = Room(scenario, source.settings, source.metrics, source.title, lesson, source.workers, words)
    async with room.writing():
        choices, began = {**answers, **designs}, monotonic()
        _answer(room, choices)
        for step in replay(room.session, room.branch, records, end, time_us):
            room.take(step)
            _answer(room, choices)
            if monotonic() - began > SLICE_S:
                await asyncio.sleep(0)
                began = monotonic()
        if room.guide is not None:
            room.guide.go_on_with_designs(room.branch)
    return room


def _designs(guide: Guide | None, branch: Branch) -> dict[str, str | None]:
    """The designs that the run is under: they are part of the state, whatever one would have chosen oneself."""
    if guide is None:
        return {}
    return {
        question: choice
        for question, (choice, _) in guide.answers(branch).items()
        if isinstance(guide.scenario.question(question), Design)
    }


def _answer(room: Room, choices: Choices) -> None:
    """Answer the question that was just asked, if it was answered."""
    guide = room.guide
    held = guide.held(room.branch) if guide is not None else None
    if guide is not None and held is not None and held.id in choices:
        # What there is to pick from may have been otherwise on the branch where it was answered: then it stays open.
        with contextlib.suppress(RequestError):
            room.tell_question(guide.answer(room.branch, held.id, choices[held.id]))
