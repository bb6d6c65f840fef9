"""Telling a session again: every frame that somebody who watched it from the first to the last would have got."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import zip_longest
from typing import Final

from app.broadcast import Broadcast
from app.languages import Words
from app.lessons.document import lesson_document
from app.offline.reasons import Reasons
from app.offline.tape import Difference, Strand, Tape
from app.room import KEPT_WORLDS
from app.stream import Stream
from app.wire.server import PaceNow, RoomLimits, Welcome
from raft_core import ENGINE_VERSION
from raft_core.script import format_scenario
from raft_core.session import Session
from raft_core.sim.step import Step
from raft_core.sim.timeline import Branch
from raft_core.trace.digest import Digest
from raft_core.trace.replay import ReplayError, replay

REPORT_EVERY: Final = 100

Progress = Callable[[int, int], None]
"""Is told now and then how many of how many steps were taken."""


@dataclass(slots=True, frozen=True)
class Told:
    """What came of it: the session done again, the frames in order, the reasons, and where it differed if it did."""

    session: Session
    title: str
    frames: list[str]
    reasons: Reasons
    steps: int
    difference: Difference | None
    words: Words


def tell(tape: Tape, progress: Progress | None = None) -> Told:
    """Do everything again, and explain it on the way."""
    return _Telling(tape, progress).run()


class _Telling:
    def __init__(self, tape: Tape, progress: Progress | None) -> None:
        self.tape = tape
        self.progress = progress
        self.session = Session(tape.setup, keep=KEPT_WORLDS)
        self.broadcast = Broadcast(self.session)
        self.reasons = Reasons(tape.words)
        self.difference = tape.difference
        self.taken = 0

    def run(self) -> Told:
        main = self.session.main
        start = self.broadcast.keyframe(main, 0)
        frames: list[str] = []
        branches = {main.id: main}
        for strand in self.tape.strands:
            if strand.parent is not None:
                if self.difference is not None:
                    break  # what was forked from a past that went otherwise is nobody's
                branches[strand.id] = self.session.fork(branches[strand.parent], strand.fork_position)
                self.broadcast.open(branches[strand.id])
            branch = branches[strand.id]
            branch.name = strand.name
            frames += self._play(strand, branch, self.broadcast.stream(branch.id))
        frames = [self._welcome(), start, *frames, *self.tape.notices]
        return Told(self.session, self.tape.title, frames, self.reasons, self.taken, self.difference, self.tape.words)

    def _play(self, strand: Strand, branch: Branch, stream: Stream) -> list[str]:
        """Take the steps of one branch; its frames."""
        timeline = self.session.timeline
        listen = partial(timeline.explain, branch)
        if branch.parent is None:
            self.reasons.add(branch.id, timeline.start, None, list)
        try:
            for step in replay(self.session, branch, strand.records, strand.last_position, strand.now_us):
                stream.add(step)
                self.reasons.add(branch.id, self.session.world(branch), step, partial(listen, step.position))
                self._count()
        except ReplayError as error:
            self.difference = self.difference or Difference(error.position, error.says)
        if strand.steps is not None:
            self.difference = self.difference or _compare(strand.steps, branch.steps)
        stream.flush()
        frames = [frame.text for frame in stream.frames]
        if not stream.frames or stream.frames[-1].reached_us != stream.reached_us:
            frames.append(stream.clock())
        return frames

    def _count(self) -> None:
        self.taken += 1
        if self.progress is not None and self.taken % REPORT_EVERY == 0:
            self.progress(self.taken, self.tape.steps)

    def _welcome(self) -> str:
        tape = self.tape
        lesson = tape.lesson
        welcome = Welcome(
            room=tape.room,
            role="watch",
            engine=ENGINE_VERSION,
            lesson=lesson_document(*lesson) if lesson is not None else None,
            language=tape.words.tag,
            title=tape.title,
            script=format_scenario(tape.setup),
            stage_names=dict(lesson[1].names) if lesson is not None else {},
            branches=self.broadcast.branches(),
            branch=tape.shown if tape.shown in self.session.timeline.branches else self.session.main.id,
            pace=PaceNow(playing=False, speed=1.0),
            limits=RoomLimits(steps=tape.steps),
            phrases=dict(tape.words.findings),
        )
        return welcome.encode()


def _compare(recorded: list[Step], again: list[Step]) -> Difference | None:
    """The first step that came out otherwise."""
    for one, other in zip_longest(recorded, again):
        if one is None or other is None or _digest(one) != _digest(other):
            position = (one or other).position
            return Difference(position, "the step went otherwise when it was taken again")
    return None


def _digest(step: Step) -> str:
    digest = Digest()
    digest.update(step)
    return digest.hexdigest()
