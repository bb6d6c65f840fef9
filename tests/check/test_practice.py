"""Findings about membership, snapshots, leases, votes and replicas: what each one says, and when it stays silent."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import pytest

from raft_core.check import Checks, Finding
from raft_core.event import Event, RoleChanged
from raft_core.explain import Clause, choosing, with_clause
from raft_core.explore import run_schedule
from raft_core.node import Node
from raft_core.quorum import Tally
from raft_core.rules import RAFT, Rules
from raft_core.script import parse
from raft_core.script.run import run
from raft_core.sim.intervention import Intervention, InvokeClient, carry_out
from raft_core.sim.setup import initial_world
from raft_core.sim.step import BY_TIMER, Cause, Step, happen
from raft_core.sim.world import World

STEPS: Final = 120


def play(rules: Rules, *acts: Intervention, servers: str = "S1 S2 S3") -> tuple[World, Checks]:
    """A cluster with rules of its own: it elects a leader, is asked for things one after the other, and goes on."""
    world = initial_world(parse(f"cluster {servers} seed=1").scenario, lambda _: rules)
    checks = Checks(world)
    for act in (None, *acts):
        if act is not None and act.refusal(world) is None:
            checks.fold(world, carry_out(world, act, world.time_us))
        for _ in range(STEPS):
            world.next_us()
            checks.fold(world, happen(world))
    return world, checks


def says(text: str, name: str) -> list[str]:
    """What a script's run says about a property."""
    outcome = run(parse(text))
    assert outcome.passed, outcome.transcript[-3:]
    return [finding.says for finding in outcome.session.checks(outcome.branch).findings if finding.property == name]


def words(findings: list[Finding], name: str) -> list[str]:
    return [finding.says for finding in findings if finding.property == name]


def test_a_leader_that_forgets_to_commit() -> None:
    never = Clause[Node, Tally]("majority", "5.3", "", lambda node, tally: False, "", "")
    may_commit = with_clause(RAFT.may_commit, never)
    _, checks = play(replace(RAFT, may_commit=may_commit), InvokeClient("c1", "put", "x", "1"))
    assert words(checks.findings, "commit_backing")[0].endswith("but its commitIndex is 0.")
    assert not play(RAFT, InvokeClient("c1", "put", "x", "1"))[1].findings


def test_a_replica_that_forgets_a_session() -> None:
    forgets = choosing(RAFT.forgets_sessions, lambda node, _: ("c1",) if node.id == 3 else (), "{value}")
    _, checks = play(
        replace(RAFT, forgets_sessions=forgets), *[InvokeClient("c1", "put", "x", str(n)) for n in range(3)]
    )
    assert words(checks.findings, "state_machine_safety") == [
        f"S3 and S{other} applied everything up to index 2, and their states differ: 0 client sessions and 1."
        for other in (1, 2)
    ]


def test_configurations_that_were_committed_one_after_the_other_share_their_majorities() -> None:
    text = """
        cluster S1 S2 S3 network=manual timers=manual fsync=0us variant=changes_many_at_once
        timeout S3
        deliver S3>S1 RequestVote; deliver S1>S3 RequestVoteReply
        settle; heartbeat S3; settle
        reconfigure S2 S3 S4
        deliver S3>S2 AppendEntries
        crash S3
        timeout S2
        deliver S2>S4 RequestVote; deliver S4>S2 RequestVoteReply
        settle; heartbeat S2; settle
        expect S2.commit = 3
    """
    assert says(text, "configuration") == [
        "S3 went from S1, S2 and S3 to S2, S3 and S4 at once: a majority of each may share no server.",
        "S2 committed S2, S3 and S4 at index 2, right after S1, S2 and S3: a majority of each may share no server.",
    ]


@pytest.mark.parametrize(
    ("old", "new", "is_legal"),
    [
        ("candidate", "leader", True),
        ("leader", "follower", True),
        ("pre_candidate", "candidate", True),
        ("follower", "leader", False),
        ("pre_candidate", "leader", False),
        ("leader", "candidate", False),
    ],
)
def test_roles_change_as_in_figure_4(old: str, new: str, is_legal: bool) -> None:
    world = initial_world(parse("cluster S1 S2 S3").scenario, lambda _: RAFT)
    checks = Checks(world)
    events: list[Event] = [RoleChanged(1, old, new, 1)]
    checks.fold(world, Step(1, 0, Cause(BY_TIMER, 1, 0), events))
    assert (checks.findings == []) == is_legal


def test_votes_that_were_never_given() -> None:
    text = """
        cluster S1 S2 S3 network=manual timers=manual fsync=0us variant=counts_old_votes
        timeout S1
        deliver S1>S2 RequestVote
        timeout S1
        deliver S2>S1 RequestVoteReply
        expect violated.election_safety
    """
    sentence = "S1 leads term 2 by a vote of S2 that was never given in that term."
    assert says(text, "election_safety") == [sentence]


def test_a_disk_that_forgets_a_vote() -> None:
    text = """
        cluster S1 S2 S3 network=manual timers=manual fsync=0us variant=forgets_vote
        timeout S1
        deliver S1>S3 RequestVote
        crash S3; restart S3
        deliver S1>S3 RequestVote all
        timeout S2
        deliver S2>S3 RequestVote
        expect violated.one_vote_per_term
    """
    assert says(text, "one_vote_per_term") == ["S3 voted for S1 and for S2 in term 1."]


