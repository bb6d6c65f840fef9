"""What a learner answered. It belongs to the learner, not to a branch: the first answer and its verdict stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.lessons.model import Question


class AnswerRefused(ValueError):  # noqa: N818 - named after what happened, as the refusal of an intervention is
    """An answer that cannot be taken, with a sentence for the person who gave it."""


@dataclass(slots=True)
class Answer:
    """One answer; `choice` is None for a question that was skipped.

    `came_true` is the option that the run made right, known from `decided_at` on.
    """

    question: Question
    choice: str | None
    position: int
    came_true: str | None = None
    decided_at: int | None = None
    decided_us: int | None = None

    @property
    def correct(self) -> bool | None:
        """Whether the choice came true; None as long as nobody knows, and for a skipped question."""
        if self.came_true is None or self.choice is None:
            return None
        return self.choice == self.came_true


@dataclass(slots=True)
class Answers:
    """All answers of one learner in one scenario, shared by every branch. `open` is the question that holds playback.

    `values` keeps what was remembered for each question when it was asked: its texts speak of it.
    """

    open: Question | None = None
    given: dict[str, Answer] = field(default_factory=dict)
    values: dict[str, Mapping[str, str]] = field(default_factory=dict)
    opened_at: int = 0

    def ask(self, question: Question, values: Mapping[str, str], position: int) -> None:
        """Open a question."""
        self.open = question
        self.values[question.id] = values
        self.opened_at = position

    def give(self, question: str, choice: str | None) -> Answer:
        """Answer the open question; None skips it. Raises AnswerRefused."""
        if question in self.given:
            raise AnswerRefused(f"question {question} was answered already; the first answer stands")
        if self.open is None or self.open.id != question:
            asked = f"the open question is {self.open.id}" if self.open is not None else "no question is open"
            raise AnswerRefused(f"question {question} is not open; {asked}")
        legal = [option.id for option in self.open.options]
        if choice is not None and choice not in legal:
            raise AnswerRefused(f"{choice!r} is no answer to {question}; answers are {', '.join(legal)}")
        return self.close(choice)

    def close(self, choice: str | None) -> Answer:
        """Take the answer to the open question, which must be there."""
        if self.open is None:
            raise ValueError("no question is open")
        answer = Answer(self.open, choice, self.opened_at)
        self.given[self.open.id] = answer
        self.open = None
        return answer
