"""The same work by this project: the bare simulator, and everything that a live room does."""

import json
from collections.abc import Callable
from time import process_time

from app.bench.work import Driver, Work
from raft_core.check import Checks
from raft_core.event import BecameLeader
from raft_core.node import NEVER
from raft_core.session import Session
from raft_core.sim.intervention import perform
from raft_core.sim.setup import initial_world
from raft_core.sim.step import Step, happen
from raft_core.trace.delta import DeltaWriter
from raft_core.trace.events import step_document
from raft_core.variant import rules_for

FOREVER_US = 10**15


def simulate(work: Work, checked: bool = True) -> tuple[float, int]:
    """CPU seconds and events of the simulator in place: checkers on, explanations off, nothing kept."""
    began = process_time()
    world = initial_world(work.scenario, rules_for)
    checks = Checks(world)

    def take(step: Step) -> Step:
        if checked:
            checks.fold(world, step)
        return step

    def advance() -> Step:
        if world.next_us() == NEVER:
            raise RuntimeError("the cluster stands still")
        return take(happen(world))

    driver = Driver(work)
    while not any(isinstance(event, BecameLeader) for event in advance().events):
        pass
    todo = driver.first()
    while driver.done < work.entries:
        for operation in todo:
            step = perform(world, operation, world.time_us)
            if isinstance(step, Step):
                take(step)
        todo = driver.after(advance())
    return process_time() - began, world.position


def live(work: Work, streamed: bool) -> tuple[float, int]:
    """CPU seconds and events of a session as a room runs it: every world kept, checkers on, every step explainable.

    `streamed` adds a viewer: the delta of every step, encoded.
    """
    began = process_time()
    session = Session(work.scenario)
    branch = session.main
    show = _viewer(session) if streamed else None
    driver = Driver(work)

    def advance() -> Step:
        step = session.advance(branch, FOREVER_US)
        if step is None:
            raise RuntimeError("the cluster stands still")
        if show is not None:
            show(step)
        return step

    while not any(isinstance(event, BecameLeader) for event in advance().events):
        pass
    todo = driver.first()
    while driver.done < work.entries:
        for operation in todo:
            done = session.intervene(branch, operation)
            if show is not None and isinstance(done, Step):
                show(done)
        todo = driver.after(advance())
    return process_time() - began, branch.last_position


def _viewer(session: Session) -> Callable[[Step], None]:
    branch = session.main
    writer = DeltaWriter(session.world(branch))

    def show(step: Step) -> None:
        document = step_document(step)
        document["delta"] = writer.delta(session.world(branch), [], None)
        json.dumps(document, separators=(",", ":"))

    return show
