"""A rubric says what things are worth, what counts, and what lateness costs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.cli import main
from app.grading.compile import assignment_of, rubric_in
from app.grading.judge import Grader
from app.grading.rubric import Rubric, RubricError, read_rubric
from app.grading.sheet import Sheet, book_of
from app.lessons import Lesson, load
from app.lessons.check import main as check
from tests.grading.sessions import FIRST, HANDED_IN, LESSON, course, session, signed, wrong
from tests.lessons.samples import LESSON as SMALL
from tests.lessons.samples import write_lesson


def graded(rubric: Rubric, *traces: bytes) -> Sheet:
    judge = Grader({LESSON: assignment_of(course().lesson(LESSON), rubric)})
    (sheet,) = book_of([("Ada", judge.grade("x", trace)) for trace in traces], judge.assignments).sheets
    return sheet


def test_points_of_goals_and_questions_outweigh_those_of_the_lesson() -> None:
    rubric = read_rubric({"points": {f"{FIRST}/stands": 5, f"{FIRST}/what-a-timeout-does": 2.5}, "scenarios": [FIRST]})
    assert graded(rubric, signed(session())).score == 13 + 5 + 2.5
    assert graded(rubric, signed(session())).possible == 13 + 5 + 2.5


def test_a_wrong_answer_may_keep_points_for_answering_before_the_event() -> None:
    rubric = read_rubric({"kept_when_wrong": 0.5, "scenarios": [FIRST]})
    assert graded(rubric, signed(session(choose=wrong))).score == 11 + 4 * 0.5


def test_a_total_scales_everything() -> None:
    sheet = graded(read_rubric({"total": 100, "scenarios": [FIRST]}), signed(session(choose=wrong)))
    assert sheet.possible == pytest.approx(100)
    assert sheet.score == pytest.approx(100 * 11 / 15)


@pytest.mark.parametrize(
    ("due", "days", "kept"),
    [
        ("2025-11-18T13:52:00+00:00", 0, 1),
        ("2025-11-18T14:52:00+01:00", 0, 1),
        ("2025-11-18T13:42:00", 0, 1),
        ("2025-11-18T13:41:59", 1, 0.9),
        ("2025-11-17T13:42:00Z", 1, 0.9),
        ("2025-11-15T12:00:00Z", 4, 0.7),
    ],
)
def test_each_day_that_has_begun_takes_a_part_of_the_score_up_to_a_bound(due: str, days: int, kept: float) -> None:
    rubric = read_rubric(
        {"due": due, "grace_minutes": 10, "late_per_day": 10, "late_at_most": 30, "scenarios": [FIRST]}
    )
    sheet = graded(rubric, signed(session()))
    assert sheet.days_late == days
    assert sheet.score == pytest.approx(15 * kept)


def test_a_late_trace_that_is_better_does_not_hide_one_that_came_in_time() -> None:
    rubric = read_rubric({"due": "2025-11-18T13:52:00Z", "late_per_day": 100, "scenarios": [FIRST]})
    in_time = signed(session(choose=wrong))
    late = signed(session(created=HANDED_IN + 60))
    assert graded(rubric, in_time, late).score == 11


@pytest.mark.parametrize(
    ("document", "says"),
    [
        ([], "lines key: value"),
        ({"point": {}}, "'point' is no key of a rubric; keys are points"),
        ({"points": {"stands": 1}}, "SCENARIO/GOAL"),
        ({"points": {f"{FIRST}/stands": -1}}, "-1 is no number from 0"),
        ({"points": {f"{FIRST}/stands": True}}, "True is no number"),
        ({"points": {f"{FIRST}/nothing": 1}}, "is no goal or question; an-election has stands"),
        ({"points": {"nowhere/stands": 1}}, "names no scenario"),
        ({"scenarios": ["nowhere"]}, "'nowhere' is none of an-election"),
        ({"scenarios": "an-election"}, "write a list"),
        ({"total": 0}, "more than 0"),
        ({"due": "tomorrow"}, "is no time; write 2026-11-18T23:59"),
        ({"late_per_day": 101}, "no number from 0 to 100"),
    ],
)
def test_what_makes_no_sense_is_refused_with_what_would(document: Any, says: str) -> None:  # noqa: ANN401
    with pytest.raises(RubricError, match=says):
        assignment_of(course().lesson(LESSON), read_rubric(document))


def test_a_rubric_is_a_file_of_yaml_or_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    trace = tmp_path / "a.jsonl"
    trace.write_bytes(signed(session()))
    good, bad = tmp_path / "rubric.yaml", tmp_path / "rubric.json"
    good.write_text("scenarios: [an-election]\ntotal: 30\ndue: 2025-11-19 12:00:00\n", encoding="utf-8")
    bad.write_text("{", encoding="utf-8")
    assert rubric_in(good).total == 30
    assert main(["grade", str(trace), "--lesson", LESSON, "--rubric", str(good)]) == 0
    assert "30  30" in capsys.readouterr().out
    assert main(["grade", str(trace), "--lesson", LESSON, "--rubric", str(bad)]) == 2
    assert "rubric.json: it cannot be read" in capsys.readouterr().err
    assert main(["grade", str(trace), "--rubric", str(good)]) == 2
    assert "a rubric is for one lesson" in capsys.readouterr().err


def test_a_lesson_brings_its_rubric_in_its_front_matter(tmp_path: Path) -> None:
    write_lesson(tmp_path, lesson=SMALL.replace("leaves_out: [logs]", "leaves_out: [logs]\nrubric: {total: 12}"))
    (lesson,) = load(tmp_path).lessons
    assert isinstance(lesson, Lesson)
    assert assignment_of(lesson).rubric.total == 12


def test_lessons_check_finds_a_rubric_that_makes_no_sense(tmp_path: Path) -> None:
    rubric = "leaves_out: [logs]\nrubric: {points: {first/nothing: 2}}"
    write_lesson(tmp_path, lesson=SMALL.replace("leaves_out: [logs]", rubric))
    said: list[str] = []
    assert check(tmp_path, said.append) == 1
    assert any("its rubric: lesson small: points: 'first/nothing' is no goal or question" in line for line in said)
