"""How far a learner is in a scenario, at every position of a run.

Room, `lessons check` and grading follow a run with the same `Progress`: `observe` is called with position 0 and then
once for each step, in order. What it concludes depends on nothing but the run and the answers, so that a trace that is
executed again comes to the same goals.

Step after step: a step begins when every required goal of the one before is met. Its goals are watched from then on,
its question is asked when its trigger holds, and playback is to stand still while one is open (`held`). After the
answer the run goes on and decides what is right: the simulator is the judge (`judging`). The first answer stands, on
every branch; but of a design each branch has its own, since its run goes on under it, and another may be tried there.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from typing import Final

from app.lessons.answers import Answer, AnswerRefused, Answers, check_choice
from app.lessons.conditions import outcome, recall
from app.lessons.judging import Asked, Judge, Moment, picked
from app.lessons.marks import Changes, GoalMark, Marks, Values
from app.lessons.model import Goal, Scenario
from app.lessons.question import START, Design, Number, Pick, Question
from raft_core.script import View
from raft_core.sim.step import Step

__all__ = ["Answer", "AnswerRefused", "Answers", "GoalMark", "Progress"]


class Progress:
    """The state of a scenario's steps, goals and questions along one branch; `fork` gives another branch its own.

    `answers` is shared by all of them.
    """

    def __init__(self, scenario: Scenario, answers: Answers | None = None) -> None:
        self.scenario: Final = scenario
        self.answers: Final = answers if answers is not None else Answers()
        goals = scenario.goals
        self._index: Final = {goal.id: at for at, goal in enumerate(goals)}
        self._questions: Final = {question.id: question for question in scenario.questions}
        self._marks = Marks(0, [None] * len(scenario.steps), [GoalMark()] * len(goals), {}, {})
        self._history: list[tuple[int, Marks]] = []
        self._judge = Judge()
        self._position = 0

    def fork(self, position: int) -> Progress:
        """The progress of a new branch that leaves this one after a position."""
        twin = Progress(self.scenario, self.answers)
        known = bisect_right(self._history, position, key=lambda entry: entry[0])
        twin._history = self._history[:known]
        if known:
            twin._marks = self._history[known - 1][1].copy()
        twin._judge = self._judge
        twin._position = position
        twin.enter()
        return twin

    def enter(self) -> None:
        """The run goes on on this branch. A design that is open belongs to a branch: it is left behind, or is back."""
        waiting = [
            question
            for question in self.scenario.questions
            if isinstance(question, Design) and self.asked(question.id) and self.answer_to(question.id) is None
        ]
        if self.answers.open is None or isinstance(self.answers.open, Design):
            self.answers.open = waiting[0] if waiting else None

    # Following a run.

    def observe(self, view: View, position: int, time_us: int, step: Step | None = None) -> Changes:
        """Take note of the moment after a step, or of position 0, or of one more refusal at the same position."""
        moment = Moment(view, position, time_us, step)
        changes = Changes()
        self._position = position
        before, self._marks = self._marks, self._marks.copy()
        self._decide(moment, changes)
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
        """Answer the open question; None skips it. Raises AnswerRefused with a sentence.

        A design may be chosen on any branch that stands where it was asked, and chosen again.
        """
        self.check(question, choice)
        asked = self._marks.asked.get(question)
        if asked is None or not isinstance(design := self.scenario.question(question), Design):
            given = replace(self.answers.close(choice), given_at=self._position)
            self.answers.given[question] = given
            return given
        self.answers.open = None
        answer = self._marks.designs[question] = Answer(design, choice, asked.position, given_at=self._position)
        self._history.append((asked.position, self._marks.copy()))
        return answer

    def check(self, question: str, choice: str | None) -> None:
        """Raise AnswerRefused for what `answer` would not take; nothing is changed by it."""
        if question not in self._marks.asked or not isinstance(design := self.scenario.question(question), Design):
            self.answers.check(question, choice)
            return
        if self.answers.open not in (None, design):
            raise AnswerRefused(f"question {question} is not open; the open question is {self.answers.open.id}")
        check_choice(design, choice, ())

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

    def asked(self, question: str) -> Asked | None:
        """A question as this branch asked it; None when it has not."""
        return self._marks.asked.get(question)

    def answer_to(self, question: str) -> Answer | None:
        """What was answered: of a design, what was chosen on this branch."""
        return self._marks.designs.get(question) or self.answers.given.get(question)

    def as_if(self, question: str, choice: str | None) -> Answer | None:
        """The answer to a question as it would stand, had another choice been made; None while nobody can know.

        What another design would have come to is never known: the run went on under the one that was chosen.
        """
        known = self.answer_to(question)
        if known is None or known.came_true is None:
            return None
        if isinstance(known.question, Design) and known.choice != choice:
            return None
        told = {**known.told, **_told_of(known.question, choice, known.came_true)}
        return replace(known, choice=choice, told=told)

    @property
    def given(self) -> list[Answer]:
        """Every answer, in the order of the questions."""
        answers = (self.answer_to(question.id) for question in self.scenario.questions)
        return [answer for answer in answers if answer is not None]

    def showing(self, question: Question, moment: Moment) -> list[str]:
        """The answers to a question of this branch that can be seen to be right at a moment."""
        return self._judge.showing(question, self._marks.asked[question.id], moment)

    def mark(self, goal: str) -> GoalMark:
        """How a goal stands. Raises KeyError for an unknown one."""
        return self._marks.goals[self._index[goal]]

    @property
    def points(self) -> int:
        """The points of the goals that are met and of the right predictions."""
        goals = sum(goal.points for goal in self.scenario.goals if self.mark(goal.id).met)
        return goals + sum(answer.question.points for answer in self.given if answer.correct)

    @property
    def possible_points(self) -> int:
        """The points that can be had."""
        goals = sum(goal.points for goal in self.scenario.goals)
        return goals + sum(question.points for question in self.scenario.questions)

    # One step of the scenario.

    def _follow(self, moment: Moment) -> None:
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

    def _watch_earlier(self, moment: Moment) -> None:
        """What was optional in earlier steps can still be done."""
        for step in self.scenario.steps[: self._marks.step]:
            for goal in step.goals:
                if not goal.required:
                    self._watch(goal, moment)

    def _watch(self, goal: Goal, moment: Moment) -> None:
        at = self._index[goal.id]
        mark = self._marks.goals[at]
        if mark.is_settled or (goal.after is not None and not self.mark(goal.after).met):
            return
        if mark.values is None:
            values = self._values(goal, moment)
            if values is None:
                return
            mark = replace(mark, values=values)
        holding = sum(self._judge.holds(part, mark.values or {}, moment.view) for part in goal.parts)
        self._marks.goals[at] = replace(mark, holding=holding)
        if goal.mode == "eventually":
            if holding == len(goal.parts):
                self._meet(goal, moment)
        elif (holding == 1) == (goal.mode == "never"):
            self._marks.goals[at] = replace(self._marks.goals[at], lost_at=moment.position)

    def _values(self, goal: Goal, moment: Moment) -> Values | None:
        """What a goal may speak of: what its step remembers, and what it remembers itself from now on."""
        outer, own = self._marks.values[goal.step], recall(goal.remember, moment.view)
        return None if outer is None or own is None else {**outer, **own}

    def _meet(self, goal: Goal, moment: Moment) -> None:
        at = self._index[goal.id]
        self._marks.goals[at] = replace(self._marks.goals[at], met_at=moment.position, met_at_us=moment.time_us)

    def _is_done(self, step: int) -> bool:
        """Whether the next step may begin."""
        question = self.scenario.steps[step].question
        if self.answers.open is not None and self.answers.open is question:
            return False
        required = [goal for goal in self.scenario.steps[step].goals if goal.required]
        if not required and question is not None:
            answer = self.answer_to(question.id)
            return answer is not None and answer.came_true is not None
        return all(self.mark(goal.id).met for goal in required)

    # Questions.

    def _ask(self, moment: Moment, changes: Changes) -> None:
        """Ask the question of the step, once its trigger holds and nothing else is open."""
        question = self.scenario.steps[self._marks.step].question
        outer = self._marks.values[self._marks.step]
        if question is None or question.id in self._marks.asked or self.answers.open is not None or outer is None:
            return
        if question.ask != START and not self._judge.holds(question.ask, outer, moment.view):
            return
        own = recall(question.remember, moment.view)
        if own is None:
            return
        values = {**outer, **own}
        asked = self._marks.asked[question.id] = self._judge.ask(question, values, moment)
        if self.answer_to(question.id) is None:
            self.answers.ask(question, asked)
            changes.questions.append(question)

    def _decide(self, moment: Moment, changes: Changes) -> None:
        """Let the run decide what this branch asked; who acted while a question was open has skipped it."""
        for question_id, before in list(self._marks.asked.items()):
            answer = self.answer_to(question_id)
            if answer is not None and answer.came_true is not None:
                continue
            question = self._questions[question_id]
            asked = self._judge.watch(question, before, moment)
            if asked is not before:
                self._marks.asked[question_id] = asked
            # A design is in force once it is chosen, and a question that is not open here was never answered here.
            if answer is None and (self.answers.open is not question or isinstance(question, Design)):
                continue
            came_true = self._judge.came_true(question, asked, moment)
            if came_true is None:
                continue
            answer = answer if answer is not None else self.answers.close(None)
            self._settle(self._judged(answer, asked, came_true, moment))
            changes.questions.append(question)

    def _settle(self, answer: Answer) -> None:
        known = self._marks.designs if isinstance(answer.question, Design) else self.answers.given
        known[answer.question.id] = answer

    def _judged(self, answer: Answer, asked: Asked, came_true: str, moment: Moment) -> Answer:
        """An answer with its verdict, and with the values of which its texts may speak."""
        question = answer.question
        told = {**asked.values, **outcome(question.outcome, moment.view)}
        told |= _told_of(question, answer.choice, came_true)
        position, time_us = moment.position, moment.time_us
        return replace(answer, came_true=came_true, decided_at=position, decided_us=time_us, told=told)


def _told_of(question: Question, choice: str | None, came_true: str) -> Values:
    """What the texts of a decided question may say of a choice and of what came true."""
    if isinstance(question, Pick):
        return {**picked(choice or came_true.split(",", maxsplit=1)[0]), "right": named(came_true)}
    if isinstance(question, Number):
        return {"given": choice or "", "right": came_true}
    return {}


def named(picks: str) -> str:
    """What was to be picked, as a text says it: S1, S2, or the indices of entries."""
    return ", ".join(dict.fromkeys(pick.partition(":")[2] or pick for pick in picks.split(",")))
