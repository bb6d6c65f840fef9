"""A rule that decides and a rule that explains are the same rule."""

import pytest

from raft_core.explain import Clause, Judgement, choosing, with_clause, without
from raft_core.rules import RAFT
from raft_core.rules.leaders import MATCH_INDEX

ENOUGH = Judgement[int, int](
    "enough",
    "Is {have} enough?",
    "nowhere",
    ("have", "need"),
    (
        Clause("positive", "5.1", "Is there any?", lambda have, need: have > 0, "{have} > 0", "{have} is none"),
        Clause(
            "many", "5.4.1", "Is it as many?", lambda have, need: have >= need, "{have} ≥ {need}", "{have} < {need}"
        ),
    ),
)


def test_the_explanation_ends_with_the_clause_that_decided() -> None:
    verdict = ENOUGH.explain(0, 3)
    assert not verdict.holds
    assert [(clause.name, clause.holds, clause.says) for clause in verdict.clauses] == [
        ("positive", False, "0 is none")
    ]


def test_the_values_are_kept_under_the_names_of_the_sentence() -> None:
    deciding = ENOUGH.explain(2, 3).deciding
    assert deciding is not None
    assert deciding.operands == {"have": 2, "need": 3}
    assert deciding.says == "2 < 3"


@pytest.mark.parametrize(("have", "need"), [(0, 0), (0, 1), (1, 1), (2, 1), (1, 2)])
def test_holds_and_explain_agree(have: int, need: int) -> None:
    for rule in (ENOUGH, without(ENOUGH, "many"), without(without(ENOUGH, "many"), "positive")):
        assert rule.holds(have, need) == rule.explain(have, need).holds


def test_a_clause_left_out_keeps_its_place_and_decides_nothing() -> None:
    verdict = without(ENOUGH, "many").explain(2, 3)
    assert verdict.holds
    assert [(clause.name, clause.left_out, clause.holds) for clause in verdict.clauses] == [
        ("positive", False, True),
        ("many", True, False),
    ]


def test_leaving_out_what_is_not_there_names_what_is() -> None:
    with pytest.raises(ValueError, match="enough has no clause 'few'; it has positive, many"):
        without(ENOUGH, "few")


def test_a_clause_can_be_replaced() -> None:
    twice = Clause[int, int]("many", "5.4.1", "Twice?", lambda have, need: have >= 2 * need, "yes", "no")
    assert not with_clause(ENOUGH, twice).holds(3, 2)


def test_a_choice_can_choose_otherwise_and_nothing_else_changes() -> None:
    other = choosing(MATCH_INDEX, lambda node, reply: 0, "always {value}")
    assert other.name == RAFT.match_index.name
    assert RAFT.match_index is MATCH_INDEX
