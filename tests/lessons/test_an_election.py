"""Lesson 2, "An election": what it claims happens, whoever takes it and however long they think about it."""

from __future__ import annotations

import random
import re
from dataclasses import replace

import pytest

from app.data import data_folder
from app.lessons import Scenario, load
from app.lessons.document import question_document
from app.lessons.question import Prediction
from app.lessons.trial import do_nothing, solve
from tests.lessons.samples import Room

MINUTE = 60_000_000
SECOND = 1_000_000


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load(data_folder("lessons")).lesson("the-raft-algorithm").scenario("an-election")


def test_it_goes_from_a_timeout_over_votes_and_a_split_vote_to_authority(scenario: Scenario) -> None:
    assert [step.id for step in scenario.steps] == ["timeout", "votes", "split-vote", "authority"]
    assert all(step.goals and step.question is not None and step.hints for step in scenario.steps)
    assert all(question.aim for question in scenario.questions)


def test_the_solution_reaches_every_goal_and_the_author_predicts_all_of_it(scenario: Scenario) -> None:
    progress = solve(scenario).progress
    assert progress.is_complete
    assert progress.points == progress.possible_points


def test_doing_nothing_reaches_no_goal(scenario: Scenario) -> None:
    progress = do_nothing(scenario).progress
    assert (progress.step, progress.points) == (0, 0)


@pytest.mark.parametrize("number", [1, 2])
def test_a_wrong_prediction_is_told_why_and_keeps_nobody_from_going_on(scenario: Scenario, number: int) -> None:
    def wrong(asked: object) -> str:
        question = next(question for question in scenario.questions if question is asked)
        assert isinstance(question, Prediction)
        return [option.id for option in question.options if option.id != question.answer][number - 1]

    progress = solve(scenario, wrong).progress
    assert progress.is_complete
    for question in scenario.questions:
        told = question_document(question, progress)
        assert told["state"] == "wrong"
        assert str(told["feedback"]).count(". ") >= 1
        assert not any(
            "{" in text for text in (told["feedback"], told["prompt"], *[o["says"] for o in told["options"]])
        )


@pytest.mark.parametrize("seed", range(12))
def test_the_right_answers_are_right_under_other_seeds_and_at_other_times(scenario: Scenario, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - this is a test
    room = Room(replace(scenario, setup=re.sub(r"seed=\d+", f"seed={seed}", scenario.setup)))

    def hesitate() -> None:
        room.run(chance.randrange(0, 2 * SECOND))

    def play_until_decided(question: str) -> None:
        while room.progress.answers.given.get(question) is None or not room.progress.answers.given[question].came_true:
            room.run(SECOND)
            assert room.branch.now_us < 5 * MINUTE

    def play_until_step(number: int) -> None:
        while room.progress.step < number:
            room.run(SECOND)
            assert room.branch.now_us < 5 * MINUTE

    hesitate()
    room.do("timeout S4", "crash S1", "crash S2", "crash S3")
    play_until_decided("two-of-two")
    hesitate()
    room.do("restart S1")
    play_until_step(2)
    hesitate()
    room.do("timeout S1", "timeout S4", "timeout S5")  # one of them leads, and refuses
    play_until_step(3)
    hesitate()
    room.do("restart S2", "restart S3")
    room.run(2 * SECOND)
    (leader,) = [
        server.node.name for server in room.session.world(room.branch).members() if server.node.role_name == "leader"
    ]
    room.do(f"pause {leader}")
    while "two-leaders" not in room.progress.answers.asked:
        room.run(SECOND)
        assert room.branch.now_us < 5 * MINUTE
    hesitate()
    room.do(f"resume {leader}")
    play_until_step(4)
    assert [answer.correct for answer in room.progress.answers.given.values()] == [True] * 4
