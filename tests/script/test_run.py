"""What the directives do: time and positions, expectations, monitors, refusals."""

from __future__ import annotations

import pytest

from raft_core.script import Outcome, parse, run, with_seed

BY_HAND = "cluster S1 S2 S3 network=manual timers=manual fsync=0us\n"
ELECTED = BY_HAND + "timeout S1; deliver S1>S2 RequestVote; deliver S2>S1 RequestVoteReply\n"


def outcome_of(text: str) -> Outcome:
    return run(parse(text, "x.raft"))


def passed(text: str) -> Outcome:
    outcome = outcome_of(text)
    assert outcome.passed, outcome.transcript
    return outcome


def failed(text: str, line: int, says: str) -> Outcome:
    outcome = outcome_of(text)
    assert outcome.failure is not None
    assert outcome.failure.place.line == line
    assert says in outcome.failure.says
    return outcome


# Positions and time.


def test_a_directive_by_hand_is_one_position() -> None:
    outcome = passed(ELECTED + "client c1 put x 1\nexpect S1.log = 1,1\n")
    assert outcome.branch.last_position == 4
    assert outcome.branch.now_us == 0


def test_an_expectation_takes_no_position() -> None:
    assert passed(BY_HAND + "expect quiet; show; show S1; never refused; always quiet").branch.last_position == 0


def test_run_lets_that_much_time_pass() -> None:
    outcome = passed("cluster S1 timers=manual\nrun 1500ms\nrun 400us\n")
    assert (outcome.branch.now_us, outcome.branch.last_position) == (1_500_400, 0)


def test_step_takes_that_many_steps() -> None:
    assert passed("cluster S1 S2 S3\nstep\nstep 4\n").branch.last_position == 5


def test_step_ends_when_nothing_is_due() -> None:
    outcome = passed(BY_HAND + "step 3\n")
    assert outcome.branch.last_position == 0
    assert "    nothing is due; 0 of 3 steps were taken." in outcome.transcript


def test_settle_freezes_every_timer_and_empties_the_network() -> None:
    # Everybody's election timer runs out within a millisecond, and a message takes 200 of them.
    passed(
        "cluster S1 S2 S3 election_timeout=1s..1001ms latency=200ms\n"
        "step\nsettle\nexpect quiet and leader != none and elections = 1\nrun 500ms\nexpect elections = 1\n"
    )


def test_settle_carries_entries_to_everyone_but_tells_nobody_of_the_last_commit() -> None:
    passed(ELECTED + "settle\nexpect S3.log = 1 and S1.commit = 1 and S3.commit = 0 and quiet\n")


def test_run_until_stops_at_the_first_position() -> None:
    outcome = passed("cluster S1 S2 S3\nrun until max_term = 1\nexpect elections = 1 and leader = none\n")
    assert outcome.branch.last_position == 1


def test_run_until_what_holds_already_takes_no_position() -> None:
    assert passed("cluster S1 S2 S3\nrun until quiet\n").branch.last_position == 0


def test_run_until_gives_up_after_a_minute_or_what_it_says() -> None:
    outcome = failed("cluster S1 S2 timers=manual\nrun until leader = S1\n", 2, "was not reached within 60s")
    assert outcome.branch.now_us == 60_000_000
    outcome = failed("cluster S1 S2 timers=manual\nrun until leader = S1 within 5ms\n", 2, "leader is none")
    assert outcome.branch.now_us == 5_000


def test_a_seed_decides_and_another_seed_decides_otherwise() -> None:
    script = parse("cluster S1 S2 S3 S4 S5 seed=7\nrun until leader != none\nrun 1s\n")
    assert run(script).transcript == run(script).transcript
    assert run(script).transcript != run(with_seed(script, 8)).transcript
    assert run(with_seed(script, 8)).transcript == run(with_seed(script, 8)).transcript


# Expectations and monitors.


def test_the_first_expectation_that_fails_ends_the_run() -> None:
    outcome = failed(BY_HAND + "expect quiet\nexpect S1.term = 1 and leader = none\ncrash S1\n", 3, "S1.term is 0")
    assert outcome.branch.last_position == 0
    assert outcome.held == 1


def test_never_is_checked_where_it_stands() -> None:
    outcome = failed(BY_HAND + "never S1.up\n", 2, "broke 'never S1.up' of line 2: S1.up is true")
    assert outcome.failure is not None
    assert outcome.failure.monitor is not None


def test_always_is_checked_where_it_stands() -> None:
    failed(BY_HAND + "always leader = S1\n", 2, "leader is none")


@pytest.mark.parametrize(
    "directive", ["timeout S1", "run 1s", "run until leaders > 5", "step 100", "settle", "crash S1; restart S1"]
)
def test_a_monitor_looks_at_every_position(directive: str) -> None:
    text = f"cluster S1 S2 S3 timers=manual\n\ntimeout S2\nnever max_term = 2\nnever leader = S2\n{directive}\n"
    if directive == "timeout S1":
        text = text.replace("never leader = S2", "never elections > 1").replace("never max_term = 2", "always S2.up")
    if directive.startswith("crash"):
        text = text.replace("never leader = S2", "never not S1.up")
    outcome = failed(text, 6, "of line 5")
    assert outcome.failure is not None
    assert outcome.failure.monitor is not None
    assert outcome.failure.monitor.line == 5


def test_a_monitor_speaks_before_what_is_waited_for() -> None:
    failed("cluster S1 S2 S3\nnever leader != none\nrun until leader != none\n", 3, "of line 2")


