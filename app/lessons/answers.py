"""What a learner answered. It belongs to the learner, not to a branch: the first answer and its verdict stand.

A design is the exception: the run of a branch goes on under it, so each branch has its own (see `Progress`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.lessons.judging import Asked
from app.lessons.question import Question


class AnswerRefused(ValueError):  # noqa: N818 - named after what happened, as the refusal of an intervention is
    """An answer that cannot be taken, with a sentence for the person who gave it."""


@dataclass(slots=True, frozen=True)
class Answer:
    """One answer; `choice` is None for a question that was skipped. `given_at` is where it was given, which may be
    later than `position`, where it was asked: who is asked may act before answering.

    `came_true` is what the run made right, known from `decided_at` on; `told` are the values for the texts that are
    told then.
    """

    question: Question
    choice: str | None
    position: int
    came_true: str | None = None
    decided_at: int | None = None
    decided_us: int | None = None
    told: Mapping[str, str] = field(default_factory=dict)
    given_at: int | None = None

    @property
    def correct(self) -> bool | None:
        """Whether the choice came true; None as long as nobody knows, and for a skipped question."""
        if self.came_true is None or self.choice is None:
            return None
        return self.question.is_right(self.choice, self.came_true)


@dataclass(slots=True)
class Answers:
    """All answers of one learner in one scenario, shared by every branch. `open` is the question that holds playback.

    `asked` keeps each question as it was asked last: its texts speak of what was remembered then.
    """

    open: Question | None = None
    given: dict[str, Answer] = field(default_factory=dict)
    asked: dict[str, Asked] = field(default_factory=dict)

    def ask(self, question: Question, asked: Asked) -> None:
        """Open a question."""
        self.open = question
        self.asked[question.id] = asked

    def check(self, question: str, choice: str | None) -> None:
        """Raise AnswerRefused for an answer that is none to the open question."""
        if question in self.given:
            raise AnswerRefused(f"question {question} was answered already; the first answer stands")
        if self.open is None or self.open.id != question:
            asked = f"the open question is {self.open.id}" if self.open is not None else "no question is open"
            raise AnswerRefused(f"question {question} is not open; {asked}")
        check_choice(self.open, choice, self.asked[question].candidates)

    def close(self, choice: str | None) -> Answer:
        """Take the answer to the open question, which must be there."""
        if self.open is None:
            raise ValueError("no question is open")
        answer = Answer(self.open, choice, self.asked[self.open.id].position)
        self.given[self.open.id] = answer
        self.open = None
        return answer


def check_choice(question: Question, choice: str | None, candidates: Sequence[str]) -> None:
    """Raise AnswerRefused for a choice that the question does not know."""
    if choice is not None and not question.accepts(choice, candidates):
        legal = question.legal(candidates)
        raise AnswerRefused(f"{choice!r} is no answer to {question.id}; answers are {legal}")
