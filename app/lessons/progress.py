"""How far a learner is in a scenario, at every position of a run.

Room, `lessons check` and grading follow a run with the same `Progress`: `observe` is called with position 0 and then
once for each step, in order. What it concludes depends on nothing but the run and the answers, so that a trace that is
executed again comes to the same goals.

Step after step: a step begins when every required goal of the one before is met. Its goals are watched from then on,
its question is asked when its trigger holds, and playback is to stand still while one is open (`held`). After the
answer the run goes on, and the first option whose predicate holds is the right one: the simulator is the judge.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from app.lessons.answers import Answer, AnswerRefused, Answers
from app.lessons.conditions import predicate, recall
from app.lessons.model import START, Goal, Question, Scenario
from raft_core.script import Predicate, ScriptError, View

__all__ = ["Answer", "AnswerRefused", "Answers", "Changes", "GoalMark", "Progress"]

Values = Mapping[str, str]


@dataclass(slots=True, frozen=True)
class GoalMark:
    """How a goal stands. `values` is what it remembers, None until it is watched; `holding` counts parts that hold."""

    values: Values | None = None
    holding: int = 0
    met_at: int | None = None
    met_at_us: int | None = None
    lost_at: int | None = None

    @property
    def met(self) -> bool:
        """Whether it is reached."""
        return self.met_at is not None

    @property
    def is_settled(self) -> bool:
        """Whether nothing can change any more on this branch."""
        return self.met_at is not None or self.lost_at is not None


@dataclass(slots=True)
class Changes:
    """What an observation brought. `questions` are those that opened or were judged, in that order of happening."""

    goals: bool = False
    questions: list[Question] = field(default_factory=list)
    began: list[int] = field(default_factory=list)

    def __bool__(self) -> bool:
        return self.goals or bool(self.questions) or bool(self.began)


@dataclass(slots=True)
class _Marks:
    """What a branch knows: the step it is at, what each step remembers, its goals, the questions it asked."""

    step: int
    values: list[Values | None]
    goals: list[GoalMark]
    asked: dict[str, Values]

    def copy(self) -> _Marks:
        return _Marks(self.step, self.values[:], self.goals[:], dict(self.asked))


@dataclass(slots=True, frozen=True)
class _Moment:
    view: View
    position: int
    time_us: int


class Progress:
    """The state of a scenario's steps, goals and questions along one branch; `fork` gives another branch its own.

    `answers` is shared by all of them.
    """

    def __init__(self, scenario: Scenario, answers: Answers | None = None) -> None:
        self.scenario: Final = scenario
        self.answers: Final = answers if answers is not None else Answers()
        goals = scenario.goals
        self._index: Final = {goal.id: at for at, goal in enumerate(goals)}
        self._marks = _Marks(0, [None] * len(scenario.steps), [GoalMark()] * len(goals), {})
        self._history: list[tuple[int, _Marks]] = []
        # Predicates by their filled text: the same few are asked at every step.
        self._predicates: dict[str, Predicate | None] = {}

    def fork(self, position: int) -> Progress:
        """The progress of a new branch that leaves this one after a position."""
        twin = Progress(self.scenario, self.answers)
        known = bisect_right(self._history, position, key=lambda entry: entry[0])
        twin._history = self._history[:known]
        if known:
            twin._marks = self._history[known - 1][1].copy()
        twin._predicates = self._predicates
        return twin

    # Following a run.

    def observe(self, view: View, position: int, time_us: int) -> Changes:
        """Take note of the moment after a step, or of position 0, or of one more refusal at the same position."""
        moment = _Moment(view, position, time_us)
        changes = Changes()
        before, self._marks = self._marks, self._marks.copy()
        self._judge(moment, changes)
        self._watch_earlier(moment)
        while self._marks.step < len(self.scenario.steps):
            self._follow(moment)
            self._ask(moment, changes)
            if not self._is_done(self._marks.step):
                break
            self._marks.step += 1
            if self._marks.step < len(self.scenario.steps):
                changes.began.append(self._marks.step)
        changes.goals = self._marks.goals != before.goals
        if self._marks != before or not self._history:
            self._history.append((position, self._marks.copy()))
        return changes

    def answer(self, question: str, choice: str | None) -> Answer:
        """Answer the open question; None skips it. Raises AnswerRefused with a sentence."""
        return self.answers.give(question, choice)

    # Looking at it.

    @property
    def held(self) -> Question | None:
        """The question that holds playback: until it is answered or skipped, nothing may happen."""
        return self.answers.open

    @property
    def step(self) -> int:
        """The step that the run is at, from 0; the number of steps once all are done."""
        return self._marks.step

    @property
    def is_complete(self) -> bool:
        """Whether every step is done."""
        return self._marks.step == len(self.scenario.steps)

    def true_options(self, question: Question, view: View) -> list[str]:
        """The options of a question that this branch asked whose predicates hold now."""
        values = self._marks.asked[question.id]
        return [option.id for option in question.options if self._holds(option.when, values, view)]

    def mark(self, goal: str) -> GoalMark:
        """How a goal stands. Raises KeyError for an unknown one."""
        return self._marks.goals[self._index[goal]]

    @property
    def points(self) -> int:
        """The points of the goals that are met and of the right predictions."""
        goals = sum(goal.points for goal in self.scenario.goals if self.mark(goal.id).met)
        return goals + sum(answer.question.points for answer in self.answers.given.values() if answer.correct)

    @property
    def possible_points(self) -> int:
        """The points that can be had."""
        goals = sum(goal.points for goal in self.scenario.goals)
        return goals + sum(question.points for question in self.scenario.questions)

    # One step of the scenario.

    def _follow(self, moment: _Moment) -> None:
        """Watch the goals of the step that the run is at."""
        step = self.scenario.steps[self._marks.step]
        if self._marks.values[self._marks.step] is None:
            self._marks.values[self._marks.step] = recall(step.remember, moment.view)
        for goal in step.goals:
            self._watch(goal, moment)
        awaited = [self.mark(goal.id) for goal in step.goals if goal.mode == "eventually" and goal.required]
        if awaited and all(mark.met for mark in awaited):
            for goal in step.goals:
                mark = self.mark(goal.id)
                if goal.mode != "eventually" and mark.values is not None and not mark.is_settled:
                    self._meet(goal, moment)

    def _watch_earlier(self, moment: _Moment) -> None:
        """What was optional in earlier steps can still be done."""
        for step in self.scenario.steps[: self._marks.step]:
            for goal in step.goals:
                if not goal.required:
                    self._watch(goal, moment)

    def _watch(self, goal: Goal, moment: _Moment) -> None:
        at = self._index[goal.id]
        mark = self._marks.goals[at]
        if mark.is_settled or (goal.after is not None and not self.mark(goal.after).met):
            return
        if mark.values is None:
            values = self._values(goal, moment)
            if values is None:
                return
            mark = replace(mark, values=values)
        holding = sum(self._holds(part, mark.values or {}, moment.view) for part in goal.parts)
        self._marks.goals[at] = replace(mark, holding=holding)
        if goal.mode == "eventually":
            if holding == len(goal.parts):
                self._meet(goal, moment)
        elif (holding == 1) == (goal.mode == "never"):
            self._marks.goals[at] = replace(self._marks.goals[at], lost_at=moment.position)

    def _values(self, goal: Goal, moment: _Moment) -> Values | None:
        """What a goal may speak of: what its step remembers, and what it remembers itself from now on."""
        outer, own = self._marks.values[goal.step], recall(goal.remember, moment.view)
        return None if outer is None or own is None else {**outer, **own}

    def _meet(self, goal: Goal, moment: _Moment) -> None:
        at = self._index[goal.id]
        self._marks.goals[at] = replace(self._marks.goals[at], met_at=moment.position, met_at_us=moment.time_us)

    def _is_done(self, step: int) -> bool:
        """Whether the next step may begin."""
        question = self.scenario.steps[step].question
        if self.answers.open is not None and self.answers.open is question:
            return False
        required = [goal for goal in self.scenario.steps[step].goals if goal.required]
        if not required and question is not None:
            answer = self.answers.given.get(question.id)
            return answer is not None and answer.came_true is not None
        return all(self.mark(goal.id).met for goal in required)

    # Questions.

    def _ask(self, moment: _Moment, changes: Changes) -> None:
        """Ask the question of the step, once its trigger holds and nothing else is open."""
        question = self.scenario.steps[self._marks.step].question
        outer = self._marks.values[self._marks.step]
        if question is None or question.id in self._marks.asked or self.answers.open is not None or outer is None:
            return
        if question.ask != START and not self._holds(question.ask, outer, moment.view):
            return
        own = recall(question.remember, moment.view)
        if own is None:
            return
        values = {**outer, **own}
        self._marks.asked[question.id] = values
        if question.id not in self.answers.given:
            self.answers.ask(question, values, moment.position)
            changes.questions.append(question)

    def _judge(self, moment: _Moment, changes: Changes) -> None:
        """Let the run decide what this branch asked; who acted while a question was open has skipped it."""
        for question_id in self._marks.asked:
            answer = self.answers.given.get(question_id)
            if answer is not None and answer.came_true is not None:
                continue
            question = self.scenario.question(question_id)
            came_true = self.true_options(question, moment.view)
            if not came_true or (answer is None and self.answers.open is not question):
                continue
            answer = answer if answer is not None else self.answers.close(None)
            answer.came_true = came_true[0]
            answer.decided_at, answer.decided_us = moment.position, moment.time_us
            changes.questions.append(question)

    def _holds(self, text: str, values: Values, view: View) -> bool:
        key = text if not values else f"{text} {sorted(values.items())}"
        if key not in self._predicates:
            try:
                self._predicates[key] = predicate(text, values)
            except ScriptError:
                # The remembered value makes no sense there: then it does not hold. `lessons check` finds such texts.
                self._predicates[key] = None
        found = self._predicates[key]
        return found is not None and found.holds(view)
