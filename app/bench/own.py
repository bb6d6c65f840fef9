"""The same work by this project: the bare simulator, and everything that a live room does."""

import json
from collections.abc import Callable
from time import process_time

from app.bench.work import Driver, Work
from raft_core.check import Checks
from raft_core.role import NEVER
from raft_core.session import Session
from raft_core.sim.intervention import InvokeClient, perform
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
    checks = Checks(world) if checked else None
    driver = Driver(work)
    todo: list[InvokeClient] = []
    while driver.done < work.entries:
        for operation in todo:
            done = perform(world, operation, world.time_us)
            if checks is not None and isinstance(done, Step):
                checks.fold(world, done)
        if world.next_us() == NEVER:
            raise RuntimeError("the cluster stands still")
        step = happen(world)
        if checks is not None:
            checks.fold(world, step)
        todo = driver.after(step)
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
    todo: list[InvokeClient] = []
    while driver.done < work.entries:
        for operation in todo:
            done = session.intervene(branch, operation)
            if show is not None and isinstance(done, Step):
                show(done)
        step = session.advance(branch, FOREVER_US)
        if step is None:
            raise RuntimeError("the cluster stands still")
        if show is not None:
            show(step)
        todo = driver.after(step)
    return process_time() - began, branch.last_position


def _viewer(session: Session) -> Callable[[Step], None]:
    branch = session.main
    writer = DeltaWriter(session.world(branch))

    def show(step: Step) -> None:
        document = step_document(step)
        document["delta"] = writer.delta(session.world(branch), [], None)
        json.dumps(document, separators=(",", ":"))

    return show
