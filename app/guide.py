"""A lesson as it is taken in a room: goals, questions, answers, followed on every branch."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from app.errors import RequestError
from app.languages import ENGLISH, Words
from app.lessons import AnswerRefused, Answers, Changes, Design, Lesson, Progress, Question, Scenario
from app.lessons.answers import Answer
from app.lessons.designing import WHO, plan_of, put_into_force, rest_of
from app.lessons.document import asked_questions, feedback, goals_document, lesson_document, question_document
from app.why import decided
from app.wire.server import Decided, Goal, Goals
from app.wire.server import Question as QuestionFrame
from raft_core.script import View
from raft_core.session import Session
from raft_core.sim.step import Step
from raft_core.sim.timeline import Branch
from raft_core.trace.record import Answered, Declined, Extras


class Guide:
    """The learner's progress, one for each branch; the answers belong to the learner and are the same on all."""

    def __init__(self, lesson: Lesson, scenario: Scenario, session: Session, words: Words = ENGLISH) -> None:
        self.lesson: Final = lesson
        self.scenario: Final = scenario
        self._session = session
        self._words = words
        self._progress = {session.main.id: Progress(scenario, Answers())}
        # The Why of the step that decided each question; of a design on each branch.
        self._decided: dict[tuple[str, str], Decided] = {}
        # What was refused on each branch and mattered to the lesson.
        self._declined: dict[str, tuple[Declined, ...]] = {session.main.id: ()}

    @property
    def id(self) -> str:
        """Lesson and scenario, as a trace names them."""
        return f"{self.lesson.id}/{self.scenario.id}"

    def document(self) -> dict[str, Any]:
        """The lesson for the welcome frame."""
        return lesson_document(self.lesson, self.scenario)

    def observe(self, branch: Branch, refused_by: str = "", refused: str = "") -> Changes:
        """Take note of the moment at the edge of a branch, at which a directive may have been refused by a rule."""
        session = self._session
        world, progress = session.world(branch), self._progress[branch.id]
        view = View(world, session.checks(branch), refused_by)
        changes = progress.observe(view, world.position, world.time_us, session.timeline.step(branch, world.position))
        for question in changes.questions:
            answer = progress.answer_to(question.id)
            if answer is not None and answer.decided_at == world.position:
                self._decided[_key(question, branch)] = decided(session, branch, world.position, self._words)
        if refused and changes:
            declined = Declined(world.position, branch.now_us, refused, refused_by, "learner")
            self._declined[branch.id] = (*self._declined[branch.id], declined)
        return changes

    def fork(self, branch: Branch) -> None:
        """A branch that has just left its parent has come as far as the parent had there."""
        if branch.parent is not None:
            self._progress[branch.id] = self._progress[branch.parent.id].fork(branch.fork_position)
            known = self._declined[branch.parent.id]
            self._declined[branch.id] = tuple(each for each in known if each.position <= branch.fork_position)

    def held(self, branch: Branch) -> Question | None:
        """The question that holds playback."""
        return self._progress[branch.id].held

    def answer(self, branch: Branch, question: str, choice: str | None) -> Question:
        """Take an answer. Raises RequestError for one that cannot be taken."""
        try:
            return self._progress[branch.id].answer(question, choice).question
        except AnswerRefused as error:
            raise _not_taken(error) from None

    def check_answer(self, branch: Branch, question: str, choice: str | None) -> None:
        """Raises RequestError for an answer that `answer` would not take."""
        try:
            self._progress[branch.id].check(question, choice)
        except AnswerRefused as error:
            raise _not_taken(error) from None

    def asked_at(self, branch: Branch, question: str) -> int | None:
        """Where a design was asked of this branch, which may be chosen again there; None for any other question."""
        asked = self._progress[branch.id].asked(question)
        return asked.position if asked is not None and isinstance(self.scenario.question(question), Design) else None

    def put_into_force(self, branch: Branch, question: Question) -> Iterator[Step]:
        """Let the run go on under the chosen design; the steps are what it changes at once."""
        progress = self._progress[branch.id]
        asked, answer = progress.asked(question.id), progress.answer_to(question.id)
        if isinstance(question, Design) and asked is not None and answer is not None:
            self._decided.pop(_key(question, branch), None)
            yield from put_into_force(self._session, branch, question, asked.values, answer.choice)

    def go_on_with_designs(self, branch: Branch) -> None:
        """After everything was done again: what is left of the newest design's plan is still to come."""
        progress, session = self._progress[branch.id], self._session
        for question in reversed(self.scenario.questions):
            asked, answer = progress.asked(question.id), progress.answer_to(question.id)
            if isinstance(question, Design) and asked is not None and answer is not None:
                plan = plan_of(question, asked.values, answer.choice, asked.time_us)
                records = session.timeline.recorded(branch)
                done = [r.directive for r in records if r.who == WHO and r.position > asked.position]
                left = [(time_us, action) for time_us, action in rest_of(plan, done) if time_us > branch.now_us]
                session.plan(branch, left, WHO)
                return

    def goals(self, branch: Branch) -> Goals:
        """How all goals stand on a branch."""
        progress = self._progress[branch.id]
        goals = [Goal.model_validate(goal) for goal in goals_document(progress)]
        return Goals(
            branch=branch.id,
            goals=goals,
            step=progress.step,
            points=progress.points,
            possible_points=progress.possible_points,
        )

    def question(self, branch: Branch, question: Question) -> QuestionFrame:
        """A question that was asked, and what became of it."""
        document = question_document(question, self._progress[branch.id])
        known = self._decided.get(_key(question, branch)) if document["position"] is not None else None
        own = branch.id if isinstance(question, Design) else None
        return QuestionFrame.model_validate({**document, "branch": own, "decided": known})

    def asked(self, branch: Branch) -> list[Question]:
        """Every question that was asked so far."""
        return asked_questions(self._progress[branch.id])

    def as_if(self, branch: Branch, question: str, choice: str | None) -> tuple[bool | None, str | None]:
        """Whether a choice would have been right, and what would have been said of it; None while nobody can know."""
        answer = self._progress[branch.id].as_if(question, choice)
        return (answer.correct, feedback(answer)) if answer is not None else (None, None)

    def answers(self, branch: Branch) -> dict[str, tuple[str | None, bool | None]]:
        """What was answered, by question: the choice, and whether it came true."""
        return {answer.question.id: (answer.choice, answer.correct) for answer in self._progress[branch.id].given}

    def enter(self, branch: Branch) -> list[Question]:
        """The run goes on on a branch; the designs that were asked on it, each of which is its own."""
        progress = self._progress[branch.id]
        progress.enter()
        return [
            question for question in self.asked(branch) if progress.asked(question.id) and question.kind == "design"
        ]

    def extras(self, branch: Branch) -> Extras:
        """What the lesson adds to the trace of a branch."""
        progress = self._progress[branch.id]
        answers = [
            Answered(answer.question.id, answer.choice or "", answer.position, answer.correct, _later(answer))
            for answer in progress.given
            if answer.position <= branch.last_position
        ]
        marks = {goal.id: progress.mark(goal.id).met_at for goal in self.scenario.goals}
        goals = {goal: position for goal, position in marks.items() if position is not None}
        return Extras(tuple(answers), goals, self._declined[branch.id])


def _later(answer: Answer) -> int | None:
    """Where an answer was given, when that is not where it was asked."""
    return answer.given_at if answer.given_at != answer.position else None


def _not_taken(error: AnswerRefused) -> RequestError:
    says = str(error)
    return RequestError("bad_answer", f"{says[:1].upper()}{says[1:]}.", where="question, choice")


def _key(question: Question, branch: Branch) -> tuple[str, str]:
    return question.id, branch.id if isinstance(question, Design) else ""
