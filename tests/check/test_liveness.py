"""Bounded liveness: a calm cluster gets on in time, one that is disturbed is owed nothing, and verdicts say which."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, TypeVar

import pytest

from raft_core.check import Checks, Finding
from raft_core.explain import Clause, Judgement, with_clause
from raft_core.rules import RAFT, Rules
from raft_core.script import parse
from raft_core.script.run import run
from raft_core.sim.intervention import Crash, Restart, carry_out
from raft_core.sim.settings import TIMINGS
from raft_core.sim.setup import initial_world
from raft_core.sim.step import happen
from raft_core.sim.world import World

NEVER_HELD: Final = "premise never held"

A = TypeVar("A")
B = TypeVar("B")


def verdicts(text: str) -> dict[str, str]:
    outcome = run(parse(text))
    assert outcome.passed, outcome.transcript[-3:]
    assert not outcome.session.checks(outcome.branch).findings
    return outcome.session.checks(outcome.branch).liveness


def run_under(rules: Rules, text: str, until_s: int) -> tuple[World, Checks]:
    """A cluster under rules of its own, left alone."""
    world = initial_world(parse(text).scenario, lambda _: rules)
    checks = Checks(world)
    go_on(world, checks, until_s)
    return world, checks


def go_on(world: World, checks: Checks, until_s: int) -> None:
    while world.next_us() <= until_s * 1_000_000:
        checks.fold(world, happen(world))


def liveness(checks: Checks) -> list[Finding]:
    return [finding for finding in checks.findings if finding.property == "liveness"]


def silenced(rule: Judgement[A, B]) -> Judgement[A, B]:
    """A judgement whose last clause always says no."""
    never: Clause[A, B] = Clause(rule.clauses[-1].name, "5.2", "", lambda one, other: False, "", "")
    return with_clause(rule, never)


NOBODY_WINS: Final = replace(RAFT, wins_election=silenced(RAFT.wins_election))
NOBODY_COMMITS: Final = replace(RAFT, may_commit=silenced(RAFT.may_commit))


@pytest.mark.parametrize("preset", TIMINGS)
def test_with_every_preset_a_cluster_left_alone_elects_and_commits(preset: str) -> None:
    text = f"cluster S1 S2 S3 S4 S5 timing={preset}\nrun until leader != none\nclient c1 put x 1\nrun 30s"
    assert verdicts(text) == {"L-1": "held", "L-2": "held", "L-3": NEVER_HELD}


@pytest.mark.parametrize(
    "disturbance",
    [
        "crash S1\ncrash S2\ncrash S3",
        "partition S1 S2 | S3 S4 | S5",
        "cut S1-S2\ncut S3-S4\ncut S1-S5\ncut S2-S5",
        "set network=manual",
        "set timers=manual",
        "set loss=10%",
        "set latency=150ms",
        "clock S2 rate=1.5",
        "pause S1\npause S2\npause S3",
    ],
)
def test_nothing_is_owed_to_a_cluster_that_is_not_left_alone(disturbance: str) -> None:
    assert set(verdicts(f"cluster S1 S2 S3 S4 S5\n{disturbance}\nrun 60s").values()) == {NEVER_HELD}


def test_a_majority_that_hears_itself_is_enough() -> None:
    assert verdicts("cluster S1 S2 S3 S4 S5\ncrash S4\npartition S1 S2 S3 | S5\nrun 5s")["L-1"] == "held"


def test_a_server_outside_that_may_disturb_voids_the_premise_and_pre_votes_restore_it() -> None:
    # S5 hears only S1, and stands for election again and again (dissertation 4.2.3).
    partial = "cut S5-S2\ncut S5-S3\ncut S5-S4\nrun 20s"
    assert verdicts(f"cluster S1 S2 S3 S4 S5\n{partial}")["L-1"] == NEVER_HELD
    settled = "pre_vote=on check_quorum=on leader_stickiness=on"
    assert verdicts(f"cluster S1 S2 S3 S4 S5 {settled}\n{partial}")["L-1"] == "held"


def test_where_only_one_server_reaches_a_majority_pre_votes_and_check_quorum_find_it() -> None:
    star = "\n".join(f"cut S{one}-S{other}" for one in range(2, 6) for other in range(one + 1, 6))
    held = verdicts(f"cluster S1 S2 S3 S4 S5 pre_vote=on check_quorum=on\n{star}\nrun 60s")
    assert held == {"L-1": NEVER_HELD, "L-2": NEVER_HELD, "L-3": "held"}
    assert set(verdicts(f"cluster S1 S2 S3 S4 S5\n{star}\nrun 60s").values()) == {NEVER_HELD}


def test_a_group_that_cannot_elect_is_a_finding_with_its_numbers() -> None:
    _, checks = run_under(NOBODY_WINS, "cluster S1 S2 S3", until_s=40)
    assert checks.liveness["L-1"] == "violated"
    assert [finding.says for finding in liveness(checks)] == [
        "L-1: left alone since 0.000 s, S1, S2 and S3 had no leader for 19997 ms; 19860 ms are enough."
    ]
    assert liveness(checks)[0].servers == (1, 2, 3)


def test_a_fault_begins_the_wait_anew() -> None:
    # Nobody can win; but every fifteen seconds somebody crashes or returns, so nobody was left alone for long enough.
    world, checks = run_under(NOBODY_WINS, "cluster S1 S2 S3 S4 S5", until_s=15)
    for beat, act in enumerate((Crash(5), Restart(5)) * 4, 2):
        checks.fold(world, carry_out(world, act, world.time_us))
        go_on(world, checks, until_s=15 * beat)
    assert not liveness(checks)
    go_on(world, checks, until_s=15 * 11)
    assert len(liveness(checks)) == 1


def test_an_entry_that_is_never_committed_is_a_finding() -> None:
    _, checks = run_under(NOBODY_COMMITS, "cluster S1 S2 S3", until_s=10)
    assert checks.liveness["L-1"] == "held"
    assert checks.liveness["L-2"] == "violated"
    assert "did not all apply index 1 within" in liveness(checks)[0].says


def test_a_fork_keeps_what_was_seen_and_goes_its_own_way() -> None:
    world, checks = run_under(RAFT, "cluster S1 S2 S3", until_s=2)
    twin = checks.copy()
    assert twin.liveness == checks.liveness == {"L-1": "held", "L-2": "held", "L-3": NEVER_HELD}
    assert twin.liveness is not checks.liveness
    assert not liveness(twin)
    assert world.position > 0
