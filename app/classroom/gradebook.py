"""The grades of a class: its traces, executed again and judged like any that are handed in."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from app.classroom.archive import archive
from app.classroom.hall import Hall
from app.grading.compile import assignments_of
from app.grading.formats.tables import items_csv
from app.grading.judge import Grader
from app.grading.naming import Naming
from app.grading.sheet import book_of
from app.grading.sources import find
from app.grading.work import grade_all
from app.lessons import load
from app.security import Signer
from app.workers import Workers


async def gradebook(hall: Hall, signer: Signer, workers: Workers, lessons: Path, names: bool) -> str:
    """A line for each goal and each question of each student, as CSV."""
    pieces = [piece async for piece in archive(hall, signer, names)]
    return await workers.submit(graded, b"".join(pieces), lessons, signer.key, names)


def graded(content: bytes, lessons: Path, key: bytes, names: bool) -> str:
    """The grades of what an archive holds, as CSV. For a worker: it takes as long as all the runs together."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "class.zip"
        path.write_bytes(content)
        sources = list(find([str(path)]))
        grader = Grader(assignments_of(load(lessons)), key)
        results = grade_all(grader, sources, workers=1)
    owned = [(result.participant or source.stem, result) for source, result in zip(sources, results, strict=True)]
    return items_csv(book_of(owned, grader.assignments), Naming(names, {}, key))
