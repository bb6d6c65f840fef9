"""A room: one session with one writer, and everybody who watches it.

Whatever changes the session happens under the writer's lock, in short slices, so that other rooms and all viewers are
served in between. What changed is in the broadcast before the lock is given back.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from time import monotonic
from typing import TYPE_CHECKING, Final, TypeVar

from app.broadcast import Broadcast
from app.errors import RequestError
from app.guide import Guide
from app.keeping.diary import NoDiary
from app.keeping.lives import Lives
from app.keeping.notes import FORKED as BRANCHED
from app.keeping.notes import TURNED
from app.languages import ENGLISH, Words
from app.lessons import Lesson, Question
from app.lessons import Scenario as LessonScenario
from app.logging_json import LOGGER
from app.metrics import Metrics
from app.pacer import Because, Pacer
from app.recording import script_of
from app.security import new_token
from app.settings import Settings
from app.viewer import Role, Viewer
from app.wire.server import Branches, Error, Pace, PaceNow, Replay, RoomLimits, Standing, Viewers, Welcome
from app.workers import Workers
from raft_core import ENGINE_VERSION
from raft_core.check import Finding
from raft_core.role import NEVER
from raft_core.script import format_scenario
from raft_core.session import Session
from raft_core.sim.settings import Scenario
from raft_core.sim.step import Step
from raft_core.sim.timeline import Branch

if TYPE_CHECKING:
    from app.breaking import Breaking
    from app.host import Host

SLICE_S: Final = 0.004
"""So long may the writer compute before the others get a turn."""
FRAME_S: Final = 0.04
"""So often at most a frame is made: 25 a second."""
KEPT_WORLDS: Final = 6_000
"""Worlds that a branch keeps at full density, some 3 KB each; older ones are reached by taking up to 64 steps again."""

FOR_EVER: Final = ("other_engine", "differs")
"""Why a room may only be looked at, however long one waits."""

FORKED: Final = "You are now on {name}, forked at {seconds} s."

T = TypeVar("T")


class Room:
    """One session, its branches, its pace, its viewers. `control` and `watch` are the keys to it."""

    def __init__(
        self,
        scenario: Scenario,
        settings: Settings,
        metrics: Metrics,
        title: str = "Sandbox",
        lesson: tuple[Lesson, LessonScenario] | None = None,
        workers: Workers | None = None,
        words: Words = ENGLISH,
    ) -> None:
        self.id = new_token()[:12]
        self.control = new_token()
        self.watch = new_token()
        self.title = title
        self.words = words
        self.settings = settings
        self.metrics = metrics
        self.session = Session(scenario, keep=KEPT_WORLDS)
        self.script = format_scenario(scenario)
        self.broadcast = Broadcast(self.session)
        self.pacer = Pacer(self)
        self.guide = Guide(*lesson, self.session, words) if lesson is not None else None
        self.workers = workers or Workers()
        self.breaking: Breaking | None = None
        self.replay: Replay | None = None
        self.diary = NoDiary()
        self.standing: Standing | None = None
        self.lives = Lives()
        self.viewers: set[Viewer] = set()
        self.host: Host | None = None
        self.seen_at = monotonic()
        self.steps_taken = 0
        self.is_over = False
        self._lock = asyncio.Lock()
        self._shown_violations: set[str] = set()
        self._log = logging.getLogger(f"{LOGGER}.room")
        self.observe()

    # Viewers.

    @property
    def branch(self) -> Branch:
        """The active branch."""
        return self.broadcast.active.branch

    def enter(self, role: Role, words: Words = ENGLISH, life: str = "", member: str | None = None) -> Viewer:
        """Let another viewer in, who may have been here in another life. Raises RequestError when the room is full."""
        if self.is_over:
            raise RequestError("room_over", "The room has ended.")
        if len(self.viewers) >= self.settings.max_viewers:
            raise RequestError("room_full", "The room is full.", legal=f"at most {self.settings.max_viewers} viewers")
        viewer = Viewer(role, self.broadcast, self.metrics, self.settings, words)
        viewer.member = member
        viewer.reply(self.welcome(role, words, life))
        self.viewers.add(viewer)
        self.metrics.viewers.inc()
        self._count_viewers()
        return viewer

    def leave(self, viewer: Viewer) -> None:
        """A viewer is gone."""
        if viewer in self.viewers:
            self.viewers.remove(viewer)
            self.metrics.viewers.dec()
            self.seen_at = monotonic()
            self._count_viewers()

    def welcome(self, role: Role, words: Words = ENGLISH, life: str = "") -> Welcome:
        """The first frame for a viewer."""
        return Welcome(
            room=self.id,
            role=role,
            engine=ENGINE_VERSION,
            lesson=self.guide.document() if self.guide is not None else None,
            title=self.title,
            language=self.words.tag,
            script=self.script,
            stage_names=dict(self.guide.scenario.names) if self.guide is not None else {},
            branches=self.broadcast.branches(),
            branch=self.branch.id,
            pace=PaceNow(playing=self.pacer.playing, speed=self.pacer.speed),
            limits=RoomLimits(steps=self.settings.max_steps),
            phrases=dict(words.findings),
            replay=self.replay,
            life=self.lives.now.name,
            kept=self.lives.kept(life),
        )

    def announce(self) -> None:
        """Wake every viewer: something is new."""
        for viewer in self.viewers:
            viewer.wake()

    def _count_viewers(self) -> None:
        self.broadcast.post(Viewers(count=len(self.viewers)), "viewers")
        self._stir()
        self.announce()

    # Writing.

    @asynccontextmanager
    async def writing(self, *, tick: bool = False) -> AsyncIterator[None]:
        """The writer's turn. Afterwards everything that happened is in the diary and in the broadcast.

        After a `tick` of the clock in which nothing happened, viewers need not be told at once.
        """
        async with self._lock:
            if self.is_over:
                raise RequestError("room_over", "The room has ended.")
            try:
                yield
                if tick:
                    self.diary.mark_soon(self.branch, at_once=not self.pacer.playing)
                else:
                    await self.diary.commit(self.branch)
            finally:
                stream = self.broadcast.active
                if (stream.has_news() or not tick) and stream.flush():
                    self.announce()

    def rest(self) -> None:
        """Time stands still: how far it has come is noted, unless somebody writes and does so."""
        if not self._lock.locked():
            self.diary.mark_soon(self.branch, at_once=True)

    async def guard(self, work: Callable[[], Awaitable[T]]) -> T | None:
        """Do something with the session; a fault of the program in it ends this room, and no other."""
        try:
            return await work()
        except RequestError:
            raise
        except Exception as fault:  # noqa: BLE001 - whatever it is, the room's state can no longer be trusted
            self.fail(fault)
            return None

    async def run(self, until_us: int | None, stop: Callable[[Step], bool], budget_s: float | None = None) -> bool:
        """Advance the active branch under the writer's lock, in slices; without a time, as long as anything is due.

        Returns whether it stopped before the time was reached: `stop` said so, the room holds, or the budget is spent.
        """
        stream = self.broadcast.active
        began = slice_began = framed = monotonic()
        while True:
            self.check_steps()
            limit_us = self.next_due_us() if until_us is None else until_us
            step = self.session.advance(stream.branch, limit_us) if limit_us is not None else None
            if step is None:
                return False
            if self.take(step) or stop(step):
                return True
            now = monotonic()
            if budget_s is not None and now - began > budget_s:
                return True
            if now - slice_began > SLICE_S:
                if now - framed > FRAME_S and stream.flush():
                    framed = now
                    self.announce()
                await asyncio.sleep(0)
                slice_began = monotonic()

    def take(self, step: Step) -> bool:
        """Take in the active branch's newest step. Whether playback has to hold here."""
        self.broadcast.add(step)
        self.steps_taken += 1
        self.metrics.steps.inc()
        found = [finding for finding in self._findings() if finding.position == step.position]
        fresh = {finding.property for finding in found} - self._shown_violations
        if fresh:
            self._shown_violations |= fresh
            self.pacer.hold("violation")
        return self.observe() or bool(fresh)

    def expect_violation(self, name: str) -> None:
        """Do not stop for that property when it breaks; somebody asked for it."""
        self._shown_violations.add(name)

    def observe(self, refused_by: str = "", refused: str = "") -> bool:
        """Let the lesson see the edge of the active branch. Whether a question holds playback there."""
        guide, branch = self.guide, self.branch
        if guide is None:
            return False
        changes = guide.observe(branch, refused_by, refused)
        for question in changes.questions:
            self.tell_question(question)
        if changes or branch.last_position == 0:
            self.broadcast.post(guide.goals(branch), "goals", for_newcomers=True)
            self._stir()
        held = guide.held(branch) is not None
        if held:
            self.pacer.hold("question")
        return held

    def answered(self, question: Question) -> None:
        """A question was answered. A design is put into force. The writer's lock is held."""
        self.tell_question(question)
        if self.guide is not None:
            for step in self.guide.put_into_force(self.branch, question):
                self.take(step)

    def tell_question(self, question: Question) -> None:
        """Tell everybody how a question stands."""
        if self.guide is not None:
            frame = self.guide.question(self.branch, question)
            self.broadcast.post(frame, f"question {question.id}", for_newcomers=True)
            if self.host is not None:
                self.host.asked(self, frame)
            self.announce()

    def check_question(self) -> None:
        """Raises RequestError while a question holds playback."""
        held = self.guide.held(self.branch) if self.guide is not None else None
        if held is not None:
            self.tell_pace("question")
            says = "A question is open. Answer it, or skip it, and the run goes on."
            raise RequestError("question_open", says, where=held.id, legal="answer, intervene, seek, explain")

    def check_steps(self) -> None:
        """Raises RequestError when the room may take no more steps."""
        if self.steps_taken >= self.settings.max_steps:
            self.pacer.hold("limit")
            says = f"This room has taken {self.steps_taken:,} steps, as many as a room may take."
            raise RequestError(
                "steps_limit", says, legal=f"at most {self.settings.max_steps:,} steps; open another room"
            )

    def next_due_us(self) -> int | None:
        """When the active branch's next step is due; None when nothing ever happens by itself."""
        due = self.session.next_due_us(self.branch)
        return due if due != NEVER else None

    def activate(self, branch: Branch, because: str | None = None) -> None:
        """Make a branch the active one and say so. The writer's lock is held."""
        self.diary.mark(self.branch)
        self.diary.note(TURNED, branch=branch.id)
        self._activate(branch, because)

    def _activate(self, branch: Branch, because: str | None) -> None:
        self.broadcast.active.flush()
        self.broadcast.active = self.broadcast.stream(branch.id)
        self.tell_branches(because)
        if self.guide is not None:
            self.broadcast.post(self.guide.goals(branch), "goals", for_newcomers=True)
            for design in self.guide.enter(branch):
                self.tell_question(design)

    def fork(self, branch: Branch, position: int, because: str | None = FORKED) -> Branch:
        """Start a branch in the past, make it the active one, and say so. The writer's lock is held."""
        limit = self.settings.max_branches
        if len(self.broadcast.streams) >= limit:
            raise RequestError("branches_limit", f"This room has {limit} branches.", legal=f"at most {limit} branches")
        self.diary.mark(self.branch)
        twig = self.session.fork(branch, position)
        self.diary.note(BRANCHED, branch=branch.id, position=position, id=twig.id)
        self.broadcast.open(twig)
        if self.guide is not None:
            self.guide.fork(twig)
        self._activate(
            twig, self.words(because, name=twig.name, seconds=f"{twig.now_us / 1_000_000:.1f}") if because else None
        )
        return twig

    def tell_branches(self, because: str | None = None) -> None:
        """Tell everybody which branches there are."""
        frame = Branches(branches=self.broadcast.branches(), branch=self.branch.id, because=because)
        self.broadcast.post(frame, "branches")
        self._stir()
        self.announce()

    def _stir(self) -> None:
        if self.host is not None:
            self.host.stir(self)

    def tell_pace(self, because: Because) -> None:
        """Tell everybody whether time runs."""
        self.broadcast.post(Pace(playing=self.pacer.playing, speed=self.pacer.speed, because=because), "pace")
        self.announce()

    # What may be done.

    def stand(self, standing: Standing | None) -> None:
        """Let nothing be done from now on, or everything again; everybody is told why."""
        if self.standing is not None and self.standing.reason in FOR_EVER:
            return
        self.diary.doubt()
        self.standing = standing
        if standing is not None:
            self.pacer.hold()
        self.broadcast.post(standing or Standing(reason=None), "standing", for_newcomers=True)
        self.announce()

    def check_standing(self) -> None:
        """Raises RequestError while the room may only be looked at."""
        if self.standing is not None:
            says = "This room can only be looked at now."
            raise RequestError("read_only", says, where=self.standing.reason, legal="seek, resume, explain")

    # The end.

    def fail(self, fault: BaseException) -> None:
        """Our mistake: everybody gets the script of what was done, and the room is over."""
        script = self._script_or_setup()
        self._log.error("fault", extra={"room": self.id, "script": script}, exc_info=fault)
        self.metrics.rooms_failed.inc()
        # What has led to it is not to be done again when the room is.
        self.diary = NoDiary()
        says = "Orbital Raft made a mistake, not Raft. The room has ended; its script tells what was done."
        self.close(Error(code="fault", says=says, script=script))

    def let_go(self) -> None:
        """The server stops: time stands still and everybody is let go, to come back to the next one."""
        self.pacer.hold()
        self.rest()
        for viewer in self.viewers:
            viewer.end()

    def close(self, last_word: Error) -> None:
        """End the room: every viewer gets a last frame."""
        self.rest()
        self.is_over = True
        self.pacer.stop()
        if self.breaking is not None:
            self.breaking.cancel()
        for viewer in self.viewers:
            viewer.reply(last_word)
            viewer.end()

    def _script_or_setup(self) -> str:
        """What was done, as a script; of a session that is beyond even that, how it began."""
        try:
            return script_of(self.session, self.branch)
        except Exception:  # noqa: BLE001 - the fault that ends the room is the one to be told
            return self.script

    def _findings(self) -> list[Finding]:
        return self.session.checks(self.branch).findings
