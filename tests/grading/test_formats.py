"""What grades are written as, read back as those would who take them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from app.cli import main
from app.grading.formats.canvas import GradebookError, canvas_csv, fill_in
from app.grading.formats.document import grades_document, gradescope_document
from app.grading.formats.tables import csv_text, items_csv, moodle_csv, table_text
from app.grading.formats.xapi import statements
from app.grading.naming import Naming, Person, RosterError, read_roster
from app.grading.sheet import FEWEST_ACTS, Book, Sheet, book_of
from tests.grading.sessions import LESSON, assignment, changed, grader, session, signed, wrong

SCENARIOS = ("an-election", "split-votes")
POSSIBLE = assignment().total
WITH_NAMES = Naming(with_names=True)


@pytest.fixture(scope="module")
def book() -> Book:
    judge = grader()
    traces = {
        "Ada Lovelace": [signed(session(LESSON, scenario, "Ada Lovelace")) for scenario in SCENARIOS],
        "Ben": [signed(session(participant="Ben", choose=wrong))],
        "Eve": [signed(changed(session(participant="Eve"), "intervention", 2, directive="crash S5"))],
    }
    found = [(student, judge.grade("x", content)) for student, contents in traces.items() for content in contents]
    return book_of(found, judge.assignments)


def sheet(book: Book, student: str) -> Sheet:
    return next(sheet for sheet in book.sheets if sheet.student == student)


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_a_student_is_graded_over_all_scenarios_and_gets_nothing_for_those_that_are_missing(book: Book) -> None:
    ada = sheet(book, "Ada Lovelace")
    assert ada.score == sum(assignment().possible(scenario) for scenario in assignment().scenarios[:2])
    assert ada.possible == POSSIBLE


def test_of_several_traces_of_a_scenario_the_best_counts() -> None:
    judge = grader()
    good, bad = signed(session()), signed(session(choose=wrong))
    lie = signed(changed(session(), "end", digest="0" * 64))
    for order in ([good, bad, lie], [lie, bad, good]):
        (found,) = book_of([("Ada", judge.grade("x", content)) for content in order], judge.assignments).sheets
        assert found.score == assignment().possible(assignment().scenarios[0])
        assert len(found.uncounted) == 2


def test_the_table_has_a_line_for_each_student_and_says_below_why_something_does_not_count(book: Book) -> None:
    text = table_text(book, WITH_NAMES)
    first, ada, ben, eve, *notes = text.splitlines()
    assert first.split() == ["student", "lesson", "points", "of", "scenarios", "traces", "late"]
    assert ada.split()[:6] == ["Ada", "Lovelace", LESSON, "34", f"{POSSIBLE}", "2/8"]
    assert ben.split()[2] == "11"
    assert eve.split()[2] == "0"
    assert "1 not verified" in eve
    assert any(
        note.startswith("Eve, an-election (x): not verified, the replay differs at position 3") for note in notes
    )


def test_nobody_is_called_by_name_unless_names_are_asked_for(book: Book) -> None:
    naming = Naming(key=bytes(32))
    texts = [
        table_text(book, naming),
        json.dumps(grades_document(book, naming)),
        items_csv(book, naming),
        moodle_csv(book, naming),
        canvas_csv(book, naming),
        statements(book, naming),
    ]
    for text in texts:
        assert not any(name in text for name in ("Ada", "Ben,", "Eve"))
        assert naming.shown("Ben") in text
    assert Naming(key=b"another").shown("Ben") != naming.shown("Ben")
    assert naming.shown("student-417") == "student-417", "what is a pseudonym already is that of the class"


def test_the_json_document_has_every_goal_and_answer(book: Book) -> None:
    document = grades_document(book, WITH_NAMES)
    assert (document["format"], document["version"]) == ("orbital-raft-grades", 1)
    ada, ben, eve = document["students"]
    trace = ben["scenarios"][0]["trace"]
    assert (ben["score"], trace["status"], trace["signature"]) == (11, "verified", "valid")
    assert {answer["state"] for answer in trace["answers"]} == {"wrong"}
    spoilt = eve["scenarios"][0]["trace"]
    assert (spoilt["status"], spoilt["position"], eve["score"]) == ("not_verified", 3, 0)
    assert spoilt["unverified_score"] > 0
    assert ada["scenarios"][2]["trace"] is None


def test_students_who_handed_in_the_same_run_are_named(book: Book) -> None:
    assert book.twins == [("Ada Lovelace", "Ben")], "they did the same; what they answered does not matter"
    assert "Ada Lovelace, Ben: the same run, event for event." in table_text(book, WITH_NAMES)
    assert grades_document(book, Naming())["same_runs"] == [[Naming().shown(name) for name in ("Ada Lovelace", "Ben")]]


def test_students_who_only_followed_the_same_run_are_not() -> None:
    judge = grader()
    followed = changed(session(), "header", given_until=10_000)
    assert judge.grade("x", signed(session())).acts >= FEWEST_ACTS
    assert book_of([(who, judge.grade("x", signed(followed))) for who in ("Ada", "Ben")], judge.assignments).twins == []


def test_gradescope_gets_a_test_for_each_goal_and_question(book: Book) -> None:
    document = gradescope_document(sheet(book, "Ada Lovelace"))
    assert set(document) == {"score", "output", "visibility", "tests"}
    for test in document["tests"]:
        assert set(test) == {"name", "score", "max_score", "output", "visibility"}
        assert 0 <= test["score"] <= test["max_score"]
    assert sum(test["score"] for test in document["tests"]) == document["score"] == 34
    assert sum(test["max_score"] for test in document["tests"]) == POSSIBLE


def test_gradescope_is_told_that_a_trace_is_not_verified_and_gets_a_zero(book: Book) -> None:
    document = gradescope_document(sheet(book, "Eve"))
    assert document["score"] == 0
    assert {test["score"] for test in document["tests"]} == {0}
    assert "Not verified: the replay differs at position 3" in document["output"]
    assert document["tests"][0]["output"].startswith("Not verified, so this counts nothing.")


def test_canvas_gets_its_columns_and_its_row_of_possible_points(book: Book) -> None:
    lines = list(csv.reader(io.StringIO(canvas_csv(book, WITH_NAMES))))
    assert lines[0] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "The Raft algorithm"]
    assert lines[1] == ["    Points Possible", "", "", "", "", str(POSSIBLE)]
    assert [(line[0], line[5]) for line in lines[2:]] == [("Ada Lovelace", "34"), ("Ben", "11"), ("Eve", "0")]


GRADEBOOK = """\ufeffStudent,ID,SIS User ID,SIS Login ID,Section,Quiz (77),The Raft algorithm (4711),Final Score
,,,,,Manual Posting,,
    Points Possible,,,,,10,140,(read only)
