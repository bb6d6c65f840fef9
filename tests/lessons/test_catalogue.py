"""All lessons of a folder: in order, and a broken one keeps no other from working."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.data import data_folder
from app.lessons import BrokenLesson, load
from app.lessons.document import catalogue_document
from tests.lessons.samples import LESSON, SCENARIO, write_lesson


def write_several(folder: Path) -> Path:
    write_lesson(folder, LESSON.replace("id: small", "id: zulu"), name="03-zulu")
    write_lesson(folder, LESSON.replace("id: small", "id: broken"), SCENARIO.replace("ask:", "task:"), name="02-broken")
    write_lesson(folder, LESSON.replace("id: small", "id: alpha"), name="10-alpha")
    return folder


def test_lessons_are_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    assert [lesson.id for lesson in load(write_several(tmp_path)).lessons] == ["broken", "zulu", "alpha"]


def test_a_broken_lesson_is_listed_with_the_reason_and_the_others_work(tmp_path: Path) -> None:
    catalogue = load(write_several(tmp_path))
    (broken,) = catalogue.broken
    assert [lesson.id for lesson in catalogue.working] == ["zulu", "alpha"]
    assert broken.title == "A small lesson"
    assert broken.reasons[0].startswith("02-broken/01-first/scenario.md:21:1: found 'task'")
    entry = catalogue_document(catalogue)[0]
    assert (entry["broken"], entry["scenarios"]) == ([broken.reasons[0]], [])


def test_every_file_that_is_broken_is_told(tmp_path: Path) -> None:
    write_lesson(tmp_path, "no front matter", "none here either")
    (lesson,) = load(tmp_path).lessons
    assert isinstance(lesson, BrokenLesson)
    assert [reason.partition(":")[0] for reason in lesson.reasons] == [
        "04-small/lesson.md",
        "04-small/01-first/scenario.md",
    ]


def test_a_lesson_without_a_scenario_is_broken(tmp_path: Path) -> None:
    (tmp_path / "01-empty").mkdir()
    (tmp_path / "01-empty" / "lesson.md").write_text(LESSON.replace("id: small", "id: empty"), encoding="utf-8")
    (lesson,) = load(tmp_path).lessons
    assert isinstance(lesson, BrokenLesson)
    assert "no scenario; a folder such as 01-an-election" in lesson.reasons[0]


def test_a_lesson_cannot_take_the_name_of_another(tmp_path: Path) -> None:
    write_lesson(tmp_path, name="01-small")
    write_lesson(tmp_path, name="02-small")
    catalogue = load(tmp_path)
    assert [lesson.id for lesson in catalogue.working] == ["small"]
    assert "01-small has the id small too" in catalogue.broken[0].reasons[0]


def test_other_files_and_folders_are_no_lessons(tmp_path: Path) -> None:
    write_lesson(tmp_path)
    (tmp_path / "drafts").mkdir()
    (tmp_path / "README.md").write_text("How to write one.", encoding="utf-8")
    assert [lesson.id for lesson in load(tmp_path).lessons] == ["small"]


def test_a_lesson_that_is_asked_for_and_not_there_is_told_with_those_that_are(tmp_path: Path) -> None:
    catalogue = load(write_several(tmp_path))
    with pytest.raises(KeyError, match="there is no lesson 'gamma'; lessons are zulu, alpha"):
        catalogue.lesson("gamma")
    with pytest.raises(KeyError, match=r"lesson broken is broken: 02-broken/01-first/scenario\.md:21"):
        catalogue.lesson("broken")
    with pytest.raises(KeyError, match="lesson zulu has no scenario 'last'; its scenarios are first"):
        catalogue.lesson("zulu").scenario("last")


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="there is no folder"):
        load(tmp_path / "nowhere")


def test_every_lesson_of_the_program_can_be_taken() -> None:
    catalogue = load(data_folder("lessons"))
    assert not catalogue.broken
    assert catalogue.working
