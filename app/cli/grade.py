"""`orbital-raft grade`: traces are executed again, and what a lesson asks for is scored."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.cli.files import FileTrouble, check_writable, complain, write_text
from app.cli.keys import add_key_options, key_of

if TYPE_CHECKING:
    from app.grading.assignment import Assignment
    from app.grading.naming import Naming, Person
    from app.grading.sheet import Book, Sheet
    from app.grading.sources import Source

BAD_INPUT: Final = 2
BAR: Final = 30
FORMATS: Final = ("table", "json", "gradescope", "canvas-csv", "moodle-csv", "csv", "xapi", "html")
ONE_EACH: Final = {"gradescope": ".json", "html": ".html"}
"""Formats with a file for each student."""


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command."""
    parser = commands.add_parser(
        "grade",
        help="score traces of a lesson",
        description=(
            "Executes each trace again and scores every goal and question of its lesson by what happens. A trace that "
            "is not verified scores nothing, and says why. Exit code 0: graded, 2: bad input; what could be read is "
            "graded even so."
        ),
    )
    parser.add_argument("traces", metavar="TRACE", nargs="+", help="files, folders or zip archives of traces")
    parser.add_argument("--lesson", metavar="ID", help="grade traces of this lesson only (of any)")
    parser.add_argument("--format", default="table", choices=FORMATS, dest="form", help="what to write (table)")
    parser.add_argument("--out", metavar="PATH", help="where to (stdout); a folder where each student gets a file")
    parser.add_argument(
        "--lessons-dir", metavar="DIR", type=Path, help="folder of lessons; those of the program if none"
    )
    parser.add_argument(
        "--rubric", metavar="FILE", type=Path, help="points and lateness, as YAML or JSON (the lesson's)"
    )
    add_key_options(parser)
    parser.add_argument("--names", action="store_true", help="call students by name; by default by pseudonyms")
    parser.add_argument("--roster", metavar="FILE", type=Path, help="CSV: participant,name,id,login,email of students")
    parser.add_argument(
        "--gradebook", metavar="FILE", type=Path, help="with canvas-csv: an exported one to be filled in"
    )
    parser.add_argument("--assignment", metavar="NAME", help="what the platform calls it (the title of the lesson)")
    parser.add_argument(
        "--replays", action="store_true", help="with html: a page that replays each trace beside it, and links to it"
    )
    parser.add_argument("--workers", type=_workers, default=0, metavar="N", help="processes (all processors)")
    parser.set_defaults(execute=execute)


def execute(chosen: argparse.Namespace) -> int:
    """Grade; the exit code."""
    from app.grading.formats.canvas import GradebookError
    from app.grading.naming import RosterError
    from app.grading.rubric import RubricError
    from app.grading.sources import SourceError

    try:
        return _grade(chosen)
    except (FileTrouble, SourceError, GradebookError, RosterError) as trouble:
        complain(f"orbital-raft: {trouble}")
    except RubricError as error:
        complain(f"orbital-raft: {chosen.rubric or 'the rubric of the lesson'}: {error}")
    return BAD_INPUT


def _grade(chosen: argparse.Namespace) -> int:
    from app.grading.judge import Grader
    from app.grading.naming import Naming
    from app.grading.sheet import book_of
    from app.grading.sources import find
    from app.grading.work import grade_all

    _check_options(chosen)
    key = key_of(chosen)
    assignments = assignments_for(chosen)
    roster = roster_in(chosen.roster)
    sources = list(find(chosen.traces))
    if not sources:
        raise FileTrouble(f"no trace is in {', '.join(chosen.traces)}; traces end in .trace.jsonl")
    grader = Grader(assignments, key, chosen.lesson, detailed=chosen.form == "html")
    shows = sys.stderr.isatty()
    results = grade_all(grader, sources, chosen.workers, _progress if shows else None)
    if shows:
        print(file=sys.stderr)
    # Whose it is: the signed name in it, else the folder that it came in, else the file.
    owned = [
        (result.participant or source.folder or source.stem, result)
        for source, result in zip(sources, results, strict=True)
    ]
    naming = Naming(chosen.names, roster, key)
    book = book_of(owned, assignments)
    if chosen.form in ONE_EACH:
        contents = {id(result): source for source, result in zip(sources, results, strict=True)}
        _write_each(chosen, book, naming, contents if chosen.replays else {})
    else:
        _write(chosen.out, _whole(chosen, book, naming))
    unreadable = [(owner, result) for owner, result in owned if result.status == "unreadable"]
    for owner, result in unreadable:
        complain(f"{result.file if chosen.names else naming.shown(owner)}: {result.reason}")
    graded = any(result.status in ("verified", "not_verified") for result in results)
    return 0 if graded and not unreadable else BAD_INPUT


