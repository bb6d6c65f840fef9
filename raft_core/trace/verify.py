"""Running a trace again and comparing: the ground on which grades stand."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from raft_core.check import Checks
from raft_core.role import NEVER
from raft_core.script import parse_directive
from raft_core.sim.intervention import Intervention, Refusal, perform
from raft_core.sim.setup import initial_world
from raft_core.sim.step import Step, happen, settle_one
from raft_core.sim.timeline import Recorded
from raft_core.sim.world import World
from raft_core.trace.digest import Digest
from raft_core.trace.document import finding_document
from raft_core.trace.events import event_document
from raft_core.trace.read import Trace
from raft_core.trace.record import Declined
from raft_core.variant import rules_for

Observer = Callable[[World, Checks, Step | None], None]
"""Sees the initial world (no step) and then the world after every step, as it goes by."""
Refuser = Callable[[World, Checks, Declined], None]
"""Sees what was refused after the step of its position."""


@dataclass(slots=True, frozen=True)
class Verification:
    """How a replay compares. `position` is the first that differs, None when all is identical."""

    position: int | None
    says: str
    steps: int

    @property
    def identical(self) -> bool:
        """Whether the trace reproduces exactly."""
        return self.position is None


class _DifferenceError(Exception):
    """The replay parts from the trace at a position."""

    def __init__(self, position: int, says: str) -> None:
        super().__init__(says)
        self.position = position
        self.says = says


def verify(trace: Trace, observe: Observer | None = None, refuse: Refuser | None = None) -> Verification:
    """Execute a trace again and compare it with what it claims."""
    replay = _Replay(trace, observe, refuse)
    try:
        replay.run()
    except _DifferenceError as difference:
        return Verification(difference.position, difference.says, replay.world.position)
    return Verification(None, "identical", replay.world.position)


class _Replay:
    """The second run of a recording, in place and without explanations."""

    def __init__(self, trace: Trace, observe: Observer | None, refuse: Refuser | None) -> None:
        self.trace = trace
        self.observe = observe
        self.refuse = refuse
        self.world = initial_world(trace.scenario, rules_for)
        self.checks = Checks(self.world)
        self.digest = Digest()
        self._events = iter(trace.events)
        self._declined = deque(trace.declined)
        if observe is not None:
            observe(self.world, self.checks, None)

    def run(self) -> None:
        """Run to the end. Raises _DifferenceError at the first difference."""
        trace, end = self.trace, self.trace.end
        self._ask_again()
        for record in trace.records:
            self._advance_to(record.position - 1, record.time_us)
            if record.position != self.world.position + 1:
                raise _DifferenceError(self.world.position + 1, f"the intervention claims position {record.position}")
            self._intervene(record, end["position"])
            check = trace.checks.get(self.world.position) if record.intervention is not None else None
            if check is not None and check != self.digest.short():
                raise _DifferenceError(self.world.position, f"{record.directive!r} had another effect")
        self._advance_to(end["position"], end["time_us"])
        self._compare_end()

    def _advance_to(self, position: int, time_us: int) -> None:
        world = self.world
        while world.position < position:
            due = world.next_us()
            if due == NEVER or due > time_us:
                says = f"nothing more happens by {time_us} us, but the trace goes on to position {position}"
                raise _DifferenceError(world.position + 1, says)
            self._take(happen(world))
        if world.time_us > time_us:
            raise _DifferenceError(
                max(1, world.position), f"the trace says {time_us} us, the replay is at {world.time_us} us"
            )

    def _intervene(self, record: Recorded, last_position: int) -> None:
        world = self.world
        if record.intervention is None:
            now_us = record.time_us
            if record.count is not None:
                last_position = min(last_position, world.position + record.count)
            while not world.is_settled() and world.position < last_position:
                self._take(settle_one(world, now_us))
                now_us = world.time_us
            return
        due = world.next_us()
        if due != NEVER and due < record.time_us:
            raise _DifferenceError(world.position + 1, f"something was due at {due} us, before {record.directive!r}")
        done = perform(world, record.intervention, record.time_us, record.who)
        if isinstance(done, Refusal):
            raise _DifferenceError(world.position + 1, f"{record.directive!r} is refused: {done.says}")
        self._take(done)

    def _take(self, step: Step) -> None:
        self.digest.update(step)
        self.checks.fold(self.world, step)
        if self.trace.events:
            self._compare_events(step)
        if self.observe is not None:
            self.observe(self.world, self.checks, step)
        if self._declined:
            self._ask_again()

    def _ask_again(self) -> None:
        """What was refused here must be refused again, by the same rule."""
        world = self.world
        while self._declined and self._declined[0].position == world.position:
            declined = self._declined.popleft()
            asked = parse_directive(declined.directive)
            refusal = asked.refusal(world) if isinstance(asked, Intervention) else None
            if refusal is None or refusal.rule != declined.rule:
                raise _DifferenceError(world.position, f"{declined.directive!r} is not refused by {declined.rule!r}")
            if self.refuse is not None:
                self.refuse(world, self.checks, declined)

    def _compare_events(self, step: Step) -> None:
        for event in step.events:
            line = next(self._events, None)
            if line is None or line["position"] != step.position or line["event"] != event_document(event):
                raise _DifferenceError(
                    step.position, f"the trace tells of other events; here it was {event_document(event)}"
                )

    def _compare_end(self) -> None:
        world, end = self.world, self.trace.end
        due = world.next_us()
        if due != NEVER and due < end["time_us"]:
            raise _DifferenceError(world.position + 1, f"something was due at {due} us, before the end")
        if end["digest"] != self.digest.hexdigest():
            raise _DifferenceError(world.position, "the digest of all events differs")
        if end["findings"] != [finding_document(finding) for finding in self.checks.findings]:
            raise _DifferenceError(world.position, "the findings differ")
        if self._declined:
            raise _DifferenceError(world.position, f"{self._declined[0].directive!r} was not refused in its place")
