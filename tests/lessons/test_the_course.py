"""The course as a whole: every wrong answer is told why, and every outcome is served often enough."""

from __future__ import annotations

import re

import pytest

from app.data import data_folder
from app.lessons import Lesson, Scenario, load
from app.lessons.document import question_document
from app.lessons.front_matter import OUTCOMES
from app.lessons.trial import solve
from tests.lessons.wrong import wrong
from tools.environment import ROOT

LESSONS = load(data_folder("lessons")).working
SCENARIOS = [(lesson, scenario) for lesson in LESSONS for scenario in lesson.scenarios]
MOST_WRONG = 3
ENOUGH = 3
ROW = re.compile(r"^\| (\d)\. [^|]+ \| ([^|]+) \|$", re.MULTILINE)


@pytest.mark.parametrize("number", range(MOST_WRONG))
@pytest.mark.parametrize(("lesson", "scenario"), SCENARIOS, ids=lambda value: value.id)
def test_every_wrong_answer_is_told_why_and_keeps_nobody_from_going_on(
    lesson: Lesson, scenario: Scenario, number: int
) -> None:
    progress = solve(scenario, wrong(scenario, number)).progress
    assert progress.is_complete
    for question in scenario.questions:
        told, because = question_document(question, progress), question.because(None, question.answer)
        assert told["state"] == "wrong"
        assert len(str(told["feedback"])) > len(because) > 0
        assert "{" not in str(told["feedback"])


def test_each_outcome_is_served_by_at_least_three_scenarios_and_the_table_says_by_which() -> None:
    text = (ROOT / "docs/course.md").read_text(encoding="utf-8")
    table = {int(number): named.split(", ") for number, named in ROW.findall(text)}
    served = {
        outcome: [
            f"{lesson.number}.{scenario.number}" for lesson, scenario in SCENARIOS if outcome in scenario.outcomes
        ]
        for outcome in OUTCOMES
    }
    assert table == served
    assert all(len(scenarios) >= ENOUGH for scenarios in served.values())


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.id)
def test_a_lesson_names_the_outcomes_of_its_scenarios(lesson: Lesson) -> None:
    assert set(lesson.outcomes) == {outcome for scenario in lesson.scenarios for outcome in scenario.outcomes}