def test_a_monitor_does_not_look_back() -> None:
    passed("cluster S1 S2 S3\nrun until leader != none\nnever leader = none\nrun 100ms\n")


def test_monitors_that_hold_are_counted_at_the_end() -> None:
    assert passed(BY_HAND + "never refused\nalways quiet\nexpect quiet\n").held == 3


def test_a_violation_that_nobody_expected_is_listed_and_is_no_failure() -> None:
    # Two leaders of one term: S3 had voted for S2 in term 1, and a disk that forgets is the only thing that changes.
    outcome = outcome_of(
        BY_HAND
        + """timeout S1; deliver S1>S3 RequestVote; deliver S3>S1 RequestVoteReply
        expect S1.role = leader
        crash S3; wipe S3; restart S3
        timeout S2; deliver S2>S3 RequestVote; deliver S3>S2 RequestVoteReply
        expect S2.role = leader and violated.election_safety and violations > 0
        """
    )
    assert outcome.passed
    assert any("violation of election_safety" in line for line in outcome.transcript)


# Refusals.


def test_a_refusal_is_told_and_the_script_goes_on() -> None:
    outcome = passed(BY_HAND + "restart S1\nexpect refused\ncrash S1\nexpect not refused and not S1.up\n")
    assert "    refused (already_up): S1 is up; only a stopped server can be restarted." in outcome.transcript
    (refused,) = outcome.refused
    assert (refused.place.line, refused.refusal.rule, refused.position) == (2, "already_up", 0)


def test_a_refused_directive_changes_nothing() -> None:
    assert passed(BY_HAND + "restart S1; deliver S1>S2; heartbeat S3").branch.last_position == 0


def test_what_no_directive_refused_is_not_refused() -> None:
    passed(BY_HAND + "expect not refused\nrestart S1\nexpect refused\nrun 1s\nexpect refused\nheal\nexpect not refused")


# Manual mode.


def test_a_client_without_a_leader_asks_around_within_its_position() -> None:
    outcome = passed(BY_HAND + "client c1 put x 1\nexpect c1.last = pending\n")
    assert outcome.branch.last_position == 1
    told = " ".join(outcome.transcript)
    assert all(f"{server} does not serve c1" in told for server in ("S1", "S2", "S3"))


def test_a_fixed_server_refuses_within_the_position() -> None:
    assert passed(ELECTED + "client c1 put x 1 to=S2\nexpect c1.last = refused\n").branch.last_position == 4


def test_a_cluster_of_one_commits_within_the_position() -> None:
    outcome = passed(
        "cluster S1 network=manual timers=manual fsync=0us\n"
        "timeout S1\nexpect S1.role = leader and S1.commit = 1\n"
        "client c1 put x 1\nexpect c1.last = ok and S1.kv.x = 1 and S1.commit = 2\n"
    )
    assert outcome.branch.last_position == 2


def test_a_client_waits_in_simulated_time_in_manual_mode_too() -> None:
    passed(
        "cluster S1 S2 S3 network=manual timers=manual fsync=0us\nclient c1 retry=off timeout=20ms\n"
        "timeout S1; deliver S1>S2; deliver S2>S1\n"
        "client c1 put x 1\nrun 19ms\nexpect c1.last = pending\nrun 1ms\nexpect c1.last = timeout\n"
    )


def test_held_messages_stay_when_time_passes() -> None:
    passed(BY_HAND + "timeout S1\nrun 10s\nexpect not quiet and S1.role = candidate\n")


def test_the_oldest_matching_message_is_delivered() -> None:
    passed(
        BY_HAND
        + """timeout S1; timeout S1
        deliver S1>S2 RequestVote
        expect S2.term = 1
        deliver S1>S2
        expect S2.term = 2
        deliver S1>S2
        expect refused.no_such_message
        """
    )


def test_a_copy_lies_right_behind_its_original() -> None:
    passed(
        BY_HAND
        + """timeout S1; timeout S1; duplicate S1>S2 RequestVote
        deliver S1>S2; deliver S1>S2
        expect S2.term = 1
        deliver S1>S2
        expect S2.term = 2
        """
    )


def test_a_network_that_becomes_manual_holds_what_is_under_way_and_lets_it_go_again() -> None:
    passed(
        """cluster S1 S2 S3 timers=manual fsync=0us
        timeout S1
        set network=manual
        run 1s
        expect not quiet and S1.role = candidate and S2.term = 0
        set network=auto
        run 14ms
        expect S2.term = 1
        run until S1.role = leader within 100ms
        run until quiet
        """
    )


# The transcript.


def test_each_line_is_told_at_once() -> None:
    heard: list[str] = []
    outcome = run(parse("cluster S1 S2 S3\nrun until leader != none\nshow\n"), heard.append)
    assert heard == outcome.transcript
    assert heard[0] == "[0  0.000s] run until leader != none"
    assert heard[-1].endswith("passed: 1 expectation held, 0 violations found.")


def test_a_refused_vote_comes_with_its_reason() -> None:
    outcome = passed(
        BY_HAND + "server S1 log=1\nserver S2 term=1\ntimeout S2\ndeliver S2>S1 RequestVote\nexpect S1.voted_for = none"
    )
    told = " ".join(outcome.transcript)
    assert "S1 refuses S2 its vote in term 2: its last entry is (term 0, index 0), older than S1's" in told
    assert "(5.4.1)" in told
