"""What is noted of a branch while a scenario is taken on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.lessons.answers import Answer
from app.lessons.judging import Asked
from app.lessons.question import Question

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
class Marks:
    """What a branch knows: the step it is at, what each step remembers, goals, questions asked, designs."""

    step: int
    values: list[Values | None]
    goals: list[GoalMark]
    asked: dict[str, Asked]
    designs: dict[str, Answer]

    def copy(self) -> Marks:
        return Marks(self.step, self.values[:], self.goals[:], dict(self.asked), dict(self.designs))
