"""What the checkers say, that they say it once, and that they see the same in every kind of run."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from raft_core.check import PROPERTIES, Checks, Finding
from raft_core.explore import run_schedule
from raft_core.script import parse
from raft_core.script.run import run
from raft_core.session import Session
from raft_core.sim.intervention import carry_out
from raft_core.sim.setup import initial_world
from raft_core.sim.step import happen
from raft_core.variant import VARIANTS, rules_for

SCRIPTS = Path(__file__).parents[1] / "scenarios" / "variants"

WORDS: Final = {
    "election_safety": ("half_is_enough", "S1 and S2 both lead term 1."),
    "leader_append_only": ("leader_drops_its_tail", "S2 leads term 2 and removed index 2 from its own log."),
    "log_matching": (
        "checks_index_only",
        (
            "S2 and S1 both hold no-op (term 3, index 3), but behind different entries: "
            "put e2 t1 (term 1, index 2) and put e2 t2 (term 2, index 2)."
        ),
    ),
    "leader_completeness": (
        "loses_log_tail",
        "S3 leads term 2 and lacks put e2 t1 (term 1, index 2), which was committed in term 1.",
    ),
    "state_machine_safety": (
        "votes_for_any_log",
        "S3 applied no-op (term 2, index 1), and S1 applied put e1 t1 (term 1, index 1).",
    ),
    "leader_term": ("never_steps_down", "S1 leads term 2, but was elected in term 1."),
    "one_vote_per_term": ("votes_twice", "S3 voted for S1 and for S2 in term 1."),
    "durability": ("ack_before_fsync", "S2 acknowledged index 2 to S1 before the entry was on disk."),
    "commit_backing": (
        "match_when_sent",
        "S1 committed index 1, which is on the disk of S1: 1 of the 2 needed.",
    ),
    "own_term_commit": ("counts_old_terms", "S1 leads term 4 and committed index 2 of term 2 by counting."),
    "monotonic_commit": ("commit_goes_back", "S1's commitIndex went back from 2 to 1."),
    "monotonic_term": ("forgets_term", "S3 restarted in term 0; its disk had held term 1."),
    "monotonic_match": ("match_index_goes_back", "S1's matchIndex for S2 went back from 3 to 2."),
    "apply_order": ("skips_in_batches", "S1 applied index 3 right after index 0."),
    "configuration": (
        "overlapping_changes",
        "S1 appended a configuration at index 3; that of index 2 is not committed yet.",
    ),
    "snapshot": (
        "mixes_snapshots",
        "S3 installed a snapshot up to index 3 whose keys and values are not what the log leads to.",
    ),
    "lease_exclusion": (
        "votes_under_lease",
        "S1 answered a read under its lease as leader of term 1, while S2 leads term 2.",
    ),
    "exactly_once": (
        "forgets_sessions",
        "S2 executed c1's operation 1 (append x a) twice: at index 2 and at index 4.",
    ),
    "linearizability": ("calls_unknown_refused", "No order of the operations on x explains c2's get x = 1."),
}
"""For each property a variant whose script breaks it, and the sentence that says so."""


def findings_of(name: str) -> list[Finding]:
    outcome = run(parse((SCRIPTS / f"{name}.raft").read_text(encoding="utf-8"), name))
    return outcome.session.checks(outcome.branch).findings


@pytest.mark.parametrize("name", WORDS)
def test_a_finding_is_a_sentence_with_the_numbers(name: str) -> None:
    variant, sentence = WORDS[name]
    finding = next(finding for finding in findings_of(variant) if finding.property == name)
    assert finding.says == sentence
    assert finding.position > 0
    assert finding.servers == tuple(sorted(finding.servers))


def test_every_property_that_a_checker_watches_can_break() -> None:
    watched = set(PROPERTIES) - {"liveness"}
    assert set(WORDS) == watched


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_property_is_found_once_for_the_same_servers(variant: str) -> None:
    about = [(finding.property, finding.servers) for finding in findings_of(variant)]
    assert len(about) == len(set(about))


def in_place(seed: int, variant: str) -> list[Finding]:
    """The findings of a schedule, by the explorer."""
    return list(run_schedule(seed, (variant,)).findings)


def recorded(seed: int, variant: str) -> tuple[Session, list[Finding]]:
    """The same schedule as a recording with kept worlds, from its deeds alone."""
    outcome = run_schedule(seed, (variant,))
    session = Session(outcome.scenario)
    branch = session.main
    for deed in outcome.deeds:
        while branch.last_position < deed.position - 1:
            due_us = session.timeline.next_due_us(branch)
            assert session.advance(branch, due_us) is not None
        session.intervene(branch, deed.intervention)
    while branch.last_position < outcome.steps:
        assert session.advance(branch, session.timeline.next_due_us(branch)) is not None
    return session, session.checks(branch).findings


@pytest.mark.parametrize("variant", ["votes_twice", "ack_before_fsync", "match_when_sent", "forgets_sessions"])
def test_kept_worlds_and_worlds_changed_in_place_show_the_same(variant: str) -> None:
    for seed in range(12):
        assert recorded(seed, variant)[1] == in_place(seed, variant)


def test_checks_that_were_copied_go_on_as_if_nothing_had_happened() -> None:
    outcome = run_schedule(7, ("loses_log_tail",), steps=150)
    world = initial_world(outcome.scenario, rules_for)
    checks = Checks(world)
    deeds = {deed.position: deed for deed in outcome.deeds}
    copies = [checks]
    while world.position < outcome.steps:
        deed = deeds.get(world.position + 1)
        step = carry_out(world, deed.intervention, deed.time_us) if deed is not None else happen(world)
        if world.position % 10 == 0:
            copies.append(checks.copy())
        for each in copies:
            each.fold(world, step)
    for each in copies:
        assert each.findings == list(outcome.findings)
        assert each.committed_machine.values == checks.committed_machine.values
        assert (each.elections, each.leaders_elected, each.max_term) == (
            checks.elections,
            checks.leaders_elected,
            checks.max_term,
        )
        assert each.linearizable == checks.linearizable


def test_a_copy_keeps_its_findings_to_itself() -> None:
    script = parse((SCRIPTS / "votes_twice.raft").read_text(encoding="utf-8"), "votes_twice")
    outcome = run(script)
    session, last = outcome.session, outcome.branch.last_position
    broken = session.checks(outcome.branch).findings[0].position
    twig = session.fork(outcome.branch, broken - 1)
    assert session.checks(twig).findings == []
    assert session.findings(outcome.branch, broken - 1) == []
    assert session.findings(outcome.branch, last) == session.checks(outcome.branch).findings


def test_a_wiped_server_may_vote_again_and_the_cluster_as_a_whole_is_still_watched() -> None:
    text = """
        cluster S1 S2 S3 network=manual timers=manual fsync=0us
        timeout S1
        timeout S2
        deliver S1>S3 RequestVote
        deliver S3>S1 RequestVoteReply
        crash S3
        wipe S3
        restart S3
        deliver S2>S3 RequestVote
        deliver S3>S2 RequestVoteReply
        expect not violated.one_vote_per_term and not violated.monotonic_term
        expect violated.election_safety and violations = 1
    """
    assert run(parse(text)).passed


def test_what_is_committed_at_the_start_is_known() -> None:
    text = """
        cluster S1 S2 S3
        server S1 term=2 log=1,2 commit=2
        expect committed.e1 = t1 and committed.e2 = t2 and max_term = 2
        client c1 get e2 read=log
        run until c1.last = ok within 5s
    """
    outcome = run(parse(text.replace("server S1", "server S2 term=2 log=1,2\n        server S1")))
    assert outcome.passed, outcome.transcript[-2:]
    assert outcome.session.checks(outcome.branch).linearizable == "yes"


def test_checks_of_one_seed_are_the_same_twice() -> None:
    first, second = (run_schedule(3, ("votes_twice",)) for _ in range(2))
    assert (first.findings, first.steps, first.deeds) == (second.findings, second.steps, second.deeds)
    assert replace(first.scenario) == second.scenario
