"""Frames to a browser."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal, TypeAlias, get_args

import orjson
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from app.wire.state import Document, State
from app.wire.step import Step
from raft_core import ENGINE_VERSION


class ServerFrame(BaseModel):
    """What the server sends."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    def encode(self) -> str:
        """The frame as JSON text."""
        return orjson.dumps(self.model_dump(mode="json", by_alias=True)).decode()


class Branch(Document):
    """One line of history."""

    id: str
    name: str
    parent: str | None
    fork_position: int
    last_position: int
    time_us: int


class PaceNow(Document):
    """Whether simulated time runs, and how fast."""

    playing: bool
    speed: float


class RoomLimits(Document):
    """What the room will not go beyond."""

    steps: int


class Replay(Document):
    """What a room that was opened from a trace says of it. `position` is the first that differs from the replay."""

    verified: bool
    says: str
    position: int | None
    steps: int
    interventions: int
    answers: int
    findings: int
    participant: str
    created: int


class Welcome(ServerFrame):
    """The first frame: which room this is, and what there is in it. `language` is the one that its lesson is in.

    `phrases` has the sentences of the checkers in the language of the viewer, by their English; none in English.
    A room that was at rest, or whose server was, leads another `life` afterwards. Who comes from an earlier one is told
    in `kept` up to which position of each branch what they have still holds; null is all of it.
    """

    type: Literal["welcome"] = "welcome"
    room: str
    role: Literal["control", "watch"]
    engine: str
    lesson: dict[str, Any] | None
    title: str
    language: str
    script: str
    stage_names: dict[str, str]
    branches: list[Branch]
    branch: str
    pace: PaceNow
    limits: RoomLimits
    phrases: dict[str, str] = {}
    replay: Replay | None = None
    life: str = ""
    kept: dict[str, int] | None = None


class Keyframe(ServerFrame):
    """The full state at a position: on joining, on request, and for a viewer that lagged."""

    type: Literal["keyframe"] = "keyframe"
    branch: str
    position: int
    time_us: int
    state: State


class Steps(ServerFrame):
    """Steps in order. `time_us` is the simulated time reached, which may be later than the last step's."""

    type: Literal["steps"] = "steps"
    branch: str
    steps: list[Step]
    time_us: int


class Branches(ServerFrame):
    """The branches there are, and the active one."""

    type: Literal["branches"] = "branches"
    branches: list[Branch]
    branch: str
    because: str | None = None


class Pace(ServerFrame):
    """Whether simulated time runs, how fast, and why it stopped when nobody stopped it."""

    type: Literal["pace"] = "pace"
    playing: bool
    speed: float
    because: Literal["question", "violation", "limit"] | None = None


class Standing(ServerFrame):
    """Why nothing can be done in the room, when it may only be looked at; `reason` is null when it goes on.

    The disk is full, or cannot be written; or the room was kept by another engine (`kept_engine`), or by this one, and
    goes another way when it is done again: then it is shown up to `position`.
    """

    type: Literal["standing"] = "standing"
    reason: Literal["disk_full", "journal", "other_engine", "differs"] | None
    engine: str = ENGINE_VERSION
    kept_engine: str | None = None
    position: int | None = None


class Accepted(ServerFrame):
    """A request was carried out; the branch and its last position afterwards."""

    type: Literal["accepted"] = "accepted"
    request: int
    branch: str
    position: int


class Refused(ServerFrame):
    """The cluster does not let it happen: the rule, a sentence, and the section of the paper."""

    type: Literal["refused"] = "refused"
    request: int
    rule: str
    says: str
    section: str | None = None


class Error(ServerFrame):
    """What was sent could not be used, or the room has come to an end. `script` is given for a fault of the program."""

    type: Literal["error"] = "error"
    request: int | None = None
    code: str
    says: str
    where: str | None = None
    legal: str | list[str] | None = None
    script: str | None = None


class Clause(Document):
    """One condition of a rule as it came out."""

    id: str
    question: str
    says: str
    holds: bool
    section: str
    left_out: bool
    operands: dict[str, int | str | bool]


class Verdict(Document):
    """What a rule decided; `value` is that of a rule that chooses, null for one that says yes or no."""

    rule: str
    title: str
    holds: bool
    value: str | None
    clauses: list[Clause]


class ChainLink(Document):
    """One step of the causal chain."""

    position: int
    time_us: int
    kind: str
    says: str


class Why(ServerFrame):
    """Why a step went as it did, or why a server did nothing."""

    type: Literal["why"] = "why"
    request: int
    branch: str
    position: int
    time_us: int
    server: str | None
    headline: str
    text: str
    source: str | None
    verdicts: list[Verdict]
    chain: list[ChainLink]


class Goal(Document):
    """A goal of the lesson and how far it is reached. A step is done without those that are not `required`."""

    id: str
    title: str
    required: bool
    met: bool
    partial: str | None
    met_at_position: int | None
    met_at_us: int | None
    lost: bool


class Goals(ServerFrame):
    """All goals of the scenario, whenever one of them changed. `step` is the one the run is at, all of them when done.

    `points` are those of the goals that are met and of the right answers, out of `possible_points`.
    """

    type: Literal["goals"] = "goals"
    branch: str
    goals: list[Goal]
    step: int
    points: int
    possible_points: int


class Option(Document):
    """One answer that may be chosen, or one thing to be put in order."""

    id: str
    says: str


class Decided(Document):
    """The step that decided a question: what happened in it, and the rule that it rests on with its numbers."""

    branch: str
    position: int
    headline: str
    verdict: Verdict | None


class Question(ServerFrame):
    """A question that holds playback until it is answered or skipped.

    An answer is a line of text: the id of an option; a server or an entry such as S1:4, one of the `candidates`; the
    ids of the options in an order, with commas; or a number. `came_true` is what the run made right, in the same form;
    of a design it is stands or falls. A design belongs to a `branch`, and with `again` another may be tried.
    """

    type: Literal["question"] = "question"
    id: str
    kind: Literal["predict", "pick", "order", "number", "design"]
    branch: str | None
    stage: int
    prompt: str
    options: list[Option]
    picks: Literal["servers", "entries"] | None
    candidates: list[str]
    unit: str
    tolerance: str
    state: Literal["open", "locked", "right", "wrong"]
    chosen: str | None
    came_true: str | None
    feedback: str | None
    position: int | None
    again: bool
    decided: Decided | None


class Viewers(ServerFrame):
    """How many watch the room."""

    type: Literal["viewers"] = "viewers"
    count: int


class Search(ServerFrame):
    """How far the search for a schedule that breaks a changed rule is; `branch` shows what it found.

    `position` is that of the step which breaks the property, `interventions` how many were needed.
    """

    type: Literal["search"] = "search"
    state: Literal["running", "found", "not_found", "cancelled", "failed"]
    variant: str
    seed: int
    schedules: int
    of: int
    seconds: float
    says: str | None
    property: str | None
    interventions: int | None
    branch: str | None
    position: int | None


AnyServerFrame: TypeAlias = (
    Welcome
    | Keyframe
    | Steps
    | Branches
    | Pace
    | Standing
    | Accepted
    | Refused
    | Error
    | Why
    | Goals
    | Question
    | Viewers
    | Search
)

SERVER_FRAMES: Final[tuple[type[ServerFrame], ...]] = get_args(AnyServerFrame)
SERVER_UNION: Final[TypeAdapter[AnyServerFrame]] = TypeAdapter(Annotated[AnyServerFrame, Field(discriminator="type")])