LEASE: Final = """
    cluster S1 S2 S3 network=manual timers=manual fsync=0us leader_stickiness=on VARIANT
    timeout S1
    deliver S1>S2 RequestVote; deliver S2>S1 RequestVoteReply
    settle; heartbeat S1; settle
    run 160ms
    heartbeat S1
    deliver S1>S3 AppendEntries; deliver S3>S1 AppendEntriesReply
    drop S1>S2 all
    timeout S2
    deliver S2>S3 RequestVote
    EXPECT
"""


def test_an_election_inside_a_lease_that_nobody_used() -> None:
    votes = "deliver S3>S2 RequestVoteReply; expect violated.lease_exclusion"
    text = LEASE.replace("VARIANT", "variant=votes_under_lease").replace("EXPECT", votes)
    assert says(text, "lease_exclusion") == [
        "S2 was elected to lead term 2, while the lease of S1 as leader of term 1 was good for 136363us more."
    ]
    kept = LEASE.replace("VARIANT", "").replace("EXPECT", "expect S2.role = candidate and violations = 0")
    assert says(kept, "lease_exclusion") == []


def test_an_operator_who_hurries_a_timer_breaks_no_lease() -> None:
    text = """
        cluster S1 S2 S3 network=manual timers=manual fsync=0us leader_stickiness=on
        timeout S1
        deliver S1>S2 RequestVote; deliver S2>S1 RequestVoteReply
        settle; heartbeat S1; settle
        run 160ms
        heartbeat S1
        deliver S1>S2 AppendEntries; deliver S2>S1 AppendEntriesReply
        drop S1>S3 all
        timeout S2
        deliver S2>S3 RequestVote; deliver S3>S2 RequestVoteReply
        expect S2.role = leader and violations = 0
    """
    assert says(text, "lease_exclusion") == []


def test_a_leader_that_offered_its_office_away_has_no_lease() -> None:
    text = """
        cluster S1 S2 S3 network=manual timers=manual fsync=0us leader_stickiness=on
        timeout S1
        deliver S1>S2 RequestVote; deliver S2>S1 RequestVoteReply
        settle; heartbeat S1; settle
        transfer S2
        deliver S1>S2 TimeoutNow
        deliver S2>S3 RequestVote; deliver S3>S2 RequestVoteReply
        expect S1.role = leader and S2.role = leader and violations = 0
    """
    assert says(text, "lease_exclusion") == []


def test_dangerous_states_are_warnings_and_no_findings() -> None:
    text = """
        cluster S1 S2 S3 network=manual timers=manual
        server S1 term=3 log=1,2 commit=2
        server S2 term=3 log=1
        server S3 term=3 log=1,3
        timeout S1
        expect violations = 0
    """
    outcome = run(parse(text))
    assert outcome.passed
    checks, world = outcome.session.checks(outcome.branch), outcome.session.world(outcome.branch)
    assert [warning.says for warning in checks.warnings(world)] == [
        "Index 2 is committed, and S2 and S3 are a quorum without it.",
        "S3's log is as up to date as S1's, and lacks index 2, committed there.",
    ]
    assert checks.findings == []


def test_a_cluster_that_begins_with_a_snapshot_is_as_any_other() -> None:
    text = """
        cluster S1 S2 S3 S4 snapshot_every=3 seed=2
        server S1 term=3 snapshot=5@3 log=3 commit=6
        server S2 term=3 snapshot=5@3 log=3
        server S3 term=3 log=1,1,2
        server S4 term=1
        client c1 append x 1
        run until c1.last = ok within 5s
        client c2 append x 2
        run until c2.last = ok within 5s
        crash S1
        run 1s
        restart S1
        run 2s
        expect S4.kv.x = 12 and S3.kv.e5 = t3 and violations = 0
    """
    assert says(text, "snapshot") == []


def test_who_decides_is_known_even_when_a_snapshot_took_the_entry_in_the_same_step() -> None:
    # The commit of index 2, which adds S4, is followed by a snapshot at once; index 3 then needs three of four.
    text = """
        cluster S1 S2 S3 network=manual timers=manual fsync=0us snapshot_every=1 max_append_entries=1
        timeout S1
        deliver S1>S2 RequestVote; deliver S2>S1 RequestVoteReply
        drop S1>S3 RequestVote
        deliver S1>S2 AppendEntries; deliver S2>S1 AppendEntriesReply
        deliver S1>S3 AppendEntries; deliver S3>S1 AppendEntriesReply
        expect S1.commit = 1
        add S4
        client c1 put x 1 to=S1
        deliver S1>S3 AppendEntries; deliver S3>S1 AppendEntriesReply
        deliver S1>S2 AppendEntries; drop S2>S1 AppendEntriesReply
        deliver S1>S2 AppendEntries; deliver S2>S1 AppendEntriesReply
        expect S1.commit = 2 and S1.snapshot = "2@1" and S1.match.S2 = 3 and violations = 0
    """
    assert says(text, "commit_backing") == []


SCHEDULES: Final = 200
BLOCKS: Final = 4


@pytest.mark.parametrize("block", range(BLOCKS))
def test_the_correct_protocol_breaks_nothing_while_members_come_and_go(block: int) -> None:
    seeds = range(700_000 + block * SCHEDULES // BLOCKS, 700_000 + (block + 1) * SCHEDULES // BLOCKS)
    outcomes = [run_schedule(seed, steps=300, strategy="faults") for seed in seeds]
    assert [(outcome.seed, outcome.findings) for outcome in outcomes if outcome.findings] == []
    done = {type(deed.intervention).__name__ for outcome in outcomes for deed in outcome.deeds}
    assert done >= {"ChangeMembership", "TakeSnapshot", "TransferLeadership", "InvokeClient", "Crash", "ChangeClock"}
    assert any(outcome.scenario.settings.leader_stickiness for outcome in outcomes)
