"""What crosses the socket of a class: the class as its presenter and as its learners see it, and what changed."""

from __future__ import annotations

from typing import Annotated, Final, Literal, TypeAlias, get_args

from pydantic import Field, TypeAdapter

from app.wire.browser import BranchId, BrowserFrame, Position
from app.wire.server import Option, ServerFrame
from app.wire.state import Document

Role = Literal["owner", "presenter", "learner", "viewer"]
Where = Literal["following", "exploring", "away"]
GoalState = Literal["open", "partial", "met", "lost", "given"]
Reason = Literal["idle", "slow_step", "wrong_predictions", "forks_at_one_spot"]


class Seat(Document):
    """A room and a key to it, as the lab takes them in its address."""

    room: str
    key: str


class ClassGoal(Document):
    """A goal of the lesson, a column of the dashboard; `step` counts from 0."""

    id: str
    title: str
    step: int
    required: bool


class ClassQuestion(Document):
    """A question of the lesson; `step` counts from 0."""

    id: str
    prompt: str
    step: int
    kind: Literal["predict", "pick", "order", "number", "design"]
    options: list[Option]


class ClassLesson(Document):
    """What the class does together; in a sandbox the ids are null, and there are no goals and no questions."""

    lesson: str | None
    scenario: str | None
    title: str
    steps: int
    goals: list[ClassGoal]
    questions: list[ClassQuestion]


class Head(Document):
    """What everybody in the class knows of it. `control` is the member that the presenter handed the control to."""

    id: str
    code: str
    title: str
    presenter: str
    locked: bool
    frozen: bool
    names_hidden: bool
    follow_me: bool
    control: str | None
    control_name: str | None
    members: int
    following: int
    exploring: int
    ended: bool


class Ballot(Document):
    """One's own answer to a question of the class; `right` and `feedback` are there once the run has decided."""

    question: str
    choice: str | None
    right: bool | None
    feedback: str | None


class Me(Document):
    """Who one is in the class. `room` is the presenter's, `own` the private one that one has, if any.

    `earlier` is the private one of what the class did before, while one has begun none since.
    """

    id: str
    name: str
    pseudonym: str
    role: Role
    where: Where
    control: bool
    room: Seat
    own: Seat | None
    earlier: Seat | None
    ballots: list[Ballot]


class Present(Document):
    """Somebody who is here."""

    id: str
    name: str
    initials: str


class Presence(Document):
    """Who is here: the presenter, a few others, and how many in all."""

    presenter: Present | None
    others: list[Present]
    count: int


class Look(Document):
    """Why a student needs a look. `value` is minutes for idle and slow_step, a number of times for the others."""

    reason: Reason
    value: int


class Cell(Document):
    """A goal of a student. `given` was met already where the student left the class; `part` is 0 to 1 of a partial."""

    state: GoalState
    part: float
    time_us: int | None


class Given(Document):
    """A student's answer to a question; `right` is null as long as nobody knows."""

    choice: str | None
    right: bool | None


class Row(Document):
    """A student on the dashboard. `name` is the pseudonym while names are hidden.

    `goals` are in the lesson's order, `answers` by the id of the question; a question without an answer is not there.
    `step` counts from 0 and is the number of steps when all are done. Times since 1970 are in seconds. `seat` is the
    presenter's to look into the student's private room. `earlier`: alone in a room of what the class did before.
    """

    id: str
    name: str
    initials: str
    pseudonym: str
    role: Role
    where: Where
    step: int
    goals: list[Cell]
    answers: dict[str, Given]
    points: int
    possible_points: int
    forks: int
    branch: str | None
    time_us: int | None
    done: bool
    control: bool
    joined: int
    last_act: int
    needs: list[Look]
    seat: Seat | None
    earlier: bool


class Bar(Document):
    """How many chose an answer; `choice` null is those who skipped. `right` is null as long as nobody knows."""

    choice: str | None
    says: str
    count: int
    right: bool | None


class Split(Document):
    """How the class answered one question. `closed` once it no longer holds playback in the presenter's room."""

    question: str
    prompt: str
    step: int
    bars: list[Bar]
    answered: int
    of: int
    closed: bool
    came_true: str | None
    revealed: bool


class View(Document):
    """What the presenter looks at: position null is the live edge, `step` the step of the lesson that is read."""

    branch: str
    position: int | None
    selection: str | None
    tab: str | None
    view: str | None
    step: str | None = None


class ClassDocument(ServerFrame):
    """The first frame: the whole class. Learners get no rows, and only the splits that were revealed to them."""

    type: Literal["class"] = "class"
    head: Head
    lesson: ClassLesson
    me: Me
    presence: Presence
    view: View | None
    splits: list[Split]
    rows: list[Row] | None


class ClassChanges(ServerFrame):
    """What changed since, at most four a second: a part that is null did not. Rows and splits go by their ids.

    `gone` are members who have no row any more, `hidden` questions whose split is no longer shown.
    """

    type: Literal["changes"] = "changes"
    head: Head | None = None
    lesson: ClassLesson | None = None
    me: Me | None = None
    presence: Presence | None = None
    splits: list[Split] | None = None
    rows: list[Row] | None = None
    gone: list[str] | None = None
    hidden: list[str] | None = None


class ClassView(ServerFrame):
    """The presenter looks at something else; nobody gets it while `follow_me` is off."""

    type: Literal["view"] = "view"
    view: View | None


class ClassCall(ServerFrame):
    """The presenter calls everybody back; whoever is alone comes, and keeps the private room."""

    type: Literal["call"] = "call"


class ClassOver(ServerFrame):
    """The last frame: the class has ended, or one was taken out of it."""

    type: Literal["over"] = "over"
    code: Literal["class_over", "removed", "stopping"]
    says: str


class Show(BrowserFrame):
    """The presenter, or who has the control, looks at this; followers are taken along. The only frame one sends."""

    type: Literal["view"]
    branch: BranchId
    position: Position | None = Field(description="null is the live edge")
    selection: str | None = Field(None, max_length=200, description="what is selected, as the lab names it")
    tab: str | None = Field(None, max_length=40, description="the open tab")
    view: str | None = Field(None, max_length=40, description="the view on the stage")
    step: str | None = Field(None, max_length=80, description="the step of the lesson on show")


AnyClassFrame: TypeAlias = ClassDocument | ClassChanges | ClassView | ClassCall | ClassOver

CLASS_FRAMES: Final[tuple[type[ServerFrame], ...]] = get_args(AnyClassFrame)
CLASS_UNION: Final[TypeAdapter[AnyClassFrame]] = TypeAdapter(Annotated[AnyClassFrame, Field(discriminator="type")])
