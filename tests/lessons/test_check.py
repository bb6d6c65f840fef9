"""`orbital-raft lessons check` proves that a lesson works, or says why it does not."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from app.data import data_folder
from app.lessons import load
from app.lessons.check import check_scenario, main
from tests.lessons.samples import LESSON, SCENARIO, only_lesson, replaced, write_lesson

EVENTUALLY_S3: Final = "eventually: S3.role = candidate; S3.voted_for = S3"


def problems(folder: Path) -> list[str]:
    lesson = only_lesson(load(folder))
    return check_scenario(lesson.scenarios[0], lesson).problems


def report(folder: Path) -> tuple[int, str]:
    said: list[str] = []
    return main(folder, said.append), "\n".join(said)


# Slow enough that two minutes are few steps; with this seed nobody but S1 ever stands by itself.
SLOW: Final = "cluster S1 S2 S3 seed=7 timing=classroom\n"
GOOD: Final = replaced(
    replaced(SCENARIO, "eventually: leader = S3\n", "eventually: leader = S3; not S1.up\n"),
    "S1.leader_id = S3 and\n  S2.leader_id = S3",
    "S2.leader_id = S3",
)
SOLUTION: Final = "timeout S3\nrun until leader = S3\ncrash S1\nrun until S2.leader_id = S3\ncrash S2\n"


def write(
    folder: Path, scenario: str = GOOD, solution: str = SOLUTION, lesson: str = LESSON, name: str = "04-small"
) -> Path:
    return write_lesson(folder, lesson, scenario, SLOW, solution, name)


def test_a_good_lesson_is_all_right_and_says_what_was_proved(tmp_path: Path) -> None:
    code, said = report(write(tmp_path))
    assert code == 0, said
    assert "04-small: A small lesson" in said
    assert "01-first: A first scenario (2 steps, 5 goals, 1 question, 3 min)" in said
    assert "goal candidate: met at 0.0 s, event 1" in said
    assert "question what: stands comes true, asked at event 0, decided at event 1" in said
    assert "doing nothing for 120.0 s: no goal is met" in said
    assert said.endswith("1 lesson, 1 scenario, 5 goals, 1 question: all right")


def test_a_broken_lesson_is_told_with_its_reason_and_the_others_are_checked(tmp_path: Path) -> None:
    write(tmp_path)
    write(tmp_path, lesson="nothing", name="05-broken")
    code, said = report(tmp_path)
    assert code == 1
    assert "BROKEN  05-broken/lesson.md:1:1" in said
    assert "doing nothing for 120.0 s: no goal is met" in said
    assert "1 problem" in said.splitlines()[-1]


def test_a_folder_without_lessons_is_told(tmp_path: Path) -> None:
    assert report(tmp_path)[0] == 1
    assert "no lesson in" in report(tmp_path)[1]
    assert "there is no folder" in report(tmp_path / "nowhere")[1]


WRONG = [
    # The solution.
    ("", "", "# first\ncrush S1\n", "solution.raft:2:1: found 'crush'"),
    ("", "", "timeout S3\nexpect leader = S1\n", "solution.raft:2:1: 'expect leader = S1' does not hold"),
    ("", "", "timeout S3\n", "the solution does not reach goal leads: in the end 0 of its 2 parts hold"),
    (
        EVENTUALLY_S3,
        "eventually: S3.role = candidate; not S1.up",
        SOLUTION,
        "goal candidate: in the end 1 of its 2 parts hold",
    ),
    ("never: violated.election_safety", "always: max_term = 0", SOLUTION, "the solution breaks goal peace at event 1"),
    # The questions.
    ("ask: start", "ask: S1.role = leader", SOLUTION, "question what is never asked on the way of the solution"),
    ("when: S1.role = candidate", "when: S1.up", SOLUTION, "option waits holds already when it is asked"),
    (
        "when: S1.role = candidate",
        "when: max_term = 1",
        SOLUTION,
        "options stands and waits come true at the same moment",
    ),
    (
        "answer: stands",
        "answer: waits\npoints: 1",
        SOLUTION,
        "waits is given as the right answer, but stands comes true",
    ),
    ("max_term > {term}", "max_term > 90", SOLUTION, "question what is asked at event 0 and never decided"),
    # Doing nothing.
    (EVENTUALLY_S3, "eventually: leader != none", SOLUTION, "doing nothing for 120.0 s reaches candidate"),
    (EVENTUALLY_S3, "eventually: S3.up", SOLUTION, "goal candidate is met as soon as its step begins"),
    ("leader = S3; not S1.up", "leader = S3", SOLUTION, "step win completes by itself: there is nothing to do"),
    # The words.
    ("Let S3 win.", "Let S3 win. " * 30, SOLUTION, "step win: its text has 90 words; at most 45 are read"),
    ("Look at S3.", "Look at S3. " * 30, SOLUTION, "step stand: hint 2 has 90 words"),
    ("It waits\n", "It waits " * 10 + "\n", SOLUTION, "question what: option waits has 20 words; at most 15 are read"),
    ("instead: It does not wait.\n", "", SOLUTION, "option waits has no instead"),
    ("The others follow", "The others follow " * 10, SOLUTION, "goal follows: its title has 30 words"),
    # The sources.
    ("and see §5.2.", "and see §5.9.", SOLUTION, "step stand: the source '§5.9' is unknown; legal are §5.2, Figure 2"),
    ("source: §5.2, Figure 2", "source: chapter 5", SOLUTION, "step stand: the source 'chapter 5' is unknown"),
    ("Done.\n", "Done, says [PAXOS].\n", SOLUTION, "step stand: the source '[PAXOS]' is unknown"),
]


@pytest.mark.parametrize(("old", "new", "solution", "says"), WRONG)
def test_what_is_wrong_with_a_scenario_is_found(tmp_path: Path, old: str, new: str, solution: str, says: str) -> None:
    scenario = GOOD.replace(old, new, 1) if old else GOOD
    if "answer: waits" in new:
        scenario = scenario.replace("points: 2\n", "").replace("instead: It", "because: So.\ninstead: It")
    found = problems(write(tmp_path, scenario, solution))
    assert any(says in problem for problem in found), found


def test_a_source_of_the_introduction_and_a_prerequisite_must_exist(tmp_path: Path) -> None:
    wrong = replaced(LESSON, "See [FLP].", "See [PAXOS].").replace("teaches:", "prerequisites: [logs]\nteaches:")
    _, said = report(write(tmp_path, lesson=wrong))
    assert "lesson.md: the source '[PAXOS]' is unknown" in said
    assert "lesson.md: the prerequisite 'logs' is no lesson; lessons are small" in said


def test_a_refusal_on_the_way_of_the_solution_can_be_a_goal(tmp_path: Path) -> None:
    scenario = replaced(GOOD, "eventually: leader = S3; not S1.up\n", "eventually: refused.already_up\n")
    solution = SOLUTION.replace("crash S1\n", "restart S1\n")
    assert not problems(write(tmp_path, scenario, solution))


def test_every_lesson_of_the_program_works() -> None:
    code, said = report(data_folder("lessons"))
    assert code == 0, said
