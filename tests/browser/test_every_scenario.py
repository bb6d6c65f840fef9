"""Every scenario of the course on the real page, by its solution: with right answers, and with wrong ones."""

from __future__ import annotations

import time
import pytest
from playwright.sync_api import Page

from app.data import data_folder
from app.lessons import Lesson, Question, Scenario, load
from app.lessons.question import Pick
from app.lessons.trial import right
from tests.browser.conftest import Server
from tests.browser.course import course_of
from tests.browser.walk import Walk

SCENARIOS = [
    pytest.param(lesson, scenario, id=f"{lesson.number}.{scenario.number}-{scenario.id}")
    for lesson in load(data_folder("lessons")).working
    for scenario in lesson.scenarios
]


@pytest.mark.parametrize(("lesson", "scenario"), SCENARIOS)
def test_who_answers_right_gets_from_the_first_step_to_the_last(
    page: Page, server: Server, lesson: Lesson, scenario: Scenario
) -> None:
    began = time.monotonic()
    course = course_of(scenario, right)
    print("course", time.monotonic() - began)
    walk = Walk(page, server.url, lesson.id, course)
    walk.take()
    walk.expect_the_end()
    print("all", time.monotonic() - began, len(course.lines))
