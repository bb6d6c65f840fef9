"""New scenarios: from the template, which is the example of the authoring guide, or from a run that was recorded."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.data import data_folder
from app.lessons.blocks import A_NAME, NAME
from app.lessons.load import FOLDER, LESSON_FILE, SCENARIO_FILE, SETUP_FILE, SOLUTION_FILE, numbered

TEMPLATE: Final = "template"
SCENARIO_FILES: Final = (SCENARIO_FILE, SETUP_FILE, SOLUTION_FILE)

Files = Mapping[str, str]
"""The files of a scenario by name."""


class ScaffoldError(ValueError):
    """Something that cannot be made there, as a sentence."""


@dataclass(slots=True, frozen=True)
class Place:
    """Where a scenario goes: its own folder, in that of a lesson."""

    scenario: Path

    @property
    def lesson(self) -> Path:
        """The folder of the lesson."""
        return self.scenario.parent

    @property
    def slug(self) -> str:
        """The name of the scenario, as it stands in addresses."""
        return _slug(self.scenario)


def place_for(slug: str, lesson: Path | None) -> Place:
    """The next free number in a lesson; without one, in a new lesson below `lessons`. Raises ScaffoldError."""
    if not NAME.fullmatch(slug):
        raise ScaffoldError(f"{slug!r} cannot stand in an address; legal is {A_NAME}, such as a-lost-write")
    lesson = lesson if lesson is not None else _next(Path("lessons"), slug)
    _check_name(lesson)
    twins = [other.name for other in _numbered(lesson) if _slug(other) == slug]
    if twins:
        raise ScaffoldError(f"{lesson / twins[0]} is there already; choose another name")
    return Place(_next(lesson, slug))


def check_place(scenario: Path) -> Place:
    """A folder that was named for a scenario. Raises ScaffoldError when nothing can be written there."""
    _check_name(scenario)
    _check_name(scenario.parent)
    there = [name for name in SCENARIO_FILES if (scenario / name).exists()]
    if there:
        raise ScaffoldError(f"{scenario / there[0]} is there already; name another folder, or remove it")
    return Place(scenario)


def template(slug: str) -> Files:
    """The files of the template, under another name."""
    folder = data_folder("lessons") / TEMPLATE
    files = {name: (folder / name).read_text(encoding="utf-8") for name in SCENARIO_FILES}
    return {**files, SCENARIO_FILE: renamed(files[SCENARIO_FILE], slug)}


def write(place: Place, files: Files) -> list[Path]:
    """Write the files of a scenario, and lesson.md when the lesson is new. Raises ScaffoldError."""
    made: list[Path] = []
    try:
        place.scenario.mkdir(parents=True, exist_ok=True)
        lesson = place.lesson / LESSON_FILE
        if not lesson.exists():
            text = (data_folder("lessons") / TEMPLATE / LESSON_FILE).read_text(encoding="utf-8")
            lesson.write_text(renamed(text, _slug(place.lesson)), encoding="utf-8")
            made.append(lesson)
        for name, text in files.items():
            (place.scenario / name).write_text(text, encoding="utf-8")
            made.append(place.scenario / name)
    except OSError as error:
        raise ScaffoldError(f"cannot write {error.filename}: {error.strerror}") from None
    return made


def renamed(text: str, slug: str) -> str:
    """A file with the id and the title that go with a name."""
    text = re.sub(r"^id: .*$", f"id: {slug}", text, count=1, flags=re.MULTILINE)
    return re.sub(r"^title: .*$", f"title: {title_of(slug)}", text, count=1, flags=re.MULTILINE)


def title_of(slug: str) -> str:
    """A name as a title: a-lost-write is A lost write."""
    words = slug.replace("-", " ")
    return words[:1].upper() + words[1:]


def _check_name(folder: Path) -> None:
    if not FOLDER.fullmatch(folder.resolve().name):
        raise ScaffoldError(f"{folder} is no folder for that; legal is two digits, - and a name, such as 04-my-lesson")


def _next(folder: Path, slug: str) -> Path:
    """The folder with the next free number."""
    taken = [int(place.name[:2]) for place in _numbered(folder)]
    number = max(taken, default=0) + 1
    if number > 99:
        raise ScaffoldError(f"{folder} has no number left below 100")
    return folder / f"{number:02}-{slug}"


def _numbered(folder: Path) -> list[Path]:
    return numbered(folder) if folder.is_dir() else []


def _slug(folder: Path) -> str:
    return folder.resolve().name.partition("-")[2]
