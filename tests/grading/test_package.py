"""The autograder for Gradescope: an archive that grades with a bare Python, and always answers."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from app.cli import main
from app.grading.assignment import read_assignment, write_assignment
from app.grading.compile import assignments_of
from app.grading.judge import Grader
from app.grading.naming import Person
from app.grading.package import grade_package
from tests.grading.sessions import KEY, LESSON, assignment, changed, course, session, signed

METADATA = {"created_at": "2025-11-18T15:00:00.000000+01:00", "users": [{"email": "Ada@example.edu", "name": "Ada"}]}
FINISHED = {"an-election": 15}


class Autograder:
    """The archive, unpacked as Gradescope does it."""

    def __init__(self, folder: Path, content: bytes) -> None:
        self.folder = folder
        self.source, self.submission = folder / "source", folder / "submission"
        for place in (self.source, self.submission):
            place.mkdir()
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            archive.extractall(self.source)
        (folder / "submission_metadata.json").write_text(json.dumps(METADATA), encoding="utf-8")

    def run(self) -> dict[str, Any]:
        """What it writes. -S hides whatever is installed, -I the checkout."""
        paths = ("source", "submission", "submission_metadata.json", "results/results.json")
        command = [sys.executable, "-I", "-S", "-B", "grade.py", *(str(self.folder / path) for path in paths)]
        said = subprocess.run(command, cwd=self.source, check=True, capture_output=True, text=True)
        self.said = said.stderr
        result: dict[str, Any] = json.loads((self.folder / "results" / "results.json").read_text(encoding="utf-8"))
        return result


@pytest.fixture
def autograder(tmp_path: Path) -> Autograder:
    return Autograder(tmp_path, grade_package(assignment(), KEY))


def test_every_lesson_survives_being_written_as_json() -> None:
    for found in assignments_of(course()).values():
        written = json.loads(json.dumps(write_assignment(found)))
        again = read_assignment(written)
        assert write_assignment(again) == write_assignment(found)
        for scenario, other in zip(found.scenarios, again.scenarios, strict=True):
            assert (scenario.goals, scenario.questions, scenario.setup) == (other.goals, other.questions, other.setup)


def test_a_lesson_that_was_written_as_json_grades_as_the_lesson_does() -> None:
    for lesson in course().working:
        original = assignments_of(course(), lesson.id)
        again = {lesson.id: read_assignment(json.loads(json.dumps(write_assignment(original[lesson.id]))))}
        content = signed(session(lesson.id, lesson.scenarios[0].id))
        results = [Grader(assignments, KEY).grade("x", content) for assignments in (original, again)]
        assert asdict(results[0]) == asdict(results[1])


def test_another_version_of_an_assignment_is_refused() -> None:
    with pytest.raises(ValueError, match="reads 'orbital-raft-assignment' version 1"):
        read_assignment({"format": "orbital-raft-assignment", "version": 9})


def test_a_submission_is_graded_with_the_standard_library_alone(autograder: Autograder) -> None:
    (autograder.submission / "a.trace.jsonl").write_bytes(signed(session()))
    document = autograder.run()
    assert document["score"] == FINISHED["an-election"]
    assert document["tests"][0] == {
        "name": "An election: S4 stands for election",
        "score": 1,
        "max_score": 1,
        "output": "Met at 0.000 s, event 1: S4 stands for election in term 1.",
        "visibility": "visible",
    }
    assert "Recorded by: Ada." in document["output"]


def test_a_zip_of_several_traces_is_a_submission(autograder: Autograder) -> None:
    with zipfile.ZipFile(autograder.submission / "mine.zip", "w") as archive:
        archive.writestr("a.trace.jsonl", signed(session()))
        archive.writestr("b.trace.jsonl", signed(session(LESSON, "split-votes")))
    assert autograder.run()["score"] == 34


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "No trace was handed in"),
        (b"junk", "Unreadable"),
        (session().encode(), "not signed"),
        (signed(changed(session(), "end", position=7)), "Not verified"),
        (signed(session("raft-in-practice", "handing-over")), "not of 'the-raft-algorithm'"),
    ],
)
def test_whatever_is_handed_in_gets_an_answer(autograder: Autograder, content: bytes | None, says: str) -> None:
    if content is not None:
        (autograder.submission / "a.jsonl").write_bytes(content)
    document = autograder.run()
    assert document["score"] == 0
    assert says in document["output"]


def test_a_mistake_of_the_autograder_is_an_answer_too(autograder: Autograder) -> None:
    (autograder.source / "assignment.json").write_text("{}", encoding="utf-8")
    document = autograder.run()
    assert (document["score"], document["tests"]) == (0, [])
    assert "not the student's" in document["output"]
    assert "Traceback" in autograder.said


@pytest.mark.parametrize(("email", "score"), [("ada@example.edu", 15), ("ben@example.edu", 0)])
def test_with_a_roster_a_trace_counts_for_the_one_who_recorded_it(tmp_path: Path, email: str, score: int) -> None:
    autograder = Autograder(tmp_path, grade_package(assignment(), KEY, {"Ada": Person("Ada", email=email)}))
    (autograder.submission / "a.jsonl").write_bytes(signed(session()))
    document = autograder.run()
    assert document["score"] == score
    assert ("who is not the student who handed it in" in document["output"]) == (score == 0)


def test_the_archive_has_what_gradescope_asks_for_and_is_the_same_each_time() -> None:
    content = grade_package(assignment())
    assert content == grade_package(assignment())
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        modes = {entry.filename: entry.external_attr >> 16 for entry in archive.infolist()}
        assert modes["setup.sh"] == modes["run_autograder"] == 0o755
        assert "signing.key" not in modes
        assert archive.read("run_autograder").startswith(b"#!/usr/bin/env bash\n")


def test_the_command_writes_the_archive(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "autograder.zip"
    assert main(["grade-package", LESSON, "--out", str(out)]) == 0
    assert zipfile.is_zipfile(out)
    said = capsys.readouterr()
    assert "The Raft algorithm, 140 points" in said.out
    assert "signatures will not be checked" in said.err
    assert main(["grade-package", "gone", "--out", str(out)]) == 2
    assert main(["grade-package", LESSON, "--out", str(tmp_path / "no" / "a.zip")]) == 2
