"""A trace is graded by what its replay shows, and by nothing that it claims."""

from __future__ import annotations

import pytest

from app.lessons.trial import skip
from tests.grading.sessions import changed, course, graded, session, signed, wrong

EVERY = [(lesson.id, scenario.id) for lesson in course().working for scenario in lesson.scenarios]


@pytest.mark.parametrize(("lesson", "scenario"), EVERY)
def test_the_solution_of_a_scenario_gets_every_required_goal_and_every_answer(lesson: str, scenario: str) -> None:
    result = graded(signed(session(lesson, scenario)), lesson=lesson)
    assert (result.status, result.signature, result.claims) == ("verified", "valid", ())
    assert [goal.id for goal in result.goals if goal.required and not goal.met] == []
    assert [answer.id for answer in result.answers if answer.state != "right"] == []


def test_a_wrong_answer_gets_nothing_and_is_told_what_it_overlooks() -> None:
    result = graded(signed(session(choose=wrong)))
    first = result.answers[0]
    assert (first.state, first.earned, first.worth) == ("wrong", 0, 1)
    assert first.choice == "Ask the others whether one of them still hears a leader"
    assert first.right_says == "Stand for election, with a vote for itself"
    assert first.feedback.startswith("That comes with PreVote")
    assert "It begins a new term" in first.feedback


def test_a_question_that_was_skipped_gets_nothing() -> None:
    states = {answer.state for answer in graded(signed(session(choose=skip))).answers}
    assert states <= {"skipped", "not_asked"}


def test_a_goal_is_met_where_the_replay_meets_it_and_says_what_happened_there() -> None:
    goal = graded(signed(session())).goals[0]
    assert (goal.id, goal.met, goal.position) == ("stands", True, 1)
    assert goal.says == "S4 stands for election in term 1."


def test_goals_and_answers_that_a_trace_invents_count_nothing_and_are_told() -> None:
    honest = graded(session(choose=wrong), key=None)
    lie = changed(changed(session(choose=wrong), "answer", correct=True), "end", goals={"stands": 1, "no-such": 2})
    result = graded(lie, key=None)
    assert result.score == honest.score
    assert any("'no-such'" in claim for claim in result.claims)
    assert any("claims that the answer to what-a-timeout-does is right" in claim for claim in result.claims)


def test_a_trace_that_differs_gets_no_points_and_names_the_first_position_that_differs() -> None:
    result = graded(changed(session(), "intervention", 2, directive="crash S5"), key=None)
    assert (result.status, result.score) == ("not_verified", 0)
    assert result.position is not None
    assert f"differs at position {result.position}" in result.reason
    assert result.would_score > 0


def test_what_was_met_before_the_run_was_the_participants_own_counts_nothing() -> None:
    alone = graded(session(), key=None)
    last = next(goal for goal in reversed(alone.goals) if goal.met)
    until = (last.position or 0) - 1
    result = graded(changed(session(), "header", given_until=until), key=None)
    assert result.verified
    assert {goal.id for goal in result.goals if goal.given} == {
        goal.id for goal in alone.goals if goal.met and (goal.position or 0) <= until
    }
    assert [goal.state for goal in result.goals if goal.id == last.id] == ["met"]
    assert result.goals[0].earned == 0
    assert result.score == alone.score - sum(goal.worth for goal in result.goals if goal.given)
    assert [answer.earned for answer in result.answers] == [answer.earned for answer in alone.answers]


def test_of_a_run_that_is_all_somebody_elses_only_the_answers_count() -> None:
    alone = graded(session(), key=None)
    result = graded(changed(session(), "header", given_until=alone.steps), key=None)
    assert result.score == sum(answer.earned for answer in alone.answers)
    assert (alone.acts > 0, result.acts) == (True, 0)


@pytest.mark.parametrize("until", ["7", True, 1.5, [1]])
def test_a_trace_with_no_proper_beginning_of_ones_own_is_unreadable(until: object) -> None:
    result = graded(changed(session(), "header", given_until=until), key=None)
    assert (result.status, result.reason) == ("unreadable", "line 1: the header line has no proper 'given_until'")
