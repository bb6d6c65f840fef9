"""What grading found out about one trace."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal

from app.grading.signature import Signature

Status = Literal["verified", "not_verified", "unreadable", "not_graded"]
"""`not_verified`: the replay differs or the signature is wrong. `not_graded`: a true trace of something else."""
State = Literal["right", "wrong", "skipped", "undecided", "not_asked"]

SAYS_STATUS: Final[dict[Status, str]] = {
    "verified": "verified",
    "not_verified": "not verified",
    "unreadable": "unreadable",
    "not_graded": "not graded",
}


@dataclass(slots=True, frozen=True)
class GoalResult:
    """A goal as the replay judged it. `says` is what happened at the position at which it was met, or lost.

    `given`: it was met before the run was the participant's own, and counts nothing.
    """

    id: str
    title: str
    worth: float
    met: bool
    required: bool
    position: int | None = None
    time_us: int | None = None
    says: str = ""
    parts: tuple[int, int] = (0, 1)
    lost_at: int | None = None
    given: bool = False

    @property
    def state(self) -> str:
        """How it stands, in a word or two."""
        return "given" if self.given else "met" if self.met else "not met"

    @property
    def earned(self) -> float:
        """What it counts where the trace is verified."""
        return self.worth if self.met and not self.given else 0


@dataclass(slots=True, frozen=True)
class AnswerResult:
    """A question as the replay judged it. `earned` counts where the trace is verified."""

    id: str
    prompt: str
    worth: float
    earned: float
    state: State
    choice: str = ""
    came_true: str = ""
    right_says: str = ""
    feedback: str = ""
    asked_position: int | None = None
    asked_us: int | None = None
    decided_position: int | None = None
    decided_us: int | None = None
    aim: str = ""


@dataclass(slots=True, frozen=True)
class Deed:
    """Something that was done to the cluster."""

    position: int
    time_us: int
    directive: str
    who: str


@dataclass(slots=True, frozen=True)
class Reign:
    """A stretch of time in which one server led in one term."""

    server: str
    term: int
    from_us: int
    to_us: int


@dataclass(slots=True, frozen=True)
class Result:
    """One trace, graded. `claims` says where the trace tells something else than its replay shows; `acts` counts the
    participant's own interventions.

    Goals and answers of a trace that is not verified are kept as what they would have been worth; they count nothing.
    """

    file: str
    status: Status
    reason: str = ""
    position: int | None = None
    lesson: str = ""
    scenario: str = ""
    title: str = ""
    participant: str = ""
    room: str = ""
    created: int = 0
    engine: str = ""
    signature: Signature = "unchecked"
    seed: int = 0
    steps: int = 0
    length_us: int = 0
    digest: str = ""
    findings: int = 0
    acts: int = 0
    goals: tuple[GoalResult, ...] = ()
    answers: tuple[AnswerResult, ...] = ()
    claims: tuple[str, ...] = ()
    deeds: tuple[Deed, ...] = ()
    reigns: tuple[Reign, ...] = field(default=())

    @property
    def verified(self) -> bool:
        """Whether it counts."""
        return self.status == "verified"

    @property
    def would_score(self) -> float:
        """What goals and answers come to, whether they count or not."""
        return sum(goal.earned for goal in self.goals) + sum(answer.earned for answer in self.answers)

    @property
    def score(self) -> float:
        """The points: none for a trace that is not verified."""
        return self.would_score if self.verified else 0

    @property
    def possible(self) -> float:
        """The points that can be had in its scenario."""
        return sum(goal.worth for goal in self.goals) + sum(answer.worth for answer in self.answers)
