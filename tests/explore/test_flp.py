"""Keeping a cluster from deciding: who may deliver late enough wins, unless time is bounded and chance helps."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.cli import main
from raft_core.explore.flp import EQUAL_TIMEOUT_US, equal, randomized, run_flp, script_of
from raft_core.script import parse
from raft_core.script.run import run

ROUNDS = 25


@pytest.mark.parametrize("servers", [2, 3, 4, 5])
def test_nobody_is_elected_though_every_message_arrives(servers: int) -> None:
    found = run_flp(equal(servers), ROUNDS)
    assert found.leader == 0
    assert found.rounds == ROUNDS
    assert found.undelivered == 0
    # Requests and refusals, each way, in every round.
    assert len(found.choices) >= ROUNDS * servers * (servers - 1)
    assert not any(choice.forced for choice in found.choices)


@pytest.mark.parametrize("servers", [2, 3, 5])
def test_without_a_bound_randomness_does_not_help(servers: int) -> None:
    """FLP knows no clocks: an adversary that may hold a message as long as it likes beats random timeouts as well."""
    found = run_flp(randomized(servers, 7), ROUNDS)
    assert found.leader == 0
    assert found.rounds >= ROUNDS
    assert found.undelivered == 0 or found.longest_hold_us > 0


def test_with_a_bound_randomized_timeouts_always_win() -> None:
    """Held for at most a tenth of the timeout: of 50 clusters each has a leader after a few rounds."""
    runs = [run_flp(randomized(5, seed), ROUNDS, EQUAL_TIMEOUT_US // 10) for seed in range(50)]
    assert all(found.leader for found in runs)
    assert max(found.rounds for found in runs) < 10
    assert all(found.longest_hold_us <= EQUAL_TIMEOUT_US // 10 for found in runs)


def test_with_a_bound_and_equal_timeouts_it_goes_on() -> None:
    found = run_flp(equal(5), ROUNDS, EQUAL_TIMEOUT_US // 10)
    assert found.leader == 0
    assert found.rounds == ROUNDS


def test_the_script_of_a_run_tells_every_choice_and_does_the_same() -> None:
    found = run_flp(equal(3), 5)
    text = script_of(found) + "expect leaders = 0 and max_term = 5 and changes_of_leader = 0 and violations = 0\n"
    assert text.count("deliver ") == len(found.choices)
    assert "has voted for itself there" in text
    outcome = run(parse(text))
    assert outcome.passed, outcome.transcript[-3:]
    assert outcome.refused == []


def test_the_command_line_plays_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explore", "--flp", "20", "--servers", "3", "--out", str(tmp_path)]) == 1
    assert "Nobody was elected in 20 terms" in capsys.readouterr().out
    assert main(["run", str(tmp_path / "flp.raft")]) == 0
    capsys.readouterr()
    assert main(["explore", "--flp", "20", "--randomized", "--bound", "15ms"]) == 0
    assert "had to arrive" in capsys.readouterr().out


def test_a_bound_is_a_time(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["explore", "--flp", "20", "--bound", "soon"])
    assert "soon" in capsys.readouterr().err