def assignments_for(chosen: argparse.Namespace) -> Mapping[str, Assignment]:
    """What can be graded under the chosen rubric. Raises FileTrouble and RubricError."""
    from app.data import data_folder
    from app.grading.compile import assignments_of, rubric_in
    from app.lessons import load

    try:
        rubric = rubric_in(chosen.rubric) if chosen.rubric is not None else None
        catalogue = load(chosen.lessons_dir or data_folder("lessons"))
        if rubric is not None and chosen.lesson is None and len(catalogue.working) > 1:
            raise FileTrouble("a rubric is for one lesson; say with --lesson for which")
        return assignments_of(catalogue, chosen.lesson, rubric)
    except KeyError as error:
        raise FileTrouble(f"--lesson: {error.args[0]}") from None
    except OSError as error:
        raise FileTrouble(str(error)) from None


def _check_options(chosen: argparse.Namespace) -> None:
    if chosen.gradebook is not None and chosen.form != "canvas-csv":
        raise FileTrouble("--gradebook is filled in with --format canvas-csv")
    if chosen.replays and (chosen.form != "html" or chosen.out is None):
        raise FileTrouble("--replays go beside the pages of --format html, into the folder of --out")
    if chosen.form not in ONE_EACH:
        check_writable(chosen.out)


def _whole(chosen: argparse.Namespace, book: Book, naming: Naming) -> str:
    """A format that is one text for all students."""
    from app.grading.formats.canvas import canvas_csv, fill_in
    from app.grading.formats.document import grades_document
    from app.grading.formats.tables import items_csv, moodle_csv, table_text
    from app.grading.formats.xapi import statements

    if chosen.gradebook is not None:
        filled = fill_in(_text(chosen.gradebook), book, naming, chosen.assignment)
        for student in filled.missing:
            complain(f"{student} is not in the gradebook; a roster (--roster) can say who that is")
        return filled.text
    if chosen.form in ("canvas-csv", "moodle-csv") and len({sheet.assignment.lesson for sheet in book.sheets}) > 1:
        raise FileTrouble(f"{chosen.form} is of one lesson; say with --lesson of which")
    write: dict[str, Callable[[], str]] = {
        "table": lambda: table_text(book, naming),
        "json": lambda: json.dumps(grades_document(book, naming), indent=1, ensure_ascii=False) + "\n",
        "canvas-csv": lambda: canvas_csv(book, naming, chosen.assignment),
        "moodle-csv": lambda: moodle_csv(book, naming, chosen.assignment),
        "csv": lambda: items_csv(book, naming),
        "xapi": lambda: statements(book, naming),
    }
    return write[chosen.form]()


def _write_each(chosen: argparse.Namespace, book: Book, naming: Naming, sources: Mapping[int, Source]) -> None:
    """A file for each student, in a folder; of a single one a file, or stdout."""
    from app.grading.formats.files import files_of

    def replays(sheet: Sheet, name: str) -> Mapping[str, str]:
        return _write_replays(Path(chosen.out), sheet, name, sources)

    if sources:
        _make_folder(Path(chosen.out))
    files = files_of(chosen.form, book, naming, replays if sources else None)
    if not sources and len(files) == 1 and (chosen.out is None or chosen.out.endswith(ONE_EACH[chosen.form])):
        check_writable(chosen.out)
        _write(chosen.out, next(iter(files.values())))
        return
    if chosen.out is None:
        raise FileTrouble(f"{len(files)} students get a file each; say with --out into which folder")
    folder = Path(chosen.out)
    _make_folder(folder)
    for name, text in files.items():
        write_text(str(folder / name), text)
    print(f"{len(files)} files in {folder}")


def _write_replays(folder: Path, sheet: Sheet, name: str, sources: Mapping[int, Source]) -> Mapping[str, str]:
    """Pages that replay what counts of a student; their names by scenario."""
    from app.offline import LONGEST, page_of_trace
    from raft_core.trace.read import read_trace

    written: dict[str, str] = {}
    for scenario, result in sheet.scenarios:
        if result is None or not result.steps or result.steps > LONGEST:
            continue
        text = sources[id(result)].read().decode("utf-8")
        page, _ = page_of_trace(read_trace(text), text, f"{scenario.id}.trace.jsonl")
        written[scenario.id] = f"{name.removesuffix('.html')}.{scenario.id}.replay.html"
        write_text(str(folder / written[scenario.id]), page)
    return written


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileTrouble(f"cannot make the folder {folder}: {error.strerror or error}") from None


def _write(out: str | None, text: str) -> None:
    if out is None:
        print(text, end="")
    else:
        write_text(out, text)


def roster_in(path: Path | None) -> Mapping[str, Person]:
    """The roster in a file; an empty one where there is none. Raises FileTrouble and RosterError."""
    from app.grading.naming import read_roster

    return read_roster(_text(path)) if path is not None else {}


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise FileTrouble(f"cannot read {path}: {error.strerror or error}") from None
    except UnicodeDecodeError as error:
        raise FileTrouble(f"{path} is not UTF-8 at byte {error.start}; save it as CSV in UTF-8") from None


def _progress(done: int, of: int) -> None:
    filled = BAR * done // max(1, of)
    bar = "#" * filled + "." * (BAR - filled)
    print(f"\r[{bar}] {done:,} of {of:,} traces", end="", file=sys.stderr, flush=True)


def _workers(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 64):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 to 64")
    return int(text)
