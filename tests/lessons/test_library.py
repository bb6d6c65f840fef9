"""Lessons are read when the server starts; while somebody writes at them, whenever they changed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from app.lessons import BrokenLesson, Library
from tests.lessons.samples import LESSON, SCENARIO, replaced, write_lesson


def title(library: Library) -> str:
    (lesson,) = library.catalogue.lessons
    return lesson.title


def test_what_changes_later_is_not_seen(tmp_path: Path) -> None:
    library = Library(write_lesson(tmp_path))
    write_lesson(tmp_path, LESSON.replace("A small lesson", "Another title"))
    assert title(library) == "A small lesson"


def test_while_authoring_a_changed_lesson_is_read_again(tmp_path: Path) -> None:
    library = Library(write_lesson(tmp_path), authoring=True)
    before = library.revision("small")
    write_lesson(tmp_path, LESSON.replace("A small lesson", "Another title"))
    assert title(library) == "Another title"
    assert library.revision("small") != before
    assert library.revision("large") == ""


def test_a_mistake_is_seen_at_once_and_gone_when_it_is_mended(tmp_path: Path) -> None:
    library = Library(write_lesson(tmp_path), authoring=True)
    write_lesson(tmp_path, scenario=replaced(SCENARIO, "title: Win\n", ""))
    (lesson,) = library.catalogue.lessons
    assert isinstance(lesson, BrokenLesson)
    assert "04-small/01-first/scenario.md:82:5: found a step without title" in lesson.reasons[0]
    write_lesson(tmp_path)
    assert len(library.catalogue.working) == 1


def test_a_lesson_that_did_not_change_is_not_read_again(tmp_path: Path) -> None:
    write_lesson(tmp_path)
    library = Library(write_lesson(tmp_path, LESSON.replace("id: small", "id: other"), name="05-other"), authoring=True)
    first, second = library.catalogue.lessons
    write_lesson(tmp_path, LESSON.replace("A small", "A tiny"))
    again, same = library.catalogue.lessons
    assert same is second
    assert again is not first


def test_lessons_come_and_go(tmp_path: Path) -> None:
    library = Library(write_lesson(tmp_path), authoring=True)
    write_lesson(tmp_path, LESSON.replace("id: small", "id: other"), name="05-other")
    assert [lesson.id for lesson in library.catalogue.lessons] == ["small", "other"]
    shutil.rmtree(tmp_path / "04-small")
    assert [lesson.id for lesson in library.catalogue.lessons] == ["other"]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="there is no folder"):
        Library(tmp_path / "nowhere")
