"""What is planned comes in its time, on every branch that leaves after it was planned."""

from raft_core.role import NEVER
from raft_core.script import parse
from raft_core.session import Session
from raft_core.sim.intervention import Crash, Isolate, Restart
from raft_core.sim.timeline import Branch
from raft_core.trace.read import read_trace
from raft_core.trace.record import Header, write_trace
from raft_core.trace.verify import verify

SECOND = 1_000_000


def session(cluster: str = "cluster S1 S2 S3 seed=3") -> Session:
    return Session(parse(cluster).scenario)


def run(session: Session, branch: Branch, seconds: int) -> None:
    until_us = branch.now_us + seconds * SECOND
    while session.advance(branch, until_us):
        pass


def done(session: Session, branch: Branch) -> list[tuple[str, int]]:
    return [(record.directive, record.time_us) for record in session.timeline.recorded(branch)]


def test_what_is_planned_happens_in_its_time_and_in_order() -> None:
    lab = session()
    lab.plan(lab.main, [(0, Crash(1)), (2 * SECOND, Isolate(2)), (2 * SECOND, Restart(1))], "lesson")
    run(lab, lab.main, 1)
    assert done(lab, lab.main) == [("crash S1", 0)]
    run(lab, lab.main, 2)
    assert done(lab, lab.main) == [("crash S1", 0), ("isolate S2", 2 * SECOND), ("restart S1", 2 * SECOND)]
    assert lab.planned(lab.main) == ()
    assert {record.who for record in lab.timeline.recorded(lab.main)} == {"lesson"}


def test_what_is_refused_in_its_time_changes_nothing_and_holds_nothing_up() -> None:
    lab = session()
    lab.plan(lab.main, [(SECOND, Restart(1)), (SECOND, Crash(1))], "lesson")
    run(lab, lab.main, 2)
    assert done(lab, lab.main) == [("crash S1", SECOND)]


def test_a_new_plan_replaces_the_old_one() -> None:
    lab = session()
    lab.plan(lab.main, [(2 * SECOND, Crash(1))], "lesson")
    run(lab, lab.main, 1)
    lab.plan(lab.main, [], "lesson")
    run(lab, lab.main, 2)
    assert done(lab, lab.main) == []


def test_what_is_planned_is_due_even_where_nothing_happens_by_itself() -> None:
    lab = session("cluster S1 S2 S3 timers=manual network=manual fsync=0us")
    assert lab.next_due_us(lab.main) == NEVER
    lab.plan(lab.main, [(SECOND, Crash(1))], "lesson")
    assert lab.next_due_us(lab.main) == SECOND


def test_a_branch_takes_over_what_was_planned_before_it_left_and_not_yet_done() -> None:
    lab = session()
    run(lab, lab.main, 1)
    planned_at = lab.main.last_position
    lab.plan(lab.main, [(2 * SECOND, Crash(1)), (3 * SECOND, Crash(2))], "lesson")
    run(lab, lab.main, 3)
    crashed_at = next(record.position for record in lab.timeline.recorded(lab.main))
    early, between, late = (lab.fork(lab.main, at) for at in (planned_at - 1, crashed_at - 1, crashed_at))
    assert [len(lab.planned(branch)) for branch in (early, between, late)] == [0, 2, 1]
    run(lab, between, 3)
    assert [directive for directive, _ in done(lab, between)] == ["crash S1", "crash S2"]


def test_a_trace_of_what_was_planned_is_executed_again_without_the_plan() -> None:
    lab = session()
    lab.plan(lab.main, [(SECOND, Isolate(1)), (2 * SECOND, Crash(2))], "lesson")
    run(lab, lab.main, 3)
    trace = read_trace(write_trace(lab, lab.main, Header()))
    assert [record.who for record in trace.records] == ["lesson", "lesson"]
    assert verify(trace).identical
