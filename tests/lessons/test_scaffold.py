"""A new scenario works from the first minute; a run that was recorded becomes one."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.cli import main
from app.data import data_folder
from app.lessons import load
from app.lessons.check import check_scenario
from tests.lessons.samples import only_lesson

DID = """cluster S1 S2 S3 seed=3 timing=classroom
timeout S2
run until leader = S2
client c1 put x 1
run until committed.x = 1
crash S2
run until leader = S1 or leader = S3
run 1s
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def problems(lessons: str) -> list[str]:
    lesson = only_lesson(load(Path(lessons)))
    return [problem for scenario in lesson.scenarios for problem in check_scenario(scenario, lesson).problems]


# New.


def test_a_new_scenario_passes_the_check(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lessons", "new", "my-own"]) == 0
    said = capsys.readouterr().out
    assert "lessons/01-my-own/01-my-own/scenario.md" in said
    assert "orbital-raft serve --authoring --lessons-dir lessons" in said
    assert problems("lessons") == []
    (scenario,) = only_lesson(load(Path("lessons"))).scenarios
    assert (scenario.id, scenario.title) == ("my-own", "My own")
    assert (len(scenario.goals), len(scenario.questions)) == (3, 1)


def test_a_new_scenario_takes_the_next_number_of_its_lesson() -> None:
    assert main(["lessons", "new", "first", "--lesson", "mine/07-about-logs"]) == 0
    assert main(["lessons", "new", "second", "--lesson", "mine/07-about-logs"]) == 0
    lesson = only_lesson(load(Path("mine")))
    assert (lesson.id, lesson.title) == ("about-logs", "About logs")
    assert [scenario.folder.name for scenario in lesson.scenarios] == ["01-first", "02-second"]
    assert problems("mine") == []


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["Not A Slug"], "'Not A Slug' cannot stand in an address; legal is a name of lower-case letters"),
        (["../up"], "cannot stand in an address"),
        (["good", "--lesson", "lessons/unnumbered"], "legal is two digits, - and a name, such as 04-my-lesson"),
        (["taken", "--lesson", "lessons/01-there"], "lessons/01-there/01-taken is there already"),
        (["good", "--lesson", "file/01-there"], "cannot write"),
    ],
)
def test_what_cannot_be_made_is_told(arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lessons", "new", "taken", "--lesson", "lessons/01-there"]) == 0
    Path("file").write_text("not a folder", encoding="utf-8")
    assert main(["lessons", "new", *arguments]) == 2
    assert says in capsys.readouterr().err


def test_the_guide_shows_the_template_word_for_word() -> None:
    folder = data_folder("lessons")
    guide = (folder / "README.md").read_text(encoding="utf-8")
    for name in ("scenario.md", "setup.raft", "solution.raft"):
        assert (folder / "template" / name).read_text(encoding="utf-8").strip() in guide, name


# Record.


def recorded(script: str = DID) -> Path:
    Path("did.raft").write_text(script, encoding="utf-8")
    trace = Path("did.trace.jsonl")
    assert main(["run", "did.raft", "--trace", str(trace)]) == 0
    return trace


def test_a_recorded_run_becomes_a_scenario_that_works() -> None:
    trace = recorded()
    assert main(["lessons", "record", str(trace), "--out", "lessons/01-mine/01-what-i-did"]) == 0
    assert problems("lessons") == []
    (scenario,) = only_lesson(load(Path("lessons"))).scenarios
    assert scenario.title == "What i did"
    titles = [goal.title for goal in scenario.goals]
    assert titles[0] == "S2 leads"
    assert len(titles) == 3
    assert scenario.solution.splitlines()[1] == "timeout S2"
    assert "crash S2" in scenario.solution


def test_what_happens_by_waiting_is_no_goal() -> None:
    trace = recorded("cluster S1 S2 S3 seed=3 timing=classroom\nrun 20s\n")
    assert main(["lessons", "record", str(trace), "--out", "lessons/01-mine/01-nothing"]) == 0
    (scenario,) = only_lesson(load(Path("lessons"))).scenarios
    assert scenario.goals == ()
    assert problems("lessons") == []


def test_a_file_that_is_there_is_not_written_over(capsys: pytest.CaptureFixture[str]) -> None:
    trace = recorded()
    arguments = ["lessons", "record", str(trace), "--out", "lessons/01-mine/01-what-i-did"]
    assert main(arguments) == 0
    assert main(arguments) == 2
    assert "01-what-i-did/scenario.md is there already" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("crash S2", "crash S3"), "the trace differs from its replay at event"),
        (('"type":"end"', '"type":"and"'), "is not a type of line"),
    ],
)
def test_a_trace_that_is_wrong_is_told(change: tuple[str, str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    trace = recorded()
    trace.write_text(trace.read_text(encoding="utf-8").replace(*change), encoding="utf-8")
    assert main(["lessons", "record", str(trace), "--out", "lessons/01-mine/01-what-i-did"]) == 2
    assert says in capsys.readouterr().err
    assert not Path("lessons").exists()
