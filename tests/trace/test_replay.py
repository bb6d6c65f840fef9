"""What was recorded is done again in a session, step by step and branch by branch."""

from __future__ import annotations

from dataclasses import replace

import pytest

from raft_core.export.script import script_text
from raft_core.ids import ServerId
from raft_core.script import parse
from raft_core.script.run import run
from raft_core.session import Session
from raft_core.sim.intervention import Crash
from raft_core.sim.step import Step
from raft_core.sim.timeline import Branch
from raft_core.trace.digest import Digest
from raft_core.trace.read import read_trace
from raft_core.trace.record import Header, write_trace
from raft_core.trace.replay import ReplayError, replay
from raft_core.trace.verify import verify
from tests.sim.restless import restless_session


def digest(steps: list[Step]) -> str:
    taken = Digest()
    for step in steps:
        taken.update(step)
    return taken.hexdigest()


def again(session: Session, branch: Branch, until: int | None = None) -> tuple[Session, list[Step]]:
    """The history of a branch, taken once more from the beginning."""
    timeline = session.timeline
    fresh = Session(timeline.scenario)
    position = branch.last_position if until is None else until
    return fresh, list(replay(fresh, fresh.main, timeline.recorded(branch), position, branch.now_us))


@pytest.mark.parametrize("seed", range(1, 5))
def test_the_same_steps_are_taken_and_the_same_time_is_reached(seed: int) -> None:
    session = restless_session(seed, rounds=25)
    fresh, steps = again(session, session.main)
    assert digest(steps) == digest(session.timeline.steps(session.main))
    assert fresh.main.now_us == session.main.now_us
    assert fresh.checks(fresh.main).findings == session.checks(session.main).findings


def test_a_branch_goes_on_where_it_left_its_parent() -> None:
    session = restless_session(9, rounds=10)
    fork = session.main.last_position // 2
    twig = session.fork(session.main, fork)
    while session.advance(twig, twig.now_us + 300_000) and twig.last_position < fork + 40:
        pass
    fresh, _ = again(session, session.main)
    other = fresh.fork(fresh.main, fork)
    steps = list(replay(fresh, other, twig.recorded.values(), twig.last_position, twig.now_us))
    assert digest(steps) == digest(twig.steps)


def test_it_stops_in_the_middle_of_a_settling() -> None:
    script = "cluster S1 S2 S3 network=manual timers=manual\ntimeout S1\nsettle\ntimeout S2\nsettle\n"
    outcome = run(parse(script))
    session = outcome.session
    whole = session.timeline.steps(session.main)
    for until in range(1, len(whole) + 1):
        _, steps = again(session, session.main, until)
        assert digest(steps) == digest(whole[:until])


def test_a_branch_that_leaves_in_the_middle_of_a_settling_goes_on_from_there() -> None:
    script = "cluster S1 S2 S3 S4 S5 seed=7\nrun 1s\nclient c1 put x 1\nsettle\nrun 1s\n"
    session = run(parse(script)).session
    settled = [step.position for step in session.timeline.steps(session.main) if step.is_settling]
    assert len(settled) > 3
    for position in settled:
        twig = session.fork(session.main, position)
        assert isinstance(session.intervene(twig, Crash(ServerId(2))), Step)
        while session.advance(twig, twig.now_us + 50_000) is not None and twig.last_position < position + 20:
            pass
        later = session.fork(twig, position)
        settles = list(session.settle(later))
        for branch in (twig, later):
            trace = read_trace(write_trace(session, branch, Header()))
            assert verify(trace).says == "identical"
            fresh, steps = again(session, branch)
            assert digest(steps) == digest(session.timeline.steps(branch))
            # what was done again is recorded as it was
            assert fresh.timeline.recorded(fresh.main) == session.timeline.recorded(branch)
            text = script_text(
                session.timeline.scenario,
                session.timeline.steps(branch),
                session.timeline.recorded(branch),
                branch.now_us,
            )
            told = run(parse(text)).session
            assert digest(told.timeline.steps(told.main)) == digest(session.timeline.steps(branch))
        left = session.timeline.recorded(twig)[1]
        at_rest = position == settled[-1]
        assert left.directive == ("settle" if at_rest else f"settle {position - settled[0] + 1}")
        assert bool(settles) is not at_rest


@pytest.mark.parametrize("taken", [1, 2, 3])
def test_a_settling_that_was_broken_off_is_recorded_as_far_as_it_went(taken: int) -> None:
    session = run(parse("cluster S1 S2 S3 S4 S5 seed=7\nrun 1s\nclient c1 put x 1\n")).session
    main = session.main
    settling = session.settle(main)
    for _ in range(taken):
        next(settling)
    assert [record.directive for record in session.timeline.recorded(main)][-1] == f"settle {taken}"
    for _ in range(20):
        session.advance(main, main.now_us + 1_000_000)
    assert verify(read_trace(write_trace(session, main, Header()))).says == "identical"
    fresh, steps = again(session, main)
    assert digest(steps) == digest(session.timeline.steps(main))
    assert fresh.timeline.recorded(fresh.main) == session.timeline.recorded(main)


def test_what_cannot_be_done_again_is_told_with_its_position() -> None:
    session = run(parse("cluster S1 S2 S3\nrun 1s\ncrash S1\nrun 1s\ncrash S2\n")).session
    first, second = session.timeline.recorded(session.main)
    fresh = Session(session.timeline.scenario)
    records = [first, replace(second, intervention=first.intervention)]
    with pytest.raises(ReplayError, match="'crash S1' is refused: ") as refused:
        list(replay(fresh, fresh.main, records, second.position, session.main.now_us))
    assert refused.value.position == second.position

    fresh = Session(session.timeline.scenario)
    with pytest.raises(ReplayError, match="nothing more happens by 1000 us"):
        list(replay(fresh, fresh.main, [], 10_000, 1_000))
