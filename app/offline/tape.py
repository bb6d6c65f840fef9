"""What an offline page is made of: the branches of a session as they were recorded, and what stands beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.languages import ENGLISH, Words
from app.lessons import AnswerRefused, Answers, Lesson, Progress, Scenario
from app.lessons.document import asked_questions, goals_document, question_document
from app.wire.server import Goal, Goals, Question
from raft_core.check import Checks
from raft_core.script import View
from raft_core.sim.settings import Scenario as Setup
from raft_core.sim.step import Step
from raft_core.sim.timeline import MAIN, Recorded
from raft_core.sim.world import World
from raft_core.trace.read import Trace
from raft_core.trace.record import Declined
from raft_core.trace.verify import verify

if TYPE_CHECKING:
    from app.room import Room


@dataclass(slots=True, frozen=True)
class Difference:
    """Where a replay parts from what was recorded, and how."""

    position: int
    says: str


@dataclass(slots=True, frozen=True)
class Strand:
    """One branch: what was done to it after its fork, and how far it came. `steps` are those it took, where known."""

    id: str
    name: str
    parent: str | None
    fork_position: int
    records: Sequence[Recorded]
    last_position: int
    now_us: int
    steps: list[Step] | None = None


@dataclass(slots=True, frozen=True)
class Tape:
    """A session to be told again. Nothing of it changes any more, so any thread may read it.

    `notices` are the frames that whoever joins is told besides the steps. `difference` is what is known to be wrong
    with the recording before anything is done again. `words` are the language that it is told in.
    """

    setup: Setup
    strands: Sequence[Strand]
    shown: str
    title: str
    room: str
    lesson: tuple[Lesson, Scenario] | None = None
    notices: Sequence[str] = ()
    difference: Difference | None = None
    words: Words = ENGLISH

    @property
    def steps(self) -> int:
        """How many steps there are on all branches together."""
        return sum(strand.last_position - strand.fork_position for strand in self.strands)


def tape_of_room(room: Room, shown: str, words: Words = ENGLISH) -> Tape:
    """A room as it stands at this moment, with all its branches."""
    strands = [
        Strand(
            branch.id,
            branch.name,
            branch.parent.id if branch.parent is not None else None,
            branch.fork_position,
            tuple(branch.recorded.values()),
            branch.last_position,
            branch.now_us,
            branch.steps[:],
        )
        for branch in room.session.timeline.branches.values()
    ]
    guide = room.guide
    return Tape(
        room.session.timeline.scenario,
        strands,
        shown,
        room.title,
        room.id,
        (guide.lesson, guide.scenario) if guide is not None else None,
        [notice.text for notice in room.broadcast.notices.values() if notice.for_newcomers],
        words=words,
    )


def tape_of_trace(trace: Trace, title: str, lesson: tuple[Lesson, Scenario] | None) -> Tape:
    """A trace, after it was executed once to see whether it is true. What follows a difference is left out."""
    learner = _Learner(trace, lesson[1]) if lesson is not None else None
    time_us = 0

    def observe(world: World, checks: Checks, step: Step | None) -> None:
        nonlocal time_us
        time_us = world.time_us
        if learner is not None:
            learner.observe(world, checks, step)

    def refuse(world: World, checks: Checks, declined: Declined) -> None:
        if learner is not None:
            learner.observe(world, checks, None, declined.rule)

    verification = verify(trace, observe, refuse)
    difference: Difference | None = None
    if verification.position is not None:
        difference = Difference(verification.position, verification.says)
    last = verification.steps
    now_us = trace.end["time_us"] if difference is None else time_us
    return Tape(
        trace.scenario,
        [Strand(MAIN, MAIN, None, 0, trace.records, last, now_us)],
        MAIN,
        lesson[1].title if lesson is not None else title,
        trace.header.room,
        lesson,
        learner.notices() if learner is not None else (),
        difference,
    )


class _Learner:
    """Goes through a lesson again as a trace tells it: the goals that are met, the answers that were given."""

    def __init__(self, trace: Trace, scenario: Scenario) -> None:
        self._progress = Progress(scenario, Answers())
        self._given = {answer.question: answer for answer in trace.answers}

    def observe(self, world: World, checks: Checks, step: Step | None, refused_by: str = "") -> None:
        """Take note of one more moment, and answer as it was answered."""
        progress = self._progress
        progress.observe(View(world, checks, refused_by), world.position, world.time_us, step)
        held = progress.held
        given = self._given.get(held.id) if held is not None else None
        asked = progress.asked(held.id) if held is not None else None
        here = asked is not None and given is not None and asked.position == given.position
        waits = here and given is not None and world.position < (given.given_at or 0)
        if held is not None and given is not None and not waits:
            try:
                progress.answer(held.id, self._given.pop(held.id).choice or None)
            except AnswerRefused:
                return  # the lesson has changed since, and no longer offers this answer

    def notices(self) -> list[str]:
        """The frames that tell how it ended."""
        progress = self._progress
        goals = [Goal.model_validate(goal) for goal in goals_document(progress)]
        asked = [
            # The step that decided it is on the page, with its reasons.
            Question.model_validate({**question_document(question, progress), "branch": None, "decided": None})
            for question in asked_questions(progress)
        ]
        told = Goals(
            branch=MAIN,
            goals=goals,
            step=progress.step,
            points=progress.points,
            possible_points=progress.possible_points,
        )
        return [frame.encode() for frame in (told, *asked)]
