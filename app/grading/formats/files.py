"""The formats that have a file for each student."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping

from app.grading.formats.document import gradescope_document
from app.grading.naming import Naming
from app.grading.sheet import Book, Sheet

ENDINGS = {"gradescope": ".json", "html": ".html"}


Replays = Callable[[Sheet, str], Mapping[str, str]]
"""Writes pages that replay what a student handed in, beside the file whose name is given; their names by scenario."""


def files_of(form: str, book: Book, naming: Naming, replays: Replays | None = None) -> dict[str, str]:
    """The files by name; who handed in two lessons gets two."""
    files: dict[str, str] = {}
    for sheet in book.sheets:
        stem = _stem(naming.shown(sheet.student))
        if len({other.assignment.lesson for other in book.sheets}) > 1:
            stem = f"{stem}-{sheet.assignment.lesson}"
        name, number = f"{stem}{ENDINGS[form]}", 1
        while name in files:
            number += 1
            name = f"{stem}-{number}{ENDINGS[form]}"
        files[name] = _text(form, sheet, naming, replays(sheet, name) if replays is not None else {})
    return files


def _text(form: str, sheet: Sheet, naming: Naming, replays: Mapping[str, str]) -> str:
    if form == "gradescope":
        return json.dumps(gradescope_document(sheet), indent=1, ensure_ascii=False) + "\n"
    from app.grading.formats.report import report_page

    return report_page(sheet, naming, replays)


def _stem(name: str) -> str:
    """A name that is one of a file, on any system and in no other folder."""
    return re.sub(r"[^\w-]+", "-", name).strip("-")[:80] or "student"
