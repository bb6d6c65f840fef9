"""Every scenario of the course on the real page, by its solution: with right answers, and with every wrong one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.data import data_folder
from app.lessons import Lesson, Question, Scenario, load
from app.lessons.question import Prediction
from app.lessons.trial import Chooser, right, solve
from tests.browser.conftest import NewContext, Server
from tests.browser.course import course_of
from tests.browser.walk import Walk

LESSONS = load(data_folder("lessons")).working
EVERY = [
    pytest.param(lesson, scenario, id=f"{lesson.number}.{scenario.number}-{scenario.id}")
    for lesson in LESSONS
    for scenario in lesson.scenarios
]


def wrong(scenario: Scenario, number: int) -> Chooser:
    """Answers everything wrong: each time with another wrong answer, and with the first again where there are fewer."""
    asked = solve(scenario).progress

    def choose(question: Question) -> str:
        if isinstance(question, Prediction):
            choices = [option.id for option in question.options]
        else:
            choices = list(asked.answers.asked[question.id].candidates)
        answer = asked.answer_to(question.id)
        assert answer is not None and answer.came_true is not None
        others = [choice for choice in choices if not question.is_right(choice, answer.came_true)]
        return others[number % len(others)]

    return choose


@pytest.fixture(scope="module")
def course_server(chromium: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that lets one type as fast as the page takes it."""
    assert chromium.exists()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ORBITAL_MAX_RATE", "1000")
        running = Server(tmp_path_factory.mktemp("course"))
    yield running
    running.stop()


@pytest.fixture
def calm_page(new_context: NewContext) -> Page:
    """A page that jumps instead of gliding: what is shown in the end is the same."""
    return new_context(width=1280, height=720, reduced_motion="reduce").new_page()


@pytest.mark.parametrize(("lesson", "scenario"), EVERY)
def test_who_answers_right_gets_from_the_first_step_to_the_last(
    calm_page: Page, course_server: Server, lesson: Lesson, scenario: Scenario
) -> None:
    walk = Walk(calm_page, course_server.url, lesson.id, course_of(scenario, right))
    walk.take()
    has_next = scenario.number < len(lesson.scenarios)
    expect(walk.next).to_have_accessible_name("Next scenario" if has_next else "All lessons")
    walk.expect_the_end()
    assert all(answer.correct for answer in walk.course.trial.progress.given)


@pytest.mark.parametrize("number", [0, 1])
@pytest.mark.parametrize(("lesson", "scenario"), EVERY)
def test_who_answers_wrong_is_told_why_and_gets_to_the_last_step_all_the_same(
    calm_page: Page, course_server: Server, lesson: Lesson, scenario: Scenario, number: int
) -> None:
    walk = Walk(calm_page, course_server.url, lesson.id, course_of(scenario, wrong(scenario, number)))
    walk.take()
    walk.expect_the_end()
    assert not any(answer.correct for answer in walk.course.trial.progress.given)


@pytest.mark.parametrize("lesson", [pytest.param(lesson, id=lesson.id) for lesson in LESSONS])
def test_the_last_step_leads_to_the_next_scenario_or_to_all_lessons(
    calm_page: Page, course_server: Server, lesson: Lesson
) -> None:
    scenario = lesson.scenarios[-1]
    walk = Walk(calm_page, course_server.url, lesson.id, course_of(scenario, right))
    walk.take()
    walk.next.click()
    expect(calm_page).to_have_url(re.compile("/$"))
