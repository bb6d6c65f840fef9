"""Grades as Canvas reads them: a gradebook of one assignment, from nothing or filled into an exported one."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app.grading.formats.tables import csv_text
from app.grading.formats.telling import number
from app.grading.naming import Naming
from app.grading.sheet import Book, Sheet

IDENTITY: Final = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
POSSIBLE: Final = "Points Possible"
_NUMBERED: Final = re.compile(r"\s*\(\d+\)\s*$")


class GradebookError(ValueError):
    """A gradebook that cannot be filled in, with a sentence."""


@dataclass(slots=True, frozen=True)
class Filled:
    """A gradebook with grades in it, and the students who are not in it."""

    text: str
    missing: tuple[str, ...]


def canvas_csv(book: Book, naming: Naming, title: str | None = None) -> str:
    """A gradebook of one assignment."""
    name = title or (book.sheets[0].assignment.title if book.sheets else "Orbital Raft")
    possible = number(book.sheets[0].possible) if book.sheets else ""
    rows: list[Sequence[object]] = [(*IDENTITY, name), (f"    {POSSIBLE}", "", "", "", "", possible)]
    for sheet in book.sheets:
        person = naming.person(sheet.student)
        rows.append((person.name, "", person.id, person.login, "", number(sheet.score)))
    return csv_text(rows)


def fill_in(gradebook: str, book: Book, naming: Naming, title: str | None = None) -> Filled:
    """An exported gradebook with the grades of one assignment, for the import. Raises GradebookError.

    Only the columns that say who somebody is are kept besides, so that the import changes nothing else. Who has no
    grade keeps what the gradebook had.
    """
    rows = [row for row in csv.reader(io.StringIO(gradebook.removeprefix("\ufeff"))) if any(row)]
    header = [cell.strip() for cell in rows[0]] if rows else []
    if "Student" not in header or "ID" not in header:
        raise GradebookError(f"this is no gradebook of Canvas: its first line has the columns {', '.join(IDENTITY)}")
    kept = [at for at, name in enumerate(header) if name in (*IDENTITY, "SIS User ID", "Root Account")]
    name = title or (book.sheets[0].assignment.title if book.sheets else "Orbital Raft")
    at = _column(header, name)
    by_name = {key: sheet for sheet in book.sheets for key in _keys(sheet, naming)}
    filled: list[list[str]] = [[*(header[place] for place in kept), header[at] if at is not None else name]]
    found: set[str] = set()
    for row in rows[1:]:
        cells = row + [""] * (len(header) - len(row))
        sheet = _match(header, cells, by_name)
        old = cells[at] if at is not None else ""
        if sheet is not None:
            found.add(sheet.student)
            old = str(number(sheet.score))
        elif POSSIBLE in cells[0] and at is None and book.sheets:
            old = str(number(book.sheets[0].possible))
        filled.append([*(cells[place] for place in kept), old])
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(filled)
    missing = [naming.shown(sheet.student) for sheet in book.sheets if sheet.student not in found]
    return Filled(out.getvalue(), tuple(missing))


def _column(header: Sequence[str], name: str) -> int | None:
    """The column of the assignment; Canvas writes its number behind its name."""
    wanted = _plain(name)
    for at, title in enumerate(header):
        if wanted in (_plain(title), _plain(_NUMBERED.sub("", title))):
            return at
    return None


def _keys(sheet: Sheet, naming: Naming) -> list[str]:
    """Everything that a gradebook may call a student."""
    person = naming.roster.get(sheet.student)
    known = [person.id, person.login, person.email, person.name] if person is not None else []
    return [_plain(key) for key in (*known, sheet.student) if key]


def _match(header: Sequence[str], cells: Sequence[str], sheets: Mapping[str, Sheet]) -> Sheet | None:
    """Whose row this is: by ids first, then by the name, as it is or turned round."""
    by_column = dict(zip(header, cells, strict=False))
    student = by_column.get("Student", "")
    if POSSIBLE in student:
        return None
    last, comma, first = student.partition(",")
    turned = f"{first.strip()} {last.strip()}" if comma else ""
    wanted = [by_column.get(column, "") for column in ("SIS User ID", "SIS Login ID", "ID")]
    return next((sheets[_plain(key)] for key in (*wanted, student, turned) if key and _plain(key) in sheets), None)


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
