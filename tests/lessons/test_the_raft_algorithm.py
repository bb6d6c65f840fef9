"""Lesson 2: every scenario by its solution, with wrong predictions, and in other ways than that of the solution."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations

import pytest

from app.data import data_folder
from app.lessons import Scenario, load
from app.lessons.document import question_document
from app.lessons.question import Prediction
from app.lessons.trial import solve
from raft_core.script import View, parse_predicate
from tests.lessons.samples import Room

SECOND = 1_000_000
LESSON = load(data_folder("lessons")).lesson("the-raft-algorithm")
SCENARIOS = [scenario.id for scenario in LESSON.scenarios]
SERVERS = ("S1", "S2", "S3", "S4", "S5")


class Taken(Room):
    """A scenario in somebody's hands, with any seed."""

    def __init__(self, scenario: str, seed: int | None = None) -> None:
        chosen = LESSON.scenario(scenario)
        if seed is not None:
            chosen = replace(chosen, setup=re.sub(r"seed=\d+", f"seed={seed}", chosen.setup))
        super().__init__(chosen)

    def holds(self, text: str) -> bool:
        """Whether a predicate holds now."""
        return parse_predicate(text).holds(View(self.session.world(self.branch), self.session.checks(self.branch)))

    def until(self, text: str, within_s: int = 120) -> None:
        """Let time pass, a little at a time, until a predicate holds."""
        for _ in range(10 * within_s):
            if self.holds(text):
                return
            self.run(SECOND // 10)
        raise AssertionError(f"{text} was not reached")

    def until_step(self, number: int) -> None:
        """Let time pass until so many steps are done."""
        for _ in range(1200):
            if self.progress.step >= number:
                return
            self.run(SECOND // 10)
        missing = [goal.id for goal in self.progress.scenario.goals if not self.progress.mark(goal.id).met]
        raise AssertionError(f"step {number} does not begin; {missing} are missing")

    def leader(self) -> str:
        """Who leads the highest term."""
        return next(name for name in SERVERS if self.holds(f"leader = {name}"))

    def verdicts(self) -> list[bool | None]:
        """Whether each prediction, made as the author would, came true."""
        return [answer.correct for answer in self.progress.answers.given.values()]


def scenario_of(name: str) -> Scenario:
    return LESSON.scenario(name)


def stored_by_three(chief: str) -> str:
    """That three of the five have what a leader has."""
    same = [f"{name}.last_index = {chief}.last_index" for name in SERVERS]
    return f"(({') or ('.join(' and '.join(three) for three in combinations(same, 3))}))"


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_scenario_is_short_asks_often_and_says_which_mistake_it_is_aimed_at(name: str) -> None:
    scenario = scenario_of(name)
    assert 5 <= scenario.minutes <= 12
    assert len(scenario.goals) >= 5
    assert len(scenario.questions) >= 3
    assert all(question.aim for question in scenario.questions)
    assert all(step.hints and step.reveal and step.notes for step in scenario.steps)


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_author_predicts_everything_and_no_question_opens_before_its_step_was_read(name: str) -> None:
    trial = solve(scenario_of(name))
    assert trial.progress.points == trial.progress.possible_points
    for step in range(1, len(scenario_of(name).steps)):
        question = scenario_of(name).steps[step].question
        assert question is None or trial.asked[question.id].position > trial.began[step]


@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.parametrize("name", SCENARIOS)
def test_who_predicts_everything_wrong_is_told_why_and_gets_to_the_end(name: str, number: int) -> None:
    scenario = scenario_of(name)

    def wrong(asked: object) -> str:
        question = next(question for question in scenario.questions if question is asked)
        assert isinstance(question, Prediction)
        return [option.id for option in question.options if option.id != question.answer][number - 1]

    progress = solve(scenario, wrong).progress
    assert progress.is_complete
    for question in scenario.questions:
        assert isinstance(question, Prediction)
        told = question_document(question, progress)
        assert told["state"] == "wrong"
        texts = (told["feedback"], told["prompt"], *[option["says"] for option in told["options"]])
        assert not any("{" in str(text) for text in texts)
        assert len(str(told["feedback"])) > len(question.option(question.answer).because)


@pytest.mark.parametrize("seed", range(8))
def test_split_votes_end_by_chance_whatever_the_chance(seed: int) -> None:
    room = Taken("split-votes", seed)
    room.do(*[f"restart S{number}" for number in (5, 3, 1, 2, 4)])
    room.until_step(1)
    room.run(700_000)
    room.do("timeout S3")
    room.until("leader = S3 and quiet")
    room.do("client c1 put x 7")
    room.until_step(2)
    old = room.leader()
    room.do("set variant=none", f"crash {old}")
    room.until_step(3)
    room.do(f"restart {old}")
    room.run(2 * SECOND)
    room.until("leaders = 1")
    rivals = [name for name in SERVERS if name != room.leader()]
    room.do(*[f"timeout {name}" for name in rivals[:2]])
    room.until_step(4)
    rivals = [name for name in SERVERS if name != room.leader()]
    room.do(*[f"timeout {name}" for name in rivals])
    room.until("leader = none")
    room.do("client c2 put x 8")
    room.until_step(5)
    assert room.progress.is_complete
    assert room.verdicts() == [True] * 5


def test_a_write_takes_its_path_with_another_minority_down_and_disks_of_another_speed() -> None:
    room = Taken("the-path-of-one-write", 99)
    room.do("timeout S1")
    room.until("leader = S1")
    room.do("client c2 put y 5")
    room.until_step(1)
    room.do("restart S5", "heartbeat S1")
    room.until_step(2)
    room.do("disk S2 fsync=3s", "crash S5", "crash S4", "client c2 put y 6")
    room.run(2 * SECOND)
    room.do("crash S2", "restart S2", "heartbeat S1")
    room.until_step(3)
    room.do("disk S2 fsync=600ms", "restart S4", "restart S5", "disk S1 fsync=12s", "heartbeat S1")
    room.run(6 * SECOND)
    room.until("S1.durable = S1.last_index")
    room.do("client c3 put y 7")
    room.until("c3.last = ok")
    room.do("crash S1", "timeout S2")
    room.until_step(4)
    assert room.verdicts() == [True] * 4


def test_logs_are_repaired_in_any_order_and_with_every_acknowledgement_delivered() -> None:
    room = Taken("log-repair")
    room.do("timeout S1")
    for follower in ("S7", "S6", "S5", "S4", "S3", "S2"):
        room.do(f"deliver S1>{follower} RequestVote", f"deliver {follower}>S1 RequestVoteReply")
    for follower in ("S7", "S4", "S2", "S3", "S5", "S6"):
        while not room.holds(f"S1.match.{follower} = S1.last_index"):
            room.do(f"deliver S1>{follower}", f"deliver {follower}>S1")
    room.do("set network=auto", "heartbeat S1")
    room.until("converged")
    room.do("crash S1", "timeout S7")
    room.until_step(5)
    assert room.progress.is_complete


def test_the_other_of_two_equal_stations_may_lead() -> None:
    room = Taken("the-election-restriction", 4)
    room.do("timeout S4")
    room.until_step(1)
    room.do("timeout S5")
    room.until_step(2)
    room.do("timeout S2")
    room.until("leader = S2")
    room.run(3 * SECOND)
    room.do("heartbeat S2")
    room.until_step(3)
    room.do("crash S4", "client c2 put x 5")
    room.until("c2.last = ok")
    room.do("crash S2", "restart S4", "timeout S4")
    room.until_step(4)
    room.run(SECOND)
    room.do("set variant=votes_for_any_log", "timeout S4")
    room.until_step(5)
    assert room.verdicts() == [True] * 5


def test_who_forgets_to_change_the_rule_sees_the_refusal_again_and_can_still_change_it() -> None:
    room = Taken("the-election-restriction")
    room.do("timeout S4")
    room.until_step(1)
    room.do("timeout S5")
    room.until_step(2)
    room.do("timeout S3")
    room.until("leader = S3 and S5.log = S3.log")
    room.do("heartbeat S3")
    room.until_step(3)
    room.do("crash S4", "client c1 put x 1")
    room.until("c1.last = ok")
    room.do("crash S3", "restart S4", "timeout S4")
    room.until_step(4)
    room.do("timeout S4")
    room.run(2 * SECOND)
    answer = room.progress.answers.given["what-of-the-write"]
    assert (answer.came_true, answer.correct) == ("still-refused", False)
    room.do("set variant=votes_for_any_log", "timeout S4")
    room.until_step(5)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("cut", ["isolate {old}", "partition {old} {friend} | {rest}"])
def test_a_leader_is_deposed_behind_its_back_in_more_than_one_way(cut: str, seed: int) -> None:
    room = Taken("a-leader-that-does-not-know", seed)
    room.until("leader != none")
    room.do("client c1 put x 1")
    room.until("committed.x != none")
    room.run(SECOND)
    old = room.leader()
    friend, *others = [name for name in SERVERS if name != old]
    room.do(cut.format(old=old, friend=friend, rest=" ".join(others)))
    room.until_step(1)
    room.run(SECOND)
    new = room.leader()
    room.do(f"client c1 put y 1 to={old}", f"client c2 put x 2 to={new}")
    room.until_step(2)
    room.do(f"client c3 get x read=index to={old}")
    room.until("c3.last = timeout")
    room.do(f"client c3 get x read=local to={old}")
    room.until_step(3)
    room.do(f"client c1 get y read=local to={old}", "heal")
    room.until_step(4)
    room.until("leaders = 1 and S1.leader_id != none")
    chief = room.leader()
    room.do(f"client c1 put z 1 to={chief}")
    room.until("c1.last = pending and " + stored_by_three(chief))
    room.do(f"crash {chief}")
    room.until_step(5)
    assert room.verdicts()[:4] == [True] * 4


def test_promises_break_with_other_rivals_and_with_more_said_by_clients() -> None:
    room = Taken("five-properties", 11)
    room.do("set variant=votes_twice", "timeout S2", "timeout S1")
    room.until_step(1)
    room.run(3 * SECOND)
    room.do("set variant=none", "set variant=leader_drops_its_tail", "timeout S5")
    room.until_step(2)
    room.run(3 * SECOND)
    room.do("set variant=none", "timeout S1")
    room.until("leader = S1 and S5.log = S1.log")
    room.do("set variant=skips_consistency_check", "restart S4", "heartbeat S1")
    room.run(2 * SECOND)
    room.do("client c3 put x 9")
    room.until("c3.last = ok")
    room.run(SECOND)
    room.do("crash S4")
    room.until_step(3)
    room.do("set variant=loses_log_tail", "crash S1")
    room.do(*[f"{verb} {name}" for name in ("S5", "S3", "S2") for verb in ("crash", "restart")])
    room.do("timeout S3")
    room.until_step(4)
    room.do("set variant=none", "client c2 put y 2")
    room.until("c2.last = ok")
    room.do("client c2 get x")
    room.until_step(5)
    assert room.verdicts() == [True] * 5


@pytest.mark.parametrize("seed", range(5))
def test_both_endings_of_figure_8_come_out_whatever_the_chance(seed: int) -> None:
    room = Taken("only-your-own-term", seed)
    room.do("timeout S1")
    room.until_step(1)
    room.do("crash S1", "restart S4", "restart S5")
    while not room.holds("leader = S5"):
        room.do("timeout S5")
        room.run(2 * SECOND)
    room.until_step(2)
    room.do("client c3 put x 8 to=S5")
    room.until_step(3)
    room.do("crash S5", "restart S1")
    for _ in range(3):
        room.do("timeout S1")
        room.run(2 * SECOND)
    room.do("timeout S3")
    room.until_step(4)
    assert room.verdicts() == [True] * 4
