"""What students are called in what grading writes: by ids that say nothing, unless names are asked for."""

from __future__ import annotations

import csv
import hashlib
import hmac
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

PSEUDONYM: Final = re.compile(r"student-[0-9a-z]{3,16}")
"""What a class calls its members in exports, and what is made here: it says nothing of who it is."""
LIKE: Final[Mapping[str, tuple[str, ...]]] = {
    "participant": ("participant", "pseudonym", "student"),
    "name": ("name", "full name", "student name", "display name"),
    "id": ("id", "id number", "sis user id", "user id"),
    "login": ("login", "sis login id", "username", "login id"),
    "email": ("email", "email address"),
}


class RosterError(ValueError):
    """A list of students that cannot be used, with a sentence."""


@dataclass(slots=True, frozen=True)
class Person:
    """What a roster says of a participant."""

    name: str
    id: str = ""
    login: str = ""
    email: str = ""


@dataclass(slots=True, frozen=True)
class Naming:
    """How to call whoever handed something in. `key` makes pseudonyms that nobody can guess without it."""

    with_names: bool = False
    roster: Mapping[str, Person] = field(default_factory=dict)
    key: bytes | None = None

    def shown(self, student: str) -> str:
        """The name, or the pseudonym."""
        if self.with_names:
            return self.roster[student].name if student in self.roster else student or "unknown"
        if PSEUDONYM.fullmatch(student):
            return student
        digest = hmac.new(self.key or b"orbital-raft", student.encode(), hashlib.sha256).hexdigest()
        return f"student-{digest[:10]}"

    def person(self, student: str) -> Person:
        """All that is known of somebody, for formats that name people."""
        return self.roster.get(student, Person(self.shown(student)))

    def file(self, file: str) -> str:
        """The name of a file, which often is that of a student."""
        return file if self.with_names else ""


def read_roster(text: str) -> dict[str, Person]:
    """A roster: CSV with a column for what traces call a participant, and columns for names and ids.

    Raises RosterError.
    """
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    known = {(name or "").strip().casefold(): name for name in (rows[0] if rows else {})}
    columns = {wanted: next((known[name] for name in names if name in known), None) for wanted, names in LIKE.items()}
    participant, name = columns["participant"], columns["name"]
    if participant is None or name is None:
        raise RosterError("a roster is CSV with a header: participant,name and, where there are, id,login,email")

    def cell(row: Mapping[str, str | None], wanted: str) -> str:
        column = columns[wanted]
        return (row.get(column) or "").strip() if column is not None else ""

    return {
        cell(row, "participant"): Person(*(cell(row, wanted) for wanted in ("name", "id", "login", "email")))
        for row in rows
        if cell(row, "participant")
    }
