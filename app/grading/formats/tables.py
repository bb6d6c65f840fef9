"""Grades as tables: for a terminal, as CSV for any program, and as Moodle reads them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

from app.grading.formats.telling import SAYS_STATE, answer_says, goal_says, number, result_says, seconds
from app.grading.naming import Naming
from app.grading.results import SAYS_STATUS, Result
from app.grading.sheet import Book, Sheet

FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet compute a cell. Students choose their names."""
NUMBERED: Final = ("student", "lesson", "scenario", "kind", "item", "title", "points", "worth", "state")
COLUMNS: Final = (*NUMBERED, "position", "time", "says", "trace", "signature", "days_late")


def table_text(book: Book, naming: Naming) -> str:
    """A table for a terminal, and below it why something does not count."""
    rows = [["student", "lesson", "points", "of", "scenarios", "traces", "late", ""]]
    rows += [_row(sheet, naming) for sheet in book.sheets]
    lines = _aligned(rows) if book.sheets else ["No trace was graded."]
    notes = [*_notes(book, naming)]
    return "\n".join([*lines, *(["", *notes] if notes else [])]) + "\n"


def _row(sheet: Sheet, naming: Naming) -> list[str]:
    handed_in = [result for _, result in sheet.scenarios if result is not None]
    verified = sum(result.verified for result in handed_in)
    remarks = []
    if sheet.unverified:
        remarks.append(f"{len(sheet.unverified)} not verified")
    if any(result.claims for result in sheet.results):
        remarks.append("claims what the replay does not show")
    return [
        naming.shown(sheet.student),
        sheet.assignment.lesson,
        f"{number(sheet.score)}",
        f"{number(sheet.possible)}",
        f"{verified}/{len(sheet.assignment.scenarios)}",
        f"{len(sheet.results)}",
        f"{sheet.days_late} d" if sheet.days_late else "",
        ", ".join(remarks),
    ]


def _notes(book: Book, naming: Naming) -> Iterable[str]:
    for sheet in book.sheets:
        for result in sheet.results:
            about = result.scenario or "a file"
            if not result.verified:
                yield f"{naming.shown(sheet.student)}, {about}{_file(result, naming)}: {_says(result)}"
            for claim in result.claims:
                yield f"{naming.shown(sheet.student)}, {about}{_file(result, naming)}: {claim}"
    for students in book.twins:
        names = ", ".join(naming.shown(student) for student in students)
        yield f"{names}: the same run, event for event. One of them may have handed in a copy."
    for student, result in book.loose:
        yield f"{naming.shown(student)}{_file(result, naming)}: {_says(result)}"
    if any(result.signature == "unchecked" for result in book.results):
        yield "Signatures were not checked: give --data-dir or --key to know who handed in what."


def _says(result: Result) -> str:
    return f"{SAYS_STATUS[result.status]}, {result.reason}"


def _file(result: Result, naming: Naming) -> str:
    name = naming.file(result.file)
    return f" ({name})" if name else ""


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    numbers = range(2, 7)
    return [
        "  ".join(
            cell.rjust(width) if column in numbers else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def csv_text(rows: Iterable[Sequence[object]]) -> str:
    """Rows as CSV, in which no cell is a formula."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue()


def _cell(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def items_csv(book: Book, naming: Naming) -> str:
    """One line for each goal and each question of each student."""
    return csv_text([COLUMNS, *(row for sheet in book.sheets for row in _items(sheet, naming))])


def _items(sheet: Sheet, naming: Naming) -> Iterable[Sequence[object]]:
    student, lesson, rubric = naming.shown(sheet.student), sheet.assignment.lesson, sheet.assignment.rubric
    for scenario, result in sheet.scenarios:
        begin = (student, lesson, scenario.id)
        if result is None or not (result.goals or result.answers):
            says = result_says(result) if result is not None else "No trace was handed in."
            worth = number(sheet.assignment.possible(scenario))
            status = SAYS_STATUS[result.status] if result is not None else "missing"
            signature = result.signature if result is not None else ""
            yield (
                *begin,
                "scenario",
                scenario.id,
                scenario.title,
                0,
                worth,
                status,
                "",
                "",
                says,
                status,
                signature,
                0,
            )
            continue
        end = (SAYS_STATUS[result.status], result.signature, rubric.days_late(result.created))
        for goal in result.goals:
            points = goal.earned if result.verified else 0
            told = (goal.state, goal.position, seconds(goal.time_us), goal_says(goal))
            yield (*begin, "goal", goal.id, goal.title, number(points), number(goal.worth), *told, *end)
        for answer in result.answers:
            points = answer.earned if result.verified else 0
            decided = (answer.decided_position, seconds(answer.decided_us))
            told = (SAYS_STATE[answer.state], *decided, answer_says(answer))
            yield (*begin, "question", answer.id, answer.prompt, number(points), number(answer.worth), *told, *end)


def moodle_csv(book: Book, naming: Naming, title: str | None = None) -> str:
    """One line for each student, with a grade and a feedback; Moodle asks at the import which column is which."""
    name = title or (book.sheets[0].assignment.title if book.sheets else "Orbital Raft")
    columns = ("Full name", "Username", "ID number", "Email address", name, "Maximum grade", "Feedback comments")
    rows = []
    for sheet in book.sheets:
        person = naming.person(sheet.student)
        points = number(sheet.score), number(sheet.possible)
        rows.append((person.name, person.login, person.id, person.email, *points, _feedback(sheet)))
    return csv_text([columns, *rows])


def _feedback(sheet: Sheet) -> str:
    told = []
    for scenario, result in sheet.scenarios:
        if result is None:
            told.append(f"{scenario.title}: not handed in.")
        elif result.verified:
            told.append(f"{scenario.title}: {number(result.score)} of {number(result.possible)}.")
        else:
            told.append(f"{scenario.title}: {result_says(result)}")
    return " ".join(told)
