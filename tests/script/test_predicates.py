"""What predicates mean: names, literals, none, comparisons, precedence."""

from __future__ import annotations

import pytest

from raft_core.script import View, parse, parse_predicate, run

HELD = """
cluster S1 S2 S3 network=manual timers=manual fsync=0us
server S1 term=3 voted_for=S2 log=1,1,3 commit=2
server S2 term=3 log=1,1 commit=1
server S3 term=3 log=1,1 commit=2 down
client c3
"""

LED = """
cluster S1 S2 S3 network=manual timers=manual fsync=0us
timeout S1; deliver S1>S2 RequestVote; deliver S2>S1
client c1 put x 7; client c1 put x 8
settle
client c1 put "two words" none
settle
heartbeat S1; settle
client c2 cas x 7 9
"""

REPLACED = """
cluster S1 S2 S3 network=manual timers=manual fsync=0us
timeout S1; settle; timeout S2; settle; crash S2; crash S3
"""


def view(script: str) -> View:
    """The moment at the end of a script."""
    parsed = parse(script)
    outcome = run(parsed)
    refused = outcome.refused[-1].refusal.rule if outcome.refused else ""
    return View(outcome.session.world(outcome.branch), outcome.session.checks(outcome.branch), refused)


MOMENTS = {"held": view(HELD), "led": view(LED), "replaced": view(REPLACED)}

TRUE = {
    "held": [
        # Servers.
        "S1.role = follower",
        "S1.up",
        "S1.up = true",
        "not S3.up and S3.up = false",
        "S1.term = 3 and S1.term = S2.term",
        "S1.voted_for = S2",
        "S2.voted_for = none",
        "S1.leader_id = none",
        "S1.commit = 2 and S1.applied = 2 and S1.durable = 3",
        "S1.last_index = 3 and S1.last_term = 3",
        "S1.log = 1,1,3",
        "S1.log != S2.log and S2.log = S3.log",
        "S1.snapshot = none",
        "S1.voters = S1,S2,S3 and S1.outgoing = none and S1.learners = none",
        "S1.kv.e1 = t1 and S1.kv.e3 = none and S2.kv.e2 = none",
        "S1.next.S2 = none and S1.match.S2 = none",
        # The cluster.
        "leader = none and leaders = 0 and not converged and quiet",
        "committed.e2 = t1 and committed.e3 = none",
        "violations = 0 and not violated.durability",
        "linearizable = yes",
        "elections = 0 and changes_of_leader = 0 and max_term = 3",
        "not refused",
        # Clients, also those that nobody has heard of.
        "c3.last = none and c3.value = none and c7.last = none",
        # Comparisons.
        "S1.term > S1.commit and S1.term >= 3 and S1.commit < 3 and S1.commit <= 2",
        "not S1.role < 3 and not S1.role >= 3",
        "not S2.voted_for < 1 and not S2.voted_for >= 0",
        "S2.voted_for = S2.leader_id",
        "S2.voted_for != S1.voted_for",
        'S1.role = "follower"',
        'S2.voted_for != "none"',
        "S1.term != 03",
        # Precedence: or binds loosest, then and, then not.
        "S1.up or S3.up and S3.up",
        "not (S1.up and S3.up)",
        "not S3.up and S1.up",
        "not not S1.up",
        "(S3.up or S1.up) and S2.up",
        "S1.term=3 and(S1.commit<=2)",
    ],
    "led": [
        "leader = S1 and leaders = 1 and S2.leader_id = S1",
        "S1.next.S2 = 5 and S1.match.S2 = 3 and S2.next.S1 = none and S1.match.S1 = none",
        "converged = false",
        "not quiet",
        "c1.last = ok and c1.value = none",
        "c2.last = pending",
        "elections = 1 and changes_of_leader = 0 and max_term = 1",
        "S1.kv.x > 6 and S1.kv.x = 7",
        'S1.kv."two words" = "none"',
        'S1.kv."two words" != none',
        'committed."two words" = S2.kv."two words"',
        "refused and refused.operation_pending and not refused.no_such_server",
    ],
    "replaced": [
        "leader = none and leaders = 0",
        "changes_of_leader = 1 and elections = 2 and max_term = 2",
        "S2.role = follower and S2.commit = 0 and S2.last_index = 2",
        "not converged",
    ],
}


@pytest.mark.parametrize(("moment", "text"), [(moment, text) for moment, texts in TRUE.items() for text in texts])
def test_a_predicate_is_true_of_a_moment(moment: str, text: str) -> None:
    predicate = parse_predicate(text)
    assert predicate.holds(MOMENTS[moment]), text
    assert not parse_predicate(f"not ({text})").holds(MOMENTS[moment])


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("((quiet))", "quiet"),
        ("not(quiet)and(converged)", "not quiet and converged"),
        ("quiet or (converged and refused)", "quiet or converged and refused"),
        ("(quiet or converged) and refused", "(quiet or converged) and refused"),
        ("not (quiet or converged)", "not (quiet or converged)"),
        ('leader="S1"', "leader = S1"),
        ('c1.value = "none"', 'c1.value = "none"'),
        ('c1.value = "1.5"', 'c1.value = "1.5"'),
        ('S1.kv."a b" = "c d"', 'S1.kv."a b" = "c d"'),
        ("S1.kv.a.b = 1", "S1.kv.a.b = 1"),
    ],
)
def test_a_predicate_has_one_way_to_be_written(text: str, written: str) -> None:
    predicate = parse_predicate(text)
    assert predicate.text == written
    assert parse_predicate(written) == predicate


def test_what_does_not_exist_has_no_fields() -> None:
    assert parse_predicate("S9.role = none and not S9.up and S9.next.S1 = none").holds(MOMENTS["held"])
