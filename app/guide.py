"""A lesson as it is taken in a room: goals, questions, answers, followed on every branch."""

from __future__ import annotations

from typing import Any, Final

from app.errors import RequestError
from app.lessons import AnswerRefused, Answers, Changes, Lesson, Progress, Question, Scenario
from app.lessons.document import asked_questions, goals_document, lesson_document, question_document
from app.wire.server import Goal, Goals
from app.wire.server import Question as QuestionFrame
from raft_core.script import View
from raft_core.session import Session
from raft_core.sim.timeline import Branch
from raft_core.trace.record import Answered, Extras


class Guide:
    """The learner's progress, one for each branch; the answers belong to the learner and are the same on all."""

    def __init__(self, lesson: Lesson, scenario: Scenario, session: Session) -> None:
        self.lesson: Final = lesson
        self.scenario: Final = scenario
        self._session = session
        self._progress = {session.main.id: Progress(scenario, Answers())}

    @property
    def id(self) -> str:
        """Lesson and scenario, as a trace names them."""
        return f"{self.lesson.id}/{self.scenario.id}"

    def document(self) -> dict[str, Any]:
        """The lesson for the welcome frame."""
        return lesson_document(self.lesson, self.scenario)

    def observe(self, branch: Branch, refused_by: str = "") -> Changes:
        """Take note of the moment at the edge of a branch."""
        session = self._session
        world = session.world(branch)
        view = View(world, session.checks(branch), refused_by)
        return self._progress[branch.id].observe(view, world.position, world.time_us)

    def fork(self, branch: Branch) -> None:
        """A branch that has just left its parent has come as far as the parent had there."""
        if branch.parent is not None:
            self._progress[branch.id] = self._progress[branch.parent.id].fork(branch.fork_position)

    def held(self, branch: Branch) -> Question | None:
        """The question that holds playback."""
        return self._progress[branch.id].held

    def answer(self, branch: Branch, question: str, choice: str | None) -> Question:
        """Take an answer. Raises RequestError for one that cannot be taken."""
        try:
            return self._progress[branch.id].answer(question, choice).question
        except AnswerRefused as error:
            says = str(error)
            raise RequestError("bad_answer", f"{says[:1].upper()}{says[1:]}.", where="question, choice") from None

    def goals(self, branch: Branch) -> Goals:
        """How all goals stand on a branch."""
        goals = [Goal.model_validate(goal) for goal in goals_document(self._progress[branch.id])]
        return Goals(branch=branch.id, goals=goals)

    def question(self, branch: Branch, question: Question) -> QuestionFrame:
        """A question that was asked, and what became of it."""
        return QuestionFrame.model_validate(question_document(question, self._progress[branch.id]))

    def asked(self, branch: Branch) -> list[Question]:
        """Every question that was asked so far."""
        return asked_questions(self._progress[branch.id])

    def extras(self, branch: Branch) -> Extras:
        """What the lesson adds to the trace of a branch."""
        progress = self._progress[branch.id]
        answers = [
            Answered(answer.question.id, answer.choice or "", answer.position, answer.correct)
            for answer in progress.answers.given.values()
            if answer.position <= branch.last_position
        ]
        marks = {goal.id: progress.mark(goal.id).met_at for goal in self.scenario.goals}
        return Extras(tuple(answers), {goal: position for goal, position in marks.items() if position is not None})
