"""Lessons from their folders: `<nn-slug>/lesson.md`, and for each scenario `<nn-slug>/<nn-slug>/scenario.md` with
`setup.raft` and `solution.raft` beside it.

A lesson in which anything is wrong is listed as broken, with every reason found; it does not keep others from working.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from app.lessons.blocks import outline
from app.lessons.error import LessonError, Place, ScriptError, shown
from app.lessons.front_matter import FrontMatter, split
from app.lessons.model import BrokenLesson, Catalogue, Lesson, Scenario
from app.lessons.parse import Source, parse_scenario
from app.lessons.render import html_of
from raft_core.ids import server_name
from raft_core.script import Script, parse
from raft_core.sim.intervention import ChangeMembership

LESSON_FILE: Final = "lesson.md"
SCENARIO_FILE: Final = "scenario.md"
SETUP_FILE: Final = "setup.raft"
SOLUTION_FILE: Final = "solution.raft"
LESSON_KEYS: Final = (
    "id",
    "title",
    "summary",
    "outcomes",
    "prerequisites",
    "teaches",
    "leaves_out",
    "sources",
    "names",
)
MOST_BYTES: Final = 256 * 1024

FOLDER: Final = re.compile(r"(\d\d)-([a-z0-9]+(?:-[a-z0-9]+)*)")


def load(folder: Path) -> Catalogue:
    """Every lesson of a folder. Raises FileNotFoundError when there is no such folder."""
    if not folder.is_dir():
        raise FileNotFoundError(f"there is no folder {folder}")
    return catalogue_of([load_lesson(place, folder) for place in numbered(folder)])


def catalogue_of(found: Sequence[Lesson | BrokenLesson]) -> Catalogue:
    """The catalogue of some lessons; of two with the same id the second is broken."""
    lessons: list[Lesson | BrokenLesson] = []
    taken: dict[str, str] = {}
    for lesson in found:
        name = lesson.folder.name
        if lesson.id in taken:
            reason = f"{name}: the lesson in {taken[lesson.id]} has the id {lesson.id} too"
            lessons.append(BrokenLesson(name, lesson.number, lesson.title, (reason,), lesson.folder))
            continue
        taken[lesson.id] = name
        lessons.append(lesson)
    return Catalogue(tuple(lessons))


def load_lesson(folder: Path, above: Path) -> Lesson | BrokenLesson:
    """One lesson. File names in its reasons are told from `above` on."""
    number, slug = _number_and_slug(folder.name)
    reasons: list[str] = []
    front: FrontMatter | None = None
    title = slug
    try:
        front = split(_read(folder / LESSON_FILE, above), _name(folder / LESSON_FILE, above))
        title = front.text("title")
        front.allow(*LESSON_KEYS)
        _same_id(front, slug)
    except ScriptError as error:
        reasons.append(str(error))
    scenarios: list[Scenario] = []
    for place in numbered(folder):
        try:
            scenarios.append(_scenario(place, above, front, len(scenarios) + 1))
        except ScriptError as error:
            reasons.append(str(error))
    if not scenarios and not reasons:
        reasons.append(f"{folder.name}: no scenario; a folder such as 01-an-election with {SCENARIO_FILE} makes one")
    if front is not None and not reasons:
        try:
            return _lesson(front, number, slug, tuple(scenarios), folder)
        except ScriptError as error:
            reasons.append(str(error))
    return BrokenLesson(slug, number, title, tuple(reasons), folder)


def _lesson(front: FrontMatter, number: int, slug: str, scenarios: tuple[Scenario, ...], folder: Path) -> Lesson:
    whole = outline(front.rest, front.file, front.first_line)
    for block in whole.blocks:
        if block.kind != "notes":
            raise LessonError(block.place, shown(block.kind), "notes; steps belong into a scenario.md")
    return Lesson(
        slug,
        number,
        front.text("title"),
        front.text("summary"),
        front.outcomes("outcomes"),
        front.texts("prerequisites"),
        front.texts("teaches"),
        front.texts("leaves_out"),
        front.pairs("sources"),
        html_of(whole.prose),
        "\n".join(html_of(block.prose) for block in whole.blocks),
        scenarios,
        folder,
    )


def _scenario(folder: Path, above: Path, lesson: FrontMatter | None, number: int) -> Scenario:
    _, slug = _number_and_slug(folder.name)
    file, setup_file = (_name(folder / name, above) for name in (SCENARIO_FILE, SETUP_FILE))
    text, setup, solution = (_read(folder / name, above) for name in (SCENARIO_FILE, SETUP_FILE, SOLUTION_FILE))
    script = parse(setup, setup_file)
    if script.directives:
        first = script.directives[0]
        legal = "cluster, server and client lines; what is done is for the learner, and for solution.raft"
        raise LessonError(first.place, shown(first.action.directive), legal)
    members = _members(script, f"{setup}\n{solution}")
    scenario = parse_scenario(Source(folder, number, file, text, setup, solution, members))
    if scenario.id != slug:
        raise LessonError(Place(file, 1, 1), f"the id {shown(scenario.id)}", f"{slug}, as the folder says")
    names = lesson.stations("names") if lesson is not None else {}
    return replace(scenario, names={**names, **scenario.names})


def _members(setup: Script, whole: str) -> tuple[str, ...]:
    """The servers that a scenario may speak of: those it begins with, and those that its solution adds."""
    servers = {*setup.scenario.servers, *setup.scenario.learners}
    try:
        directives = parse(whole, SOLUTION_FILE).directives
    except ScriptError:
        directives = ()  # what is wrong with a solution is for `lessons check` to say
    for directive in directives:
        if isinstance(directive.action, ChangeMembership):
            servers.update(directive.action.change.servers)
    return tuple(server_name(server) for server in sorted(servers))


def _same_id(front: FrontMatter, slug: str) -> None:
    if front.name("id") != slug:
        place = front.places["id"]
        raise LessonError(place, shown(front.name("id")), f"{slug}, as the folder says")


def numbered(folder: Path) -> list[Path]:
    """The folders inside that begin with a number, in order."""
    return sorted(place for place in folder.iterdir() if place.is_dir() and FOLDER.fullmatch(place.name))


def _number_and_slug(name: str) -> tuple[int, str]:
    found = FOLDER.fullmatch(name)
    if found is None:
        raise ValueError(f"{name!r} is not the folder of a lesson; write two digits, - and a name")
    return int(found[1]), found[2]


def _name(path: Path, above: Path) -> str:
    return path.relative_to(above).as_posix()


def _read(path: Path, above: Path) -> str:
    """The text of a file. Raises LessonError when it is missing, too long, or not text."""
    name = _name(path, above)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise LessonError(Place(name, 1, 1), "no such file", f"a file {path.name}", error.strerror or "") from None
    if len(data) > MOST_BYTES:
        raise LessonError(Place(name, 1, 1), f"{len(data):,} bytes", f"at most {MOST_BYTES:,} bytes")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise LessonError(Place(name, line, 1), f"the byte {data[error.start]:#04x}", "text in UTF-8") from None
