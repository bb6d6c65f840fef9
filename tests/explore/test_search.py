"""Searching: what is found is made small, written as a script that fails in the same way, and found again anywhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.cli import main
from raft_core.explore import Plan, case_of, play, run_schedule, search, shrink
from raft_core.explore.small_world import Bounds, explore
from raft_core.script import parse
from raft_core.script.run import run

UNSAFE = ["counts_old_terms", "votes_for_any_log", "overlapping_changes", "installs_old_snapshot", "forgets_vote"]


@pytest.mark.parametrize("variant", UNSAFE)
def test_a_counterexample_is_small_and_its_script_reproduces_it(variant: str) -> None:
    report = search(Plan(seed=5, variant=(variant,), schedules=1_500))
    assert report.found
    for found in report.found:
        assert found.interventions <= 30
        script = parse(found.script)
        outcome = run(script)
        assert outcome.passed, outcome.transcript[-3:]
        assert script.directives[-1].action.directive == f"expect violated.{found.property}"


def test_a_cluster_that_gets_stuck_is_found_and_its_script_shows_it() -> None:
    report = search(Plan(seed=1, variant=("keeps_vote_in_new_term",), schedules=400))
    assert [found.property for found in report.found] == ["liveness"]
    outcome = run(parse(report.found[0].script))
    assert outcome.passed, outcome.transcript[-3:]


@pytest.mark.parametrize("seed", range(5))
def test_a_case_is_the_schedule_over_again_down_to_the_step_at_which_it_got_stuck(seed: int) -> None:
    outcome = run_schedule(seed, ("equal_timeouts",), converge=True, wanted=frozenset({"liveness"}))
    for finding in outcome.findings:
        assert play(case_of(outcome, finding.property)).finding == finding


def test_shrinking_keeps_the_property_and_never_adds() -> None:
    outcome = next(
        outcome for outcome in (run_schedule(seed, ("votes_twice",)) for seed in range(100)) if outcome.findings
    )
    case = case_of(outcome, outcome.findings[0].property)
    smaller, replay = shrink(case)
    assert replay.finding is not None
    assert len(smaller.acts) <= len(case.acts)
    again = play(smaller)
    assert again.finding == replay.finding


def test_what_finds_nothing_cannot_be_made_smaller() -> None:
    outcome = run_schedule(3)
    with pytest.raises(ValueError, match="finds nothing"):
        shrink(case_of(outcome, "election_safety"))


def test_the_report_is_the_same_with_two_workers() -> None:
    alone = search(Plan(seed=9, variant=("counts_old_votes",), schedules=200, workers=1))
    together = search(Plan(seed=9, variant=("counts_old_votes",), schedules=200, workers=2))
    assert [found.script for found in alone.found] == [found.script for found in together.found]


def test_a_search_goes_on_where_another_stopped() -> None:
    plan = Plan(seed=2, schedules=50)
    whole = search(Plan(seed=2, schedules=100))
    first = search(plan)
    second = search(plan, first.next_schedule)
    assert first.steps + second.steps == whole.steps
    assert second.next_schedule == whole.next_schedule == 100


def test_a_strategy_must_exist() -> None:
    with pytest.raises(ValueError, match="faults, priorities, prefix"):
        run_schedule(1, strategy="hope")


@pytest.mark.parametrize(("strategy", "variant"), [("priorities", "votes_twice"), ("prefix", "counts_old_terms")])
def test_each_strategy_finds_what_it_is_for(strategy: str, variant: str) -> None:
    assert search(Plan(seed=1, variant=(variant,), schedules=1_000, strategy=strategy)).found


def test_the_shortest_way_to_a_second_vote() -> None:
    found = explore(Bounds(), ("votes_twice",))
    assert found.finding is not None
    assert found.finding.property == "one_vote_per_term"
    assert found.path[:2] == ["timeout S1", "timeout S2"]
    assert found.depth == len(found.path) == 3


def test_a_small_world_of_the_correct_protocol_is_whole() -> None:
    bounds = Bounds(servers=2, terms=2, commands=1, losses=1, crashes=0)
    once, again = explore(bounds), explore(bounds)
    assert once.finding is None
    assert once.complete
    assert once.states == again.states > 500


def test_the_command_line_finds_and_writes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(
        ["explore", "--variant", "E-05", "--schedules", "100", "--workers", "1", "--out", str(tmp_path / "found")]
    )
    assert code == 1
    written = list((tmp_path / "found").glob("*.raft"))
    assert written
    assert str(written[0]) in capsys.readouterr().out
    assert main(["run", str(written[0])]) == 0


def test_the_command_line_finds_nothing_in_the_correct_protocol(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explore", "--schedules", "50", "--workers", "1", "--servers", "3", "--seed", "4"]) == 0
    assert "Nothing broke." in capsys.readouterr().out


@pytest.mark.parametrize("options", [["--variant", "none_such"], ["--strategy", "hope"]])
def test_bad_input(options: list[str]) -> None:
    assert main(["explore", *options]) == 2
