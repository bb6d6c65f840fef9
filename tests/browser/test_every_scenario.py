"""Every scenario of the course on the real page, by its solution: with right answers, and with wrong ones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.data import data_folder
from app.lessons import Lesson, Scenario, load
from app.lessons.trial import right
from tests.browser.conftest import NewContext, Server
from tests.browser.course import course_of
from tests.browser.walk import Walk
from tests.lessons.wrong import wrong

LESSONS = load(data_folder("lessons")).working
EVERY = [
    pytest.param(lesson, scenario, id=f"{lesson.number}.{scenario.number}-{scenario.id}")
    for lesson in LESSONS
    for scenario in lesson.scenarios
]


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
def test_who_answers_right_gets_from_the_first_step_to_the_last_and_on_to_the_next_scenario(
    calm_page: Page, course_server: Server, lesson: Lesson, scenario: Scenario
) -> None:
    walk = Walk(calm_page, course_server.url, lesson.id, course_of(scenario, right))
    walk.take()
    walk.expect_the_end()
    assert all(answer.correct for answer in walk.course.trial.progress.given)
    walk.go_on()
    following = lesson.scenarios[scenario.number :]
    expect(walk.next).to_have_accessible_name("Next scenario" if following else "All lessons")
    walk.next.click()
    expect(calm_page).to_have_url(re.compile(rf"scenario={following[0].id}\b" if following else "/$"))


@pytest.mark.parametrize(("lesson", "scenario"), EVERY)
def test_who_answers_everything_wrong_is_told_why_and_gets_to_the_last_step_all_the_same(
    calm_page: Page, course_server: Server, lesson: Lesson, scenario: Scenario
) -> None:
    walk = Walk(calm_page, course_server.url, lesson.id, course_of(scenario, wrong(scenario, scenario.number)))
    walk.take()
    walk.expect_the_end()
    assert not any(answer.correct for answer in walk.course.trial.progress.given)
