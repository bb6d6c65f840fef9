"""Lessons from their folders: `<nn-slug>/lesson.md`, and for each scenario `<nn-slug>/<nn-slug>/scenario.md` with
`setup.raft` and `solution.raft` beside it.

A lesson in which anything is wrong is listed as broken, with every reason found; it does not keep others from working.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from app.lessons.blocks import outline
from app.lessons.error import LessonError, Place, ScriptError, shown
from app.lessons.front_matter import FrontMatter, split
from app.lessons.model import BrokenLesson, Catalogue, Lesson, Scenario, TranslationReport
from app.lessons.parse import Source, parse_scenario
from app.lessons.render import html_of
from app.lessons.translation import Document, check_texts_only, notes_of, read_notes, translated
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
    "rubric",
)
MOST_BYTES: Final = 256 * 1024

TRANSLATION: Final = re.compile(r"(lesson|scenario)\.([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\.md")
"""A file that has the texts of another one in a language: scenario.zh-CN.md."""
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
    document: Document | None = None
    title = slug
    try:
        document = _document(folder / LESSON_FILE, above)
        title = document.front.text("title")
        document.front.allow(*LESSON_KEYS)
        _same_id(document.front, slug)
    except ScriptError as error:
        reasons.append(str(error))
    scenarios: list[Scenario] = []
    for place in numbered(folder):
        try:
            scenarios.append(_scenario(place, above, document, len(scenarios) + 1))
        except ScriptError as error:
            reasons.append(str(error))
    if not scenarios and not reasons:
        reasons.append(f"{folder.name}: no scenario; a folder such as 01-an-election with {SCENARIO_FILE} makes one")
    if document is not None and not reasons:
        try:
            return _translated(_lesson(document, number, slug, tuple(scenarios), folder), document, above)
        except ScriptError as error:
            reasons.append(str(error))
    return BrokenLesson(slug, number, title, tuple(reasons), folder)


def _lesson(document: Document, number: int, slug: str, scenarios: tuple[Scenario, ...], folder: Path) -> Lesson:
    front, whole = document.front, document.whole
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
        front.mapping("rubric"),
    )


def _scenario(
    folder: Path, above: Path, lesson: Document | None, number: int, document: Document | None = None
) -> Scenario:
    """A scenario from its folder; its text may be given, in another language."""
    _, slug = _number_and_slug(folder.name)
    document = document if document is not None else _document(folder / SCENARIO_FILE, above)
    setup, solution = (_read(folder / name, above) for name in (SETUP_FILE, SOLUTION_FILE))
    script = parse(setup, _name(folder / SETUP_FILE, above))
    if script.directives:
        first = script.directives[0]
        legal = "cluster, server and client lines; what is done is for the learner, and for solution.raft"
        raise LessonError(first.place, shown(first.action.directive), legal)
    members = _members(script, f"{setup}\n{solution}")
    scenario = parse_scenario(Source(folder, number, document, setup, solution, members))
    if scenario.id != slug:
        raise LessonError(
            Place(document.front.file, 1, 1), f"the id {shown(scenario.id)}", f"{slug}, as the folder says"
        )
    names = lesson.front.stations("names") if lesson is not None else {}
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


# Other languages.


def _translated(lesson: Lesson, document: Document, above: Path) -> Lesson:
    """A lesson with its translations. A file in which something is wrong is left out of them, and told."""
    tags = sorted({found[2] for found in map(TRANSLATION.fullmatch, _files(lesson)) if found is not None})
    reports: list[TranslationReport] = []
    translations: dict[str, Lesson] = {}
    for tag in tags:
        texts = _other(lesson.folder / LESSON_FILE, above, tag, reports) or document
        scenarios = [_scenario_in(scenario, above, document, tag, reports) for scenario in lesson.scenarios]
        try:
            translations[tag] = _lesson(texts, lesson.number, lesson.id, tuple(scenarios), lesson.folder)
        except ScriptError as error:
            reports.append(TranslationReport(tag, texts.front.file, problem=str(error)))
            translations[tag] = replace(lesson, scenarios=tuple(scenarios))
    languages = (*lesson.languages, *tags)
    translations = {tag: replace(translation, languages=languages) for tag, translation in translations.items()}
    return replace(lesson, languages=languages, translations=translations, reports=tuple(reports))


def _scenario_in(
    scenario: Scenario, above: Path, lesson: Document, tag: str, reports: list[TranslationReport]
) -> Scenario:
    other = _other(scenario.folder / SCENARIO_FILE, above, tag, reports)
    if other is None:
        return scenario
    try:
        return _scenario(scenario.folder, above, lesson, scenario.number, other)
    except ScriptError as error:
        file = _name(translation_of(scenario.folder / SCENARIO_FILE, tag), above)
        reports.append(TranslationReport(tag, file, problem=str(error)))
        return scenario


def _other(path: Path, above: Path, tag: str, reports: list[TranslationReport]) -> Document | None:
    """A file with the texts of its translation; None when there is none, or none that can be used."""
    there = translation_of(path, tag)
    if not there.exists():
        return None
    name = _name(there, above)
    try:
        texts = _document(there, above)
        check_texts_only(texts)
        notes = there.with_suffix(".json")
        digests = read_notes(_read(notes, above), _name(notes, above)) if notes.exists() else {}
        merged, findings = translated(_document(path, above), texts, digests)
    except ScriptError as error:
        reports.append(TranslationReport(tag, name, problem=str(error)))
        return None
    reports.append(TranslationReport(tag, name, tuple(findings.missing), tuple(findings.stale)))
    return merged


def translation_of(path: Path, tag: str) -> Path:
    """The file that has the texts of another one in a language: scenario.zh-CN.md."""
    return path.with_name(f"{path.stem}.{tag}{path.suffix}")


def note_translation(path: Path) -> list[str]:
    """Note that a translation agrees with its original as it is now; the texts it lacks. Raises ScriptError."""
    found = TRANSLATION.fullmatch(path.name)
    if found is None:
        raise LessonError(
            Place(path.name, 1, 1), shown(path.name), "the translation of a lesson, such as scenario.zh-CN.md"
        )
    original, texts = _document(path.with_name(f"{found[1]}.md"), path.parent), _document(path, path.parent)
    check_texts_only(texts)
    notes = notes_of(original, texts)
    _, findings = translated(original, texts, notes)
    path.with_suffix(".json").write_text(json.dumps(notes, indent=1) + "\n", encoding="utf-8")
    return findings.missing


def _files(lesson: Lesson) -> list[str]:
    folders = [lesson.folder, *(scenario.folder for scenario in lesson.scenarios)]
    return [path.name for folder in folders for path in folder.iterdir()]


def _document(path: Path, above: Path) -> Document:
    name = _name(path, above)
    front = split(_read(path, above), name)
    return Document(front, outline(front.rest, name, front.first_line))


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