"Lovelace, Ada",101,s1,ada,One,9,,90
"Other, Ben",102,s2,BEN,One,8,,80
"Student, Test",103,,x,One,,7,
"""


def test_an_exported_gradebook_is_filled_in_so_that_the_ids_match(book: Book) -> None:
    filled = fill_in(GRADEBOOK, book, WITH_NAMES)
    lines = list(csv.reader(io.StringIO(filled.text)))
    assert lines[0] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "The Raft algorithm (4711)"]
    assert lines[2] == ["    Points Possible", "", "", "", "", "140"]
    assert lines[3] == ["Lovelace, Ada", "101", "s1", "ada", "One", "34"]
    assert lines[4] == ["Other, Ben", "102", "s2", "BEN", "One", "11"], "by the login"
    assert lines[5] == ["Student, Test", "103", "", "x", "One", "7"], "who has no grade keeps what was there"
    assert filled.missing == ("Eve",)


def test_a_gradebook_without_the_assignment_gets_a_column_for_it(book: Book) -> None:
    filled = fill_in(GRADEBOOK, book, WITH_NAMES, "Homework 3")
    lines = list(csv.reader(io.StringIO(filled.text)))
    assert [line[-1] for line in lines] == ["Homework 3", "", str(POSSIBLE), "34", "11", ""]


def test_what_is_no_gradebook_is_refused(book: Book) -> None:
    for text in ("", "a,b\n1,2\n"):
        with pytest.raises(GradebookError, match="no gradebook of Canvas"):
            fill_in(text, book, WITH_NAMES)


def test_a_roster_says_who_the_pseudonyms_of_a_class_are() -> None:
    roster = read_roster("Participant,Name,ID,Email\nstudent-417,Ada Lovelace,s1,ada@example.edu\n,,,\n")
    assert roster == {"student-417": Person("Ada Lovelace", "s1", "", "ada@example.edu")}
    judge = grader()
    book = book_of([("student-417", judge.grade("x", signed(session(participant="student-417"))))], judge.assignments)
    lines = list(csv.reader(io.StringIO(fill_in(GRADEBOOK, book, Naming(roster=roster)).text)))
    assert lines[3][-1] == "15"
    (moodle,) = rows(moodle_csv(book, Naming(True, roster)))
    assert (moodle["Full name"], moodle["ID number"], moodle["Email address"]) == (
        "Ada Lovelace",
        "s1",
        "ada@example.edu",
    )
    with pytest.raises(RosterError):
        read_roster("who,what\na,b\n")


def test_moodle_gets_a_grade_and_a_feedback(book: Book) -> None:
    ada, _, eve = rows(moodle_csv(book, WITH_NAMES))
    assert (ada["The Raft algorithm"], ada["Maximum grade"]) == ("34", str(POSSIBLE))
    assert ada["Feedback comments"].startswith(
        "An election: 15 of 15. Split votes: 19 of 19. The path of one write: not"
    )
    assert "Not verified" in eve["Feedback comments"]


def test_the_general_csv_has_a_line_for_each_goal_and_question(book: Book) -> None:
    lines = rows(items_csv(book, WITH_NAMES))
    ben = [line for line in lines if line["student"] == "Ben"]
    assert sum(float(line["points"]) for line in ben) == 11
    assert sum(float(line["worth"]) for line in ben) == POSSIBLE
    asked = next(line for line in ben if line["kind"] == "question")
    assert (asked["state"], asked["points"], asked["trace"]) == ("wrong", "0", "verified")


def test_no_cell_of_a_table_is_a_formula() -> None:
    assert csv_text([["=HYPERLINK(1)", "+1", "@a", "-2", "plain", -2]]) == "'=HYPERLINK(1),'+1,'@a,'-2,plain,-2\n"


def test_xapi_statements_are_whole_and_keep_their_ids(book: Book) -> None:
    text = statements(book, WITH_NAMES)
    lines: list[dict[str, Any]] = [json.loads(line) for line in text.splitlines()]
    assert text == statements(book, WITH_NAMES)
    assert len({line["id"] for line in lines}) == len(lines)
    for line in lines:
        assert line["actor"]["account"]["homePage"]
        assert line["verb"]["id"].startswith("http://adlnet.gov/expapi/verbs/")
        assert line["object"]["id"].startswith("urn:orbital-raft:the-raft-algorithm")
    assert not [line for line in lines if line["actor"]["account"]["name"] == "Eve" and "timestamp" in line["result"]]
    scores = {
        line["actor"]["account"]["name"]: line["result"]["score"]["raw"]
        for line in lines
        if line["verb"]["display"]["en"] == "scored"
    }
    assert scores == {"Ada Lovelace": 34, "Ben": 11, "Eve": 0}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("Ada", "Ben"):
        (tmp_path / f"{name}.trace.jsonl").write_bytes(signed(session(participant=name)))
    return tmp_path


@pytest.mark.parametrize("form", ["table", "json", "canvas-csv", "moodle-csv", "csv", "xapi"])
def test_the_command_writes_every_form_to_stdout_or_into_a_file(
    folder: Path, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["grade", str(folder), "--format", form, "--names"]) == 0
    said = capsys.readouterr()
    assert said.err == "", "nothing but results on a pipe"
    assert "Ada" in said.out
    out = folder / "grades.txt"
    assert main(["grade", str(folder), "--format", form, "--names", "--out", str(out)]) == 0
    assert out.read_text(encoding="utf-8") == said.out


@pytest.mark.parametrize(("form", "ending"), [("gradescope", ".json"), ("html", ".html")])
def test_a_form_for_one_student_needs_a_folder_when_there_are_two(
    folder: Path, form: str, ending: str, capsys: pytest.CaptureFixture[str]
) -> None:
    one = str(folder / "Ada.trace.jsonl")
    assert main(["grade", one, "--format", form, "--names"]) == 0
    alone = capsys.readouterr().out
    assert main(["grade", str(folder), "--format", form, "--names"]) == 2
    assert "2 students get a file each; say with --out into which folder" in capsys.readouterr().err
    assert main(["grade", str(folder), "--format", form, "--names", "--out", str(folder / "out")]) == 0
    assert sorted(path.name for path in (folder / "out").iterdir()) == [f"Ada{ending}", f"Ben{ending}"]
    assert (folder / "out" / f"Ada{ending}").read_text(encoding="utf-8") == alone


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--lesson", "gone"], "there is no lesson 'gone'"),
        (["--rubric", "none.yaml", "--lesson", LESSON], "none.yaml"),
        (["--gradebook", "x.csv"], "--gradebook is filled in with --format canvas-csv"),
        (["--gradebook", "x.csv", "--format", "canvas-csv"], "cannot read x.csv"),
        (["--roster", "x.csv"], "cannot read x.csv"),
        (["--replays"], "--replays go beside the pages"),
        (["--out", "/nowhere/x.txt"], "there is no folder"),
        (["--lessons-dir", "/nowhere"], "there is no folder"),
    ],
)
def test_bad_options_are_bad_input(
    folder: Path, options: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["grade", str(folder), *options]) == 2
    assert says in capsys.readouterr().err


def test_many_traces_are_graded_by_several_processes_as_by_one(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(12):
        (folder / f"{number}.jsonl").write_bytes(signed(session(participant=f"student-{number:03}")))
    assert main(["grade", str(folder), "--workers", "1", "--format", "json"]) == 0
    alone = capsys.readouterr().out
    assert main(["grade", str(folder), "--workers", "2", "--format", "json"]) == 0
    assert capsys.readouterr().out == alone
