"""History stays what it was, whatever happens afterwards."""

from typing import Any

import pytest

from raft_core.session import Session
from raft_core.sim.intervention import Crash, InvokeClient, Isolate, Refusal, Restart
from raft_core.sim.settings import Scenario, Settings
from raft_core.sim.timeline import Branch
from raft_core.trace.digest import Digest
from raft_core.trace.document import state_document
from tests.sim.restless import restless_session

LAB = Scenario((1, 2, 3), settings=Settings(seed=3))


def document(session: Session, branch: Branch, position: int) -> dict[str, Any]:
    return state_document(session.timeline.world(branch, position), [], "yes")


def run(session: Session, branch: Branch, until_us: int) -> None:
    while session.advance(branch, until_us):
        pass


def digest(session: Session, branch: Branch) -> str:
    taken = Digest()
    for step in session.timeline.steps(branch):
        taken.update(step)
    return taken.hexdigest()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_later_step_never_changes_an_earlier_world(seed: int) -> None:
    early = restless_session(seed, rounds=12)
    positions = range(0, early.main.last_position + 1, 7)
    before = [document(early, early.main, position) for position in positions]
    late = restless_session(seed, rounds=40)
    assert [document(late, late.main, position) for position in positions] == before


def test_a_fork_shares_the_past_and_leaves_the_other_branch_alone() -> None:
    session = Session(LAB)
    run(session, session.main, 1_000_000)
    known = digest(session, session.main)
    twig = session.fork(session.main, 10)
    session.intervene(twig, Isolate(1))
    run(session, twig, 2_000_000)
    assert digest(session, session.main) == known
    assert [step.position for step in session.timeline.steps(twig)] == list(range(1, twig.last_position + 1))
    assert document(session, twig, 10) == document(session, session.main, 10)
    assert document(session, twig, 5) == document(session, session.main, 5)
    assert [record.directive for record in session.timeline.recorded(twig)] == ["isolate S1"]


def test_a_fork_of_a_fork_knows_all_of_its_past() -> None:
    session = Session(LAB)
    run(session, session.main, 500_000)
    first = session.fork(session.main, 12)
    session.intervene(first, InvokeClient("c1", "put", "x", "1"))
    run(session, first, 900_000)
    second = session.fork(first, 8)
    third = session.fork(first, first.last_position)
    assert session.timeline.recorded(second) == []
    assert [record.directive for record in session.timeline.recorded(third)] == ["client c1 put x 1"]
    assert digest(session, third) == digest(session, first)
    assert (second.id, third.id) == ("B", "C")


def test_the_same_choices_on_a_fork_lead_to_the_same_history() -> None:
    session = Session(LAB)
    run(session, session.main, 1_000_000)
    twig = session.fork(session.main, 15)
    run(session, twig, 1_000_000)
    assert digest(session, twig) == digest(session, session.main)


def test_worlds_that_were_thinned_out_are_found_again() -> None:
    dense = restless_session(5)
    sparse = restless_session(5)
    sparse.timeline._keep = 10
    sparse.timeline._thin(sparse.main)
    assert len(sparse.main.worlds) < len(dense.main.worlds) // 4
    for position in range(0, dense.main.last_position + 1, 11):
        assert document(sparse, sparse.main, position) == document(dense, dense.main, position)


def test_a_step_taken_again_to_be_explained_is_the_same_step() -> None:
    session = restless_session(4, rounds=25)
    timeline, branch = session.timeline, session.main
    for step in branch.steps:
        world = timeline.world(branch, step.position - 1).copy()
        again = timeline._take_again(branch, world, step)
        known, repeated = Digest(), Digest()
        known.update(step)
        repeated.update(again)
        assert repeated.hexdigest() == known.hexdigest()


def test_every_decision_can_be_explained_in_whole_sentences() -> None:
    session = restless_session(6, rounds=25)
    for step in session.main.steps:
        for verdict in session.timeline.explain(session.main, step.position):
            assert verdict.title.endswith("?")
            assert all(clause.says and "{" not in clause.says for clause in verdict.clauses)


def test_a_refused_intervention_leaves_no_trace() -> None:
    session = Session(LAB)
    refused = session.intervene(session.main, Restart(1))
    assert isinstance(refused, Refusal)
    assert refused.says == "S1 is up; only a stopped server can be restarted"
    assert session.main.last_position == 0
    assert session.timeline.recorded(session.main) == []


def test_a_position_that_is_not_there_is_refused_with_those_that_are() -> None:
    session = Session(LAB)
    with pytest.raises(IndexError, match="positions 0 to 0, not 1"):
        session.fork(session.main, 1)


def test_dropping_one_message_shifts_no_other_draw() -> None:
    calm, faulty = Session(LAB), Session(LAB)
    run(calm, calm.main, 100_000)
    run(faulty, faulty.main, 100_000)
    # S3 is the first to stand; S2 never hears it in the second history, and S1 hears it at the same time in both.
    faulty.intervene(faulty.main, Crash(2))
    run(calm, calm.main, 200_000)
    run(faulty, faulty.main, 200_000)
    arrivals = [
        [step.time_us for step in each.main.steps if step.cause.flight is not None and step.cause.server == 1]
        for each in (calm, faulty)
    ]
    assert arrivals[0][:1] == arrivals[1][:1] != []
