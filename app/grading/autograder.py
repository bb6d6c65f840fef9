"""Grading one submission where nothing is installed: what `grade-package` puts into an archive for Gradescope.

Whatever a student hands in, and whatever goes wrong here, a results.json is written that says it.
"""

from __future__ import annotations

import json
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from app.grading.assignment import read_assignment
from app.grading.formats.document import VISIBLE, gradescope_document
from app.grading.judge import Grader
from app.grading.results import Result
from app.grading.sheet import Sheet
from app.grading.signature import read_key
from app.grading.sources import find
from app.grading.work import grade_one

ASSIGNMENT: Final = "assignment.json"
KEY: Final = "signing.key"
ROSTER: Final = "roster.json"


@dataclass(slots=True, frozen=True)
class Submission:
    """Who handed in, and when: what Gradescope tells of it. `people` are e-mail addresses and ids, in lower case."""

    people: frozenset[str] = frozenset()
    created_s: int = 0


def main(arguments: Sequence[str]) -> int:
    """Grade: SOURCE SUBMISSION METADATA RESULTS, all paths. Returns the exit code."""
    source, submission, metadata, results = map(Path, arguments)
    try:
        document = grade(source, submission, read_submission(metadata))
    except Exception:  # noqa: BLE001 - the last line of defence: a student must get an answer
        traceback.print_exc()
        says = "The autograder made a mistake, which is not the student's. What it is stands in its output."
        document = {"score": 0, "output": says, "visibility": VISIBLE, "tests": []}
    results.parent.mkdir(parents=True, exist_ok=True)
    results.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0


def grade(source: Path, submission: Path, about: Submission) -> dict[str, Any]:
    """Grade what a folder holds by the assignment in another one."""
    assignment = read_assignment(json.loads((source / ASSIGNMENT).read_text(encoding="utf-8")))
    key = read_key(source / KEY) if (source / KEY).exists() else None
    roster = json.loads((source / ROSTER).read_text(encoding="utf-8")) if (source / ROSTER).exists() else None
    grader = Grader({assignment.lesson: assignment}, key, assignment.lesson)
    found = [grade_one(grader, each) for each in find([str(submission)])]
    results = [_of_whom(replace(result, created=_handed_in(result, about)), about, roster) for result in found]
    document = gradescope_document(Sheet("", assignment, tuple(results)))
    if not found:
        document["output"] += "\nNo trace was handed in: files end in .trace.jsonl, and a zip archive may hold several."
    names = sorted({result.participant for result in results if result.participant})
    if names:
        document["output"] += f"\nRecorded by: {', '.join(names)}."
    return document


def read_submission(path: Path) -> Submission:
    """What Gradescope tells of a submission; nothing, where it tells nothing."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        people = {str(user.get(key, "")).casefold() for user in document.get("users", []) for key in ("email", "sid")}
        return Submission(frozenset(people - {""}), int(datetime.fromisoformat(document["created_at"]).timestamp()))
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return Submission()


def _handed_in(result: Result, about: Submission) -> int:
    """The later of the two: a trace may be recorded in time and handed in late, never the other way round."""
    return max(result.created, about.created_s)


def _of_whom(result: Result, about: Submission, roster: Mapping[str, Sequence[str]] | None) -> Result:
    """A trace of somebody else counts nothing; who is who is known where the package brought a roster."""
    if roster is None or not about.people or not result.verified:
        return result
    known = {each.casefold() for each in roster.get(result.participant, ())}
    if known & about.people:
        return result
    reason = f"the trace is of {result.participant or 'nobody'}, who is not the student who handed it in"
    return replace(result, status="not_verified", reason=reason)
