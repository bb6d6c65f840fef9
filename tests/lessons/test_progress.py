"""How far a learner is: goals are ticked off by the run, questions are decided by it."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.lessons import AnswerRefused
from app.lessons.document import goals_document, question_document
from tests.lessons.samples import SCENARIO, Room, replaced, scenario_of

SECOND = 1_000_000
# Nothing happens by itself, so that a test says everything that does.
STILL = "cluster S1 S2 S3 timers=manual network=manual fsync=0us\n"


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(scenario_of(tmp_path, setup=STILL))


@pytest.fixture
def asking(tmp_path: Path) -> Room:
    """A room in which nobody answers by itself."""
    return Room(scenario_of(tmp_path, setup=STILL), answering=False)


def room_with(folder: Path, *changes: tuple[str, str]) -> Room:
    scenario = SCENARIO
    for old, new in changes:
        scenario = replaced(scenario, old, new)
    return Room(scenario_of(folder, scenario, STILL))


def goal(room: Room, name: str) -> dict[str, object]:
    (found,) = [goal for goal in goals_document(room.progress) if goal["id"] == name]
    return found


# Goals.


def test_a_goal_is_met_at_the_first_moment_at_which_all_of_its_parts_hold(room: Room) -> None:
    assert goal(room, "candidate")["partial"] == "0 of 2"
    room.do("timeout S3")
    met = goal(room, "candidate")
    assert (met["met"], met["met_at_position"], met["met_at_us"], met["partial"]) == (True, 1, 0, None)


def test_a_goal_says_how_many_of_its_parts_hold(tmp_path: Path) -> None:
    room = room_with(tmp_path, ("S3.voted_for = S3", "S3.up"))
    assert goal(room, "candidate")["partial"] == "1 of 2"


def test_a_goal_stays_met(room: Room) -> None:
    room.do("timeout S3", "crash S3")
    assert goal(room, "candidate")["met_at_position"] == 1


def test_a_goal_of_a_later_step_is_not_watched_yet(tmp_path: Path) -> None:
    room = room_with(tmp_path, ("eventually: leader = S3\n", "eventually: not S1.up\n"))
    room.do("crash S1")
    assert not goal(room, "leads")["met"]
    room.do("timeout S3")
    assert goal(room, "leads")["met_at_position"] == 2


def test_a_goal_waits_for_the_one_it_comes_after(tmp_path: Path) -> None:
    changes = [
        ("eventually: leader = S3\n", "eventually: not S1.up\n"),
        ("S1.leader_id = S3 and\n  S2.leader_id = S3", "not S2.up"),
    ]
    room = room_with(tmp_path, *changes)
    room.do("timeout S3", "crash S2")
    assert not goal(room, "follows")["met"]
    room.do("crash S1")
    assert goal(room, "follows")["met_at_position"] == 3


def test_an_optional_goal_keeps_nobody_from_the_next_step_and_can_be_met_later(room: Room) -> None:
    room.do("timeout S3")
    assert room.progress.step == 1
    room.do("crash S2")
    assert goal(room, "extra")["met_at_position"] == 2


def test_what_must_never_be_is_met_with_the_rest_of_its_step(room: Room) -> None:
    assert not goal(room, "peace")["met"]
    room.do("timeout S3")
    assert goal(room, "peace")["met_at_position"] == 1


@pytest.mark.parametrize("rule", ["never: not S1.up", "always: S1.up"])
def test_what_was_broken_is_lost_and_keeps_the_step_from_being_done(tmp_path: Path, rule: str) -> None:
    room = room_with(tmp_path, ("never: violated.election_safety", rule))
    room.do("crash S1", "restart S1", "timeout S3")
    lost = goal(room, "peace")
    assert (lost["met"], lost["lost"]) == (False, True)
    assert room.progress.step == 0


def test_what_was_lost_is_there_again_in_a_branch_that_leaves_before(tmp_path: Path) -> None:
    room = room_with(tmp_path, ("never: violated.election_safety", "always: S1.up"))
    room.do("crash S1")
    room.fork(0)
    assert not goal(room, "peace")["lost"]
    room.do("timeout S3")
    assert goal(room, "peace")["met"]


def test_what_is_remembered_is_the_value_at_the_start_of_the_step(tmp_path: Path) -> None:
    changes = [
        ("title: Win\n", "title: Win\nremember: first = max_term\n"),
        ("eventually: leader = S3\n", "eventually: max_term > {first}\n"),
    ]
    room = room_with(tmp_path, *changes)
    room.do("timeout S3")
    assert not goal(room, "leads")["met"]
    room.do("timeout S3")
    assert goal(room, "leads")["met_at_position"] == 2


def test_what_is_none_cannot_be_remembered_and_is_waited_for(tmp_path: Path) -> None:
    changes = [
        ("title: Win\n", "title: Win\nremember: who = S1.voted_for\n"),
        ("eventually: leader = S3\n", "eventually: {who}.role = candidate\n"),
    ]
    room = room_with(tmp_path, *changes)
    room.do("timeout S3", "timeout S2")
    assert not goal(room, "leads")["met"]
    room.do("timeout S1")
    assert goal(room, "leads")["met_at_position"] == 3


def test_a_goal_may_ask_for_a_refusal(tmp_path: Path) -> None:
    room = room_with(tmp_path, ("eventually: leader = S3\n", "eventually: refused.already_up\n"))
    room.do("timeout S3", "restart S1")
    assert goal(room, "leads")["met_at_position"] == 1


# Questions.


def test_a_question_at_the_start_holds_the_first_moment(asking: Room) -> None:
    held = asking.progress.held
    assert held is not None
    assert asking.changes.questions == [held]
    shown = question_document(held, asking.progress)
    assert shown == {
        "id": "what",
        "kind": "predict",
        "stage": 0,
        "prompt": "Term 0: what does S3 do?",
        "options": [{"id": "stands", "says": "It stands"}, {"id": "waits", "says": "It waits"}],
        "picks": None,
        "candidates": [],
        "unit": "",
        "tolerance": "",
        "state": "open",
        "chosen": None,
        "came_true": None,
        "feedback": None,
        "position": None,
        "again": False,
    }


def test_a_question_with_a_trigger_is_asked_when_it_holds(tmp_path: Path) -> None:
    room = Room(scenario_of(tmp_path, replaced(SCENARIO, "ask: start", "ask: not S1.up"), STILL), answering=False)
    assert room.progress.held is None
    room.do("crash S1")
    assert room.progress.held is not None


@pytest.mark.parametrize(
    ("choice", "state", "feedback"),
    [
        ("stands", "right", "It stands in a term after 0."),
        ("waits", "wrong", "It does not wait. It stands in a term after 0."),
        (None, "wrong", "It stands in a term after 0."),
    ],
)
def test_the_run_decides_which_answer_is_right(asking: Room, choice: str | None, state: str, feedback: str) -> None:
    question = asking.progress.answer("what", choice).question
    assert question_document(question, asking.progress)["state"] == "locked"
    asking.do("timeout S3")
    assert asking.changes.questions == [question]
    told = question_document(question, asking.progress)
    assert (told["state"], told["chosen"], told["feedback"], told["position"]) == (state, choice, feedback, 1)


def test_an_option_nobody_thought_right_is_right_when_it_comes_true(asking: Room) -> None:
    asking.progress.answer("what", "stands")
    asking.do("timeout S1")
    answer = asking.progress.answers.given["what"]
    assert (answer.came_true, answer.correct, answer.decided_at) == ("waits", False, 1)


def test_who_acts_while_a_question_is_open_has_skipped_it(asking: Room) -> None:
    asking.do("timeout S3")
    answer = asking.progress.answers.given["what"]
    assert (answer.choice, answer.came_true, answer.correct) == (None, "stands", None)
    assert asking.progress.held is None


@pytest.mark.parametrize(
    ("question", "choice", "says"),
    [
        ("what", "sits", "'sits' is no answer to what; answers are stands, waits"),
        ("whence", "stands", "question whence is not open; the open question is what"),
    ],
)
def test_an_answer_that_is_none_is_refused_with_the_legal_ones(
    asking: Room, question: str, choice: str, says: str
) -> None:
    with pytest.raises(AnswerRefused, match=says):
        asking.progress.answer(question, choice)


def test_the_first_answer_stands(asking: Room) -> None:
    asking.progress.answer("what", "waits")
    with pytest.raises(AnswerRefused, match="was answered already; the first answer stands"):
        asking.progress.answer("what", "stands")


def test_a_question_that_was_decided_is_not_asked_again_on_another_branch(asking: Room) -> None:
    asking.progress.answer("what", "waits")
    asking.do("timeout S3")
    asking.fork(0)
    asking.do("timeout S1")
    answer = asking.progress.answers.given["what"]
    assert (answer.came_true, asking.progress.held) == ("stands", None)


def test_a_locked_answer_is_decided_by_the_branch_that_goes_on(asking: Room) -> None:
    asking.do("crash S1")
    asking.progress.answer("what", "stands")
    asking.fork(0)
    asking.do("timeout S3")
    assert asking.progress.answers.given["what"].correct


# Steps, branches, points.


def test_a_step_begins_when_the_required_goals_of_the_one_before_are_met(room: Room) -> None:
    assert room.progress.step == 0
    room.do("timeout S3")
    assert (room.progress.step, room.changes.began) == (1, [1])


def test_all_steps_done_is_the_end(room: Room) -> None:
    room.do("timeout S3", "deliver S3>S1", "deliver S1>S3", "deliver S3>S1", "deliver S3>S2")
    assert room.progress.step == 1
    room.do("deliver S3>S2", "crash S1")
    assert room.progress.step == 2
    assert room.progress.is_complete


def test_a_step_without_goals_is_done_when_its_question_is_decided(tmp_path: Path) -> None:
    start, end = SCENARIO.index("::: goal candidate"), SCENARIO.index("::: hint")
    room = Room(scenario_of(tmp_path, SCENARIO[:start] + SCENARIO[end:], STILL))
    assert room.progress.step == 0
    room.do("timeout S3")
    assert room.progress.step == 1


def test_a_fork_knows_what_its_branch_had_come_to_at_that_position(room: Room) -> None:
    room.do("crash S2", "timeout S3", "crash S1")
    trunk = room.progress
    room.fork(1)
    assert goal(room, "extra")["met"]
    assert not goal(room, "candidate")["met"]
    room.do("crash S1", "timeout S3")
    assert goal(room, "candidate")["met_at_position"] == 3
    assert trunk.mark("candidate").met_at == 2
    assert trunk.fork(2).mark("candidate").met_at == 2


def test_nothing_changes_without_being_told(room: Room) -> None:
    room.do("crash S2")
    assert room.changes.goals
    room.do("restart S2")
    assert not room.changes


def test_points_are_those_of_met_goals_and_right_predictions(room: Room) -> None:
    assert (room.progress.points, room.progress.possible_points) == (0, 3 + 1 + 1 + 1 + 1 + 2)
    room.do("timeout S3")
    assert room.progress.points == 3 + 1 + 2


def test_the_same_run_comes_to_the_same_goals(tmp_path: Path) -> None:
    rooms = [Room(scenario_of(tmp_path)) for _ in range(2)]
    for one in rooms:
        one.do("timeout S3")
        one.run(2 * SECOND)
    first, second = (goals_document(one.progress) for one in rooms)
    assert first == second
    assert rooms[0].progress.is_complete
