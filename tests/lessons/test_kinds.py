"""Each kind of question is decided by the run; the answer that agrees with it is right, whatever the author thought."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.lessons import AnswerRefused
from app.lessons.check import check_scenario, main
from app.lessons.document import question_document
from app.lessons.load import load
from tests.lessons.samples import KINDS, Room, kind, only_lesson, with_kind_changed

SECOND = 1_000_000
SCENARIOS = ["pick-a-server", "pick-an-entry", "order-the-steps", "a-number", "a-design"]


def asking(name: str, *directives: str, seconds: int = 0) -> Room:
    """A room of a scenario, taken to the moment at which its question is open."""
    room = Room(kind(name), answering=False)
    room.do(*directives)
    room.run(seconds * SECOND)
    assert room.progress.held is not None
    return room


def shown(room: Room) -> dict[str, object]:
    (question,) = room.progress.scenario.questions
    return question_document(question, room.progress)


@pytest.mark.parametrize("name", SCENARIOS)
def test_an_example_of_each_kind_passes_the_check(name: str) -> None:
    lesson = only_lesson(load(KINDS))
    assert check_scenario(lesson.scenario(name), lesson).problems == []


def test_the_check_says_what_it_proved_of_each_kind() -> None:
    said: list[str] = []
    assert main(KINDS, said.append) == 0
    text = "\n".join(said)
    for proved in (
        "question who-refuses: S1 comes true, asked at event 0",
        "question what-is-lost: S1:3 comes true, asked at event",
        "question path-of-a-write: append,persist,commit,learn comes true",
        "question how-many: it is 3, asked",
        "question what-guards: pre-vote stands, every other design falls",
    ):
        assert proved in text


# Pick.


@pytest.mark.parametrize(
    ("pick", "state", "feedback"),
    [
        ("S1", "right", "Only S1 has a log that is more up to date"),
        ("S2", "wrong", "S2 has nothing that S3 lacks, so it has no reason to refuse. Only S1 has"),
        (None, "wrong", "Only S1 has a log"),
    ],
)
def test_a_picked_server_is_right_when_its_predicate_comes_true(pick: str | None, state: str, feedback: str) -> None:
    room = asking("pick-a-server")
    assert shown(room)["picks"] == "servers"
    assert shown(room)["candidates"] == ["S1", "S2", "S3"]
    room.answer(pick)
    room.do("timeout S3")
    room.run(SECOND)
    told = shown(room)
    assert (told["state"], told["chosen"], told["came_true"]) == (state, pick, "S1")
    assert str(told["feedback"]).startswith(feedback)


def test_a_picked_entry_is_a_server_and_an_index() -> None:
    room = Room(kind("pick-an-entry"), answering=False)
    room.do("timeout S1")
    room.run(10 * SECOND)
    room.do("client c1 put x 1 to=S1")
    room.run(0)
    assert shown(room)["candidates"] == ["S1:1", "S1:2", "S1:3"]
    with pytest.raises(AnswerRefused, match="'S2:3' is no answer to what-is-lost; answers are S1:1, S1:2, S1:3"):
        room.answer("S2:3")
    room.answer("S1:2")
    room.do("crash S1")
    assert shown(room)["feedback"] == (
        "Index 2 was on disk, and a disk survives a crash. "
        "Index 3 had not reached the disk of S1; what is persistent ends at index 2 (Figure 2)."
    )


def test_several_picks_can_be_right_and_until_says_when(tmp_path: Path) -> None:
    """Whoever is not S1 has voted for S3 once it leads."""
    old = "when: {pick}.term = 3 and {pick}.voted_for = none\nanswer: S1\n"
    new = "when: {pick}.voted_for = S3\nuntil: leader = S3\nanswer: S2, S3\n"
    folder = with_kind_changed(tmp_path, "pick-a-server", old, new)
    lesson = only_lesson(load(folder))
    assert check_scenario(lesson.scenarios[0], lesson).problems == []
    room = Room(lesson.scenarios[0], answering=False)
    room.answer("S2")
    room.do("timeout S3")
    room.run(SECOND)
    assert (shown(room)["state"], shown(room)["came_true"]) == ("right", "S2,S3")


# Order.


def test_what_is_to_be_ordered_is_shown_out_of_order() -> None:
    room = asking("order-the-steps", "timeout S1", seconds=5)
    options = [option["id"] for option in shown(room)["options"]]  # type: ignore[attr-defined]
    assert sorted(options) == ["append", "commit", "learn", "persist"]
    assert options != ["append", "persist", "commit", "learn"]


@pytest.mark.parametrize(
    ("order", "state"),
    [("append,persist,commit,learn", "right"), ("append,commit,persist,learn", "wrong")],
)
def test_the_order_in_which_things_happen_decides(order: str, state: str) -> None:
    room = asking("order-the-steps", "timeout S1", seconds=5)
    room.answer(order)
    room.do("client c1 put x 1 to=S1")
    room.run(3 * SECOND)
    assert shown(room)["state"] == "locked"
    room.do("heartbeat S1")
    room.run(2 * SECOND)
    assert (shown(room)["state"], shown(room)["came_true"]) == (state, "append,persist,commit,learn")


def test_what_happens_at_the_same_moment_may_be_put_in_either_order() -> None:
    question = kind("order-the-steps").questions[0]
    assert question.is_right("append,persist,commit,learn", "append,persist=commit,learn")
    assert question.is_right("append,commit,persist,learn", "append,persist=commit,learn")
    assert not question.is_right("commit,append,persist,learn", "append,persist=commit,learn")


@pytest.mark.parametrize("order", ["append", "append,append,persist,commit", "append,persist,commit,learn,sleep", ""])
def test_an_order_has_everything_once(order: str) -> None:
    room = asking("order-the-steps", "timeout S1", seconds=5)
    with pytest.raises(AnswerRefused, match="each once, in an order"):
        room.answer(order)


# Number.


@pytest.mark.parametrize(("given", "state"), [("3", "right"), ("3.0", "right"), ("5", "wrong")])
def test_a_number_is_compared_with_a_value_of_the_run(given: str, state: str) -> None:
    room = asking("a-number", "timeout S1", seconds=5)
    room.answer(given)
    room.do("client c1 put x 1 to=S1")
    room.run(5 * SECOND)
    assert (shown(room)["state"], shown(room)["came_true"]) == (state, "3")


@pytest.mark.parametrize("given", ["", "three", "1e3", "nan", "3,5", "٣", "9" * 40])
def test_a_number_is_written_with_digits(given: str) -> None:
    room = asking("a-number", "timeout S1", seconds=5)
    with pytest.raises(AnswerRefused, match="a number such as 3 or"):
        room.answer(given)


@pytest.mark.parametrize(
    ("tolerance", "given", "is_right"),
    [("1", "4", True), ("1", "5", False), ("0.5", "2.5", True), ("34%", "4", True), ("33%", "4", False)],
)
def test_a_number_may_be_off_by_its_tolerance(tmp_path: Path, tolerance: str, given: str, is_right: bool) -> None:
    folder = with_kind_changed(tmp_path, "a-number", "unit: disks\n", f"unit: disks\ntolerance: {tolerance}\n")
    question = only_lesson(load(folder)).scenarios[0].questions[0]
    assert question.is_right(given, "3") == is_right


def test_a_number_may_be_a_difference_or_the_time_since_it_was_asked(tmp_path: Path) -> None:
    for value in ("S1.commit - S2.commit", "elapsed ms"):
        place = tmp_path / value[:2]
        folder = with_kind_changed(place, "a-number", "count: {server}.durable >= 1\n", f"value: {value}\n")
        room = Room(only_lesson(load(folder)).scenarios[0], answering=False)
        room.do("timeout S1")
        room.run(5 * SECOND)
        room.answer("3")
        asked_us = room.branch.now_us
        room.do("client c1 put x 1 to=S1")
        room.run(5 * SECOND)
        (answer,) = room.progress.given
        assert answer.decided_us is not None
        passed_ms = str((answer.decided_us - asked_us) / 1000)
        assert answer.came_true == (passed_ms if value == "elapsed ms" else "1")


# Design.


def at_the_choice() -> Room:
    room = Room(kind("a-design"), answering=False)
    room.do("timeout S1")
    room.run(3 * SECOND)
    room.do("client c1 put x 1")
    room.run(3 * SECOND)
    assert room.progress.held is not None
    return room


def done(room: Room) -> list[str]:
    return [record.directive for record in room.session.timeline.recorded(room.branch) if record.who == "lesson"]


def test_a_design_is_in_force_at_once_and_its_fault_comes_by_itself() -> None:
    room = at_the_choice()
    room.answer("pre-vote")
    assert done(room) == ["set pre_vote=on"]
    room.run(SECOND + 1)
    assert done(room) == ["set pre_vote=on", "isolate S3"]
    room.run(32 * SECOND)
    assert done(room) == ["set pre_vote=on", "isolate S3", "heal", "client c2 put back yes"]
    told = shown(room)
    assert (told["state"], told["came_true"]) == ("right", "stands")
    assert str(told["feedback"]).startswith("In the dark its pre-votes found no majority")
    assert room.progress.is_complete


def test_a_design_that_falls_is_wrong_and_says_why() -> None:
    room = at_the_choice()
    room.answer("check-quorum")
    room.run(35 * SECOND)
    told = shown(room)
    assert (told["state"], told["came_true"]) == ("wrong", "falls")
    assert str(told["feedback"]).startswith("S1 was in touch with a majority all the time")
    assert not room.progress.is_complete


def test_who_skips_a_design_meets_the_fault_without_one() -> None:
    room = at_the_choice()
    room.answer(None)
    room.run(35 * SECOND)
    assert done(room)[0] == "isolate S3"
    assert (shown(room)["state"], shown(room)["chosen"]) == ("wrong", None)


def test_another_design_is_tried_from_where_it_was_asked_and_each_branch_has_its_own() -> None:
    room = at_the_choice()
    at = room.branch.last_position
    room.answer("nothing")
    room.run(35 * SECOND)
    first, trunk = room.progress, room.branch
    assert first.points == 1
    assert shown(room)["again"]
    room.fork(at)
    room.answer("pre-vote", "what-guards")
    room.run(35 * SECOND)
    assert (shown(room)["state"], room.progress.points) == ("right", 3)
    room.progress, room.branch = first, trunk
    assert (shown(room)["state"], room.progress.points) == ("wrong", 1)


def test_a_branch_that_leaves_before_a_design_was_asked_is_asked_anew() -> None:
    room = at_the_choice()
    at = room.branch.last_position
    room.answer("nothing")
    room.run(SECOND)
    room.fork(at - 1)
    assert room.progress.answer_to("what-guards") is None
    room.run(SECOND)
    assert room.progress.held is not None
    room.answer("pre-vote")
    room.run(35 * SECOND)
    assert shown(room)["state"] == "right"


def test_who_goes_back_before_an_open_design_has_left_it_behind() -> None:
    room = at_the_choice()
    room.fork(0)
    assert room.progress.held is None
    with pytest.raises(AnswerRefused, match="question what-guards is not open"):
        room.answer("pre-vote", "what-guards")
