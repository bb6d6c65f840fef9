"""The grades of a class: its traces, executed again and judged like any that are handed in."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from pathlib import Path
from tempfile import TemporaryDirectory

from app.classroom.archive import archive
from app.classroom.hall import Hall
from app.grading.compile import assignments_of
from app.grading.formats.tables import items_csv
from app.grading.judge import Grader
from app.grading.naming import Naming
from app.grading.sheet import Book, Sheet, book_of
from app.grading.sources import find
from app.grading.work import grade_all
from app.lessons import load
from app.security import Signer
from app.workers import Workers


async def gradebook(hall: Hall, signer: Signer, workers: Workers, lessons: Path, names: bool) -> str:
    """A line for each goal and each question of each student, as CSV; also of those who have done nothing."""
    course = hall.course
    taught = {each.lesson for each in course.rounds if each.lesson is not None}
    students = [member.name if names else member.pseudonym for member in course.students]
    due = {(student, lesson) for student in students for lesson in taught}
    pieces = [piece async for piece in archive(hall, signer, names)]
    return await workers.submit(graded, b"".join(pieces), lessons, signer.key, names, due)


def graded(content: bytes, lessons: Path, key: bytes, names: bool, due: AbstractSet[tuple[str, str]]) -> str:
    """The grades of what an archive holds, as CSV. For a worker: it takes as long as all the runs together.

    `due` is who is to be in it, and with which lesson.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder) / "class.zip"
        path.write_bytes(content)
        sources = list(find([str(path)]))
        grader = Grader(assignments_of(load(lessons)), key)
        results = grade_all(grader, sources, workers=1)
    owned = [(result.participant or source.stem, result) for source, result in zip(sources, results, strict=True)]
    book = book_of(owned, grader.assignments)
    missing = due - {(sheet.student, sheet.assignment.lesson) for sheet in book.sheets}
    empty = [
        Sheet(student, grader.assignments[lesson], ()) for student, lesson in missing if lesson in grader.assignments
    ]
    sheets = sorted((*book.sheets, *empty), key=lambda sheet: (sheet.student, sheet.assignment.lesson))
    return items_csv(Book(tuple(sheets), book.loose), Naming(names, {}, key))
