"""A rule explains what it decides: over random runs, both always come to the same, and every sentence can be said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import pytest

from raft_core import session
from raft_core.explain import Choice, Sentence, Verdict
from raft_core.explore import run_schedule, schedule
from raft_core.rules import RAFT, Rules
from raft_core.script import parse
from raft_core.script.run import run
from raft_core.variant import VARIANTS, rules_for
from tests.rules.listening import AnyRule, Subject, all_rules, listening

SCHEDULES: Final = 200

SCENARIOS: Final = Path(__file__).parent.parent / "scenarios"

HARDLY_EVER: Final = {
    ("may_campaign", "voter", False),  # every server of these clusters has a vote
    ("counts_own_vote", "once", False),  # nothing else is written while a candidate waits for votes
    ("may_commit", "majority", False),  # asked in vain only when somebody wants the reason
    ("may_campaign", "timer_ran_out", False),  # the world lets no leader's election timer run out
    ("steps_down", "newer_term", False),  # asked only when the term is newer
    ("answers_old_leader", "always", False),  # it always does; a variant leaves the answer out
    ("answers_pre_vote", "always", False),  # as above
    ("counts_pre_vote", "granted", False),  # a refusal of the same term would have come from a newer one
    ("gives_transfer_up", "waited_long", False),  # asked when the alarm rings
    ("installs_snapshot", "ahead", True),  # asked only about snapshots that reach no further than commitIndex
    ("obeys_timeout_now", "follows", False),  # the leader sends it to who acknowledged everything in its term
    ("leaves_office", "removed", False),  # asked only of leaders without a vote; a variant asks for more
}
"""Answers that neither random runs nor scripts give, each with the reason."""


class Ear:
    """Compares decision and explanation each time a rule decides, and remembers what was said."""

    def __init__(self) -> None:
        self.heard: dict[str, int] = defaultdict(int)
        self.answers: set[tuple[str, str, bool]] = set()

    def hear(self, rule: AnyRule, a: Subject, b: Subject) -> None:
        self.heard[rule.name] += 1
        names = {rule.subjects[0]: a, rule.subjects[1]: b}
        if isinstance(rule, Choice):
            picked = rule.pick(a, b)
            value, verdict = rule.explain(a, b)
            # The same value; survives_restart may make a new record of it each time.
            assert value == picked or type(value) is type(picked)
            assert said(rule.says, names | {"value": value}) == verdict.clauses[0].says
        else:
            verdict = rule.explain(a, b)
            assert verdict.holds == rule.holds(a, b)
            for clause in rule.clauses:
                assert said(clause.yes, names)
                assert said(clause.no, names)
            self.note(rule.name, verdict)
        assert verdict.title.endswith("?")

    def note(self, name: str, verdict: Verdict) -> None:
        decided = verdict.deciding
        assert decided is None or decided.holds == verdict.holds
        for clause in verdict.clauses:
            self.answers.add((name, clause.name, clause.holds))
            assert clause.question.endswith("?")
            assert "{" not in clause.says


def said(sentence: Sentence, names: dict[str, object]) -> str:
    words, operands = sentence.fill(names)
    assert all(isinstance(operand, (int, str)) for operand in operands.values())
    return words


def listen(monkeypatch: pytest.MonkeyPatch, rules: Rules, seeds: range, scripts: Iterable[Path] = ()) -> Ear:
    ear = Ear()
    aloud = listening(rules, ear.hear)
    monkeypatch.setattr(schedule, "rules_for", lambda names: aloud)
    monkeypatch.setattr(session, "rules_for", lambda names: aloud)
    for seed in seeds:
        run_schedule(seed)
    for script in scripts:
        run(parse(script.read_text(encoding="utf-8"), script.name))
    return ear


def test_what_a_rule_decides_it_explains(monkeypatch: pytest.MonkeyPatch) -> None:
    ear = listen(monkeypatch, RAFT, range(SCHEDULES), sorted(SCENARIOS.rglob("*.raft")))
    assert set(ear.heard) == set(all_rules())
    wanted = {
        (name, clause.name, answer)
        for name, rule in all_rules().items()
        if not isinstance(rule, Choice)
        for clause in rule.clauses
        for answer in (True, False)
    }
    assert wanted - ear.answers <= HARDLY_EVER


@pytest.mark.parametrize("variant", VARIANTS)
def test_what_a_variant_decides_it_explains(variant: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ear = listen(monkeypatch, rules_for((variant,)), range(6))
    assert sum(ear.heard.values()) > 50
