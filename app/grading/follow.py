"""Going through a scenario again as a trace tells it: its goals, its questions, the answers that were given."""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic
from typing import Final

from app.grading.results import Reign
from app.lessons.answers import AnswerRefused, Answers
from app.lessons.model import Scenario
from app.lessons.progress import Progress
from app.sentences import headline
from raft_core.check import Checks
from raft_core.ids import NOBODY, SERVER_NAMES
from raft_core.script import View
from raft_core.script.predicate.view import leader
from raft_core.sim.step import Step
from raft_core.sim.world import World
from raft_core.trace.read import Trace
from raft_core.trace.record import Declined

PATIENCE_S: Final = 120.0
"""So long may the execution of one trace take. One of a room takes a fraction of a second."""
LOOK_AT_CLOCK: Final = 1_024


class TooLongError(Exception):
    """A trace whose execution was given up."""


@dataclass(slots=True)
class _Reigning:
    server: int
    term: int
    from_us: int


class Follower:
    """Sees every step of a replay, lets the lesson see it, and answers what was answered.

    `says` has what happened at each position at which anything changed for the lesson. `refused_answers` are those
    that the questions do not know.
    """

    def __init__(self, scenario: Scenario, trace: Trace, detailed: bool = False) -> None:
        self.progress: Final = Progress(scenario, Answers())
        self.given: Final = {answer.question: answer for answer in trace.answers}
        self.says: Final[dict[int, str]] = {0: "The cluster begins."}
        self.refused_answers: Final[list[str]] = []
        self._left = dict(self.given)
        self._detailed = detailed
        self._view: View | None = None
        self._step: Step | None = None
        self._reigns: list[Reign] = []
        self._reigning: _Reigning | None = None
        self._now_us = 0
        self._deadline = monotonic() + PATIENCE_S

    def __call__(self, world: World, checks: Checks, step: Step | None) -> None:
        """Take note of one more step, or of the beginning."""
        if self._view is None:
            self._view = View(world, checks)
        self._step = step
        if world.position % LOOK_AT_CLOCK == 0 and monotonic() > self._deadline:
            raise TooLongError(f"executing it again took more than {PATIENCE_S:.0f} s, and was given up")
        changes = self.progress.observe(self._view, world.position, world.time_us, step)
        if changes and step is not None:
            self.says[step.position] = headline(step)
        if self.progress.held is not None:
            self._answer(world.position)
        if self._detailed and (step is None or step.interesting):
            self._watch_leader(world)
        self._now_us = world.time_us

    def refuse(self, world: World, checks: Checks, declined: Declined) -> None:
        """Let the lesson see that something was refused."""
        view = View(world, checks, declined.rule)
        if self.progress.observe(view, world.position, world.time_us, self._step):
            self.says.setdefault(world.position, f"“{declined.directive}” was refused.")
        if self.progress.held is not None:
            self._answer(world.position)

    def reigns(self) -> list[Reign]:
        """Who led, from when to when."""
        last = self._reigning
        if last is None:
            return self._reigns
        return [*self._reigns, Reign(SERVER_NAMES[last.server], last.term, last.from_us, self._now_us)]

    def _answer(self, position: int) -> None:
        held = self.progress.held
        given = self._left.get(held.id) if held is not None else None
        if held is None or given is None:
            return
        asked = self.progress.asked(held.id)
        # Who is asked may act before answering. Where an answer was given on another branch says nothing of this one.
        here = asked is not None and asked.position == given.position
        if here and given.given_at is not None and position < given.given_at:
            return
        del self._left[held.id]
        try:
            self.progress.answer(held.id, given.choice or None)
        except AnswerRefused as error:
            self.refused_answers.append(str(error))

    def _watch_leader(self, world: World) -> None:
        now = leader(world)
        term = world.server(now).node.current_term if now != NOBODY else 0
        last = self._reigning
        if last is not None and (last.server, last.term) == (now, term):
            return
        if last is not None:
            self._reigns.append(Reign(SERVER_NAMES[last.server], last.term, last.from_us, world.time_us))
        self._reigning = _Reigning(now, term, world.time_us) if now != NOBODY else None
