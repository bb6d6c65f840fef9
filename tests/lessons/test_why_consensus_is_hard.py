"""Lesson 1: what its six scenarios claim happens, under other seeds and for other ways of taking them."""

from __future__ import annotations

import random
import re
from dataclasses import replace

import pytest

from app.data import data_folder
from app.lessons import Question, Scenario, load
from app.lessons.document import question_document
from app.lessons.question import Prediction
from app.lessons.trial import do_nothing, solve
from raft_core.script import View, parse_predicate
from tests.lessons.samples import Room

SECOND = 1_000_000
PATIENCE = 300 * SECOND
SCENARIOS = [
    "the-runbook",
    "the-november-storm",
    "two-generals",
    "you-are-the-network",
    "the-adversary-loses",
    "one-log-three-views",
]
SEEDS = range(6)
LESSON = load(data_folder("lessons")).lesson("why-consensus-is-hard")


class Learner(Room):
    """Somebody who takes a scenario under a seed of its own, answers as the author does, and hesitates at times."""

    def __init__(self, name: str, seed: int) -> None:
        scenario = LESSON.scenario(name)
        self.chance = random.Random(seed)  # noqa: S311 - this is a test
        super().__init__(replace(scenario, setup=re.sub(r"seed=\d+", f"seed={seed}", scenario.setup)))

    def holds(self, predicate: str) -> bool:
        world = self.session.world(self.branch)
        return parse_predicate(predicate).holds(View(world, self.session.checks(self.branch)))

    def until(self, predicate: str) -> None:
        """Play until something holds."""
        until_us = self.branch.now_us + PATIENCE
        while not self.holds(predicate):
            assert self.session.advance(self.branch, until_us) is not None, predicate
            self.observe()

    def hesitate(self) -> None:
        self.run(self.chance.randrange(SECOND // 2, 2 * SECOND))

    def leader(self) -> str:
        """Who leads the highest term, once somebody does."""
        self.until("leader != none")
        members = [server.node for server in self.session.world(self.branch).members() if server.up]
        return max((node for node in members if node.role_name == "leader"), key=lambda node: node.current_term).name

    def write(self, client: str, command: str) -> None:
        """Ask until it is done: a client that finds no leader is refused, and may ask again."""
        self.do(f"client {client} {command}")
        self.until(f"{client}.last != pending")
        while not self.holds(f"{client}.last = ok"):
            self.hesitate()
            self.do(f"client {client} {command}")
            self.until(f"{client}.last != pending")

    def has_done_it(self) -> bool:
        """Every step is done, and whatever was asked went as the author says."""
        return self.progress.is_complete and all(answer.correct for answer in self.progress.answers.given.values())


def test_it_goes_from_what_people_do_to_what_nobody_can() -> None:
    assert [scenario.id for scenario in LESSON.scenarios] == SCENARIOS
    assert all(len(scenario.goals) >= 5 and len(scenario.questions) >= 3 for scenario in LESSON.scenarios)
    assert all(5 <= scenario.minutes <= 12 for scenario in LESSON.scenarios)
    assert all(question.aim for scenario in LESSON.scenarios for question in scenario.questions)


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_solution_reaches_every_goal_and_the_author_predicts_all_of_it(name: str) -> None:
    progress = solve(LESSON.scenario(name)).progress
    assert progress.is_complete
    assert progress.points == progress.possible_points


@pytest.mark.parametrize("name", SCENARIOS)
def test_doing_nothing_reaches_no_goal(name: str) -> None:
    progress = do_nothing(LESSON.scenario(name)).progress
    assert (progress.step, progress.points) == (0, 0)


@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.parametrize("name", SCENARIOS)
def test_a_wrong_prediction_is_told_why_and_keeps_nobody_from_going_on(name: str, number: int) -> None:
    def wrong(question: Question) -> str:
        assert isinstance(question, Prediction)
        others = [option.id for option in question.options if option.id != question.answer]
        return others[number - 1]

    scenario: Scenario = LESSON.scenario(name)
    progress = solve(scenario, wrong).progress
    assert progress.is_complete
    for question in scenario.questions:
        told = question_document(question, progress)
        assert told["state"] == "wrong"
        assert str(told["feedback"]).count(".") >= 2
        assert "{" not in f"{told['feedback']} {told['prompt']} {[option['says'] for option in told['options']]}"


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", ["the-runbook", "the-november-storm"])
def test_the_runbook_goes_wrong_under_every_seed(name: str, seed: int) -> None:
    scenario = LESSON.scenario(name)
    progress = solve(replace(scenario, setup=re.sub(r"seed=\d+", f"seed={seed}", scenario.setup))).progress
    assert progress.points == progress.possible_points


@pytest.mark.parametrize("seed", SEEDS)
def test_one_silence_has_two_outcomes_whoever_leads(seed: int) -> None:
    learner = Learner("two-generals", seed)
    while not learner.holds("leader = S1"):
        learner.do("timeout S1")
        learner.run(SECOND)
    learner.write("c1", "put x 1")
    learner.do("cut S2>S1", "cut S3>S1", "client c1 put x 2")
    learner.until("c1.last = timeout")
    learner.hesitate()
    while not learner.holds("committed.x = 2"):
        learner.do("timeout S2" if learner.chance.random() < 0.5 else "timeout S3")
        learner.run(2 * SECOND)
    learner.do("heal")
    learner.until("converged")
    learner.hesitate()
    old = learner.leader()
    learner.do(f"isolate {old}", "client c1 put x 3")
    learner.until(f"c1.last = timeout and leader != {old}")
    learner.do("heal")
    learner.until("converged")
    learner.hesitate()
    old = learner.leader()
    learner.do("client c2 append log a", f"pause {old}")
    learner.until("c2.last = ok")
    learner.hesitate()
    learner.do(f"resume {old}")
    learner.until("converged and leaders = 1")
    assert learner.has_done_it()


def test_the_network_may_hold_back_as_long_as_it_likes() -> None:
    learner = Learner("you-are-the-network", 1)
    learner.do("timeout S1", "deliver S1>S2", "deliver S2>S1", "crash S1", "restart S1", "timeout S1")
    for _ in range(5):
        learner.do("deliver S1>S2 RequestVote", "timeout S1", "deliver S2>S1 all")
    for _ in range(2):
        while learner.holds("S2.term < S1.term"):
            learner.do("timeout S2")
        for _ in range(2):
            learner.do(*[f"deliver {link} all" for link in ("S1>S2", "S2>S1", "S1>S3", "S2>S3")])
        assert learner.holds("quiet and leader = none")
        learner.do("timeout S1")
    learner.do("deliver S1>S2 RequestVote", "deliver S2>S1 RequestVoteReply")
    assert learner.holds("leader = S1 and violations = 0")
    assert learner.has_done_it()


@pytest.mark.parametrize("seed", SEEDS)
def test_chance_and_a_bound_beat_the_adversary(seed: int) -> None:
    learner = Learner("the-adversary-loses", seed)
    learner.do("restart S1", "restart S2", "restart S3")
    learner.until("max_term > 3")
    learner.do("set election_timeout=2s..4s")
    learner.leader()
    learner.write("c1", "put x 1")
    learner.do("set latency=3s..5s", "client c1 put x 2")
    learner.until("leaders = 0 and c1.last != pending")
    learner.run(10 * SECOND)
    assert learner.holds("leaders = 0")
    learner.do("set latency=200ms..500ms")
    learner.run(20 * SECOND)
    learner.write("c1", "put x 3")
    assert learner.has_done_it()


@pytest.mark.parametrize("seed", SEEDS)
def test_one_log_is_a_lock_a_decision_and_an_order_whoever_leads(seed: int) -> None:
    learner = Learner("one-log-three-views", seed)
    learner.leader()
    learner.write("c3", "put p1 free")
    learner.do("client c1 cas p1 free c1", "client c2 cas p1 free c2")
    learner.until("c1.last = ok and c2.last = ok")
    learner.run(3 * SECOND)
    learner.write("c3", "put t7 open")
    learner.hesitate()
    old = learner.leader()
    learner.do("client c1 cas t7 open commit", f"crash {old}", "client c2 cas t7 open abort")
    learner.until("c1.last = ok and c2.last = ok")
    learner.do(f"restart {old}")
    learner.hesitate()
    learner.do("client c3 append seq c", "client c1 append seq a", "client c2 append seq b")
    learner.until("c1.last = ok and c2.last = ok and c3.last = ok and converged")
    learner.hesitate()
    old = learner.leader()
    learner.do(f"isolate {old}", f"client c3 get p1 to={old}", "client c2 put p1 free")
    learner.until("c3.last != pending and c2.last = ok")
    learner.do(f"client c3 get p1 read=local to={old}")
    assert learner.has_done_it()
    assert learner.holds("violations = 0")
