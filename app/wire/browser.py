"""Frames from a browser, and what is said of one that is not legal."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal, TypeAlias, get_args

import orjson
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from app.errors import RequestError

MIN_SPEED: Final = 0.1
MAX_SPEED: Final = 20.0
MAX_COUNT: Final = 10_000

Request = Annotated[int, Field(ge=0, le=2**53, description="a number that the answer repeats")]
BranchId = Annotated[str, Field(min_length=1, max_length=16, description="main, A, B, ...")]
Position = Annotated[int, Field(ge=0, description="number of a step, 0 for the initial world")]


class BrowserFrame(BaseModel):
    """What a browser sends."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Intervene(BrowserFrame):
    """Do something to the cluster: one line of Raft script. Acting on a past position starts a branch there."""

    type: Literal["intervene"]
    request: Request
    directive: str = Field(min_length=1, max_length=2_000, description="a line of Raft script, such as cut S1-S2")
    branch: BranchId
    position: Position | None = Field(description="null is the live edge")


class Play(BrowserFrame):
    """Let simulated time run at the live edge of the active branch."""

    type: Literal["play"]
    speed: float = Field(ge=MIN_SPEED, le=MAX_SPEED, description="simulated seconds for each real one, 0.1 to 20")


class Pause(BrowserFrame):
    """Let simulated time stand still."""

    type: Literal["pause"]


class StepOn(BrowserFrame):
    """Take so many steps at the live edge, however long they take in simulated time."""

    type: Literal["step"]
    request: Request
    count: int = Field(ge=1, le=MAX_COUNT, description="1 to 10000")


class NextInteresting(BrowserFrame):
    """Step on until something interesting happened."""

    type: Literal["next_interesting"]
    request: Request


class SelectBranch(BrowserFrame):
    """Make a branch the active one, for everybody in the room."""

    type: Literal["select_branch"]
    branch: BranchId


class Fork(BrowserFrame):
    """Start a branch after a position, on which nothing was done yet, and make it the active one."""

    type: Literal["fork"]
    request: Request
    branch: BranchId
    position: Position


class RenameBranch(BrowserFrame):
    """Give a branch another name."""

    type: Literal["rename_branch"]
    branch: BranchId
    name: str = Field(min_length=1, max_length=60, description="1 to 60 characters")


class Seek(BrowserFrame):
    """Ask for the full state at a position; the answer is a keyframe."""

    type: Literal["seek"]
    request: Request
    branch: BranchId
    position: Position


class Resume(BrowserFrame):
    """After a lost connection: everything of the branch up to the position is known; send what comes after it."""

    type: Literal["resume"]
    branch: BranchId
    position: Position


class Explain(BrowserFrame):
    """Ask why a step went as it did; with a server that did nothing in it: why it did nothing."""

    type: Literal["explain"]
    request: Request
    branch: BranchId
    position: Position
    server: str | None = Field(None, pattern=r"^S[1-9]$", description="a server's name, null for whoever acted")


class Answer(BrowserFrame):
    """Answer the open question; null skips it. A design may be chosen again: a branch begins where it was asked."""

    type: Literal["answer"]
    request: Request
    question: str = Field(min_length=1, max_length=200, description="the id of the open question")
    choice: str | None = Field(max_length=400, description="an option, a server, S1:4, ids with commas, a number, null")


class FindBreak(BrowserFrame):
    """With a rule changed, find a schedule that breaks a property in this room's cluster, and open it as a branch."""

    type: Literal["find_break"]
    request: Request
    variant: str = Field(min_length=1, max_length=60, description="a name of /api/rules, such as forgets_vote")
    seed: int = Field(1, ge=1, le=2**31, description="what schedules are drawn from; another finds another break")


class CancelSearch(BrowserFrame):
    """Look no further."""

    type: Literal["cancel_search"]


AnyBrowserFrame: TypeAlias = (
    Intervene
    | Play
    | Pause
    | StepOn
    | NextInteresting
    | SelectBranch
    | Fork
    | RenameBranch
    | Seek
    | Resume
    | Explain
    | Answer
    | FindBreak
    | CancelSearch
)

BROWSER_FRAMES: Final[tuple[type[BrowserFrame], ...]] = get_args(AnyBrowserFrame)
BROWSER_UNION: Final[TypeAdapter[AnyBrowserFrame]] = TypeAdapter(
    Annotated[AnyBrowserFrame, Field(discriminator="type")]
)
_BY_TYPE: Final = {get_args(frame.model_fields["type"].annotation)[0]: frame for frame in BROWSER_FRAMES}


def read_frame(text: str | bytes, max_bytes: int) -> AnyBrowserFrame:
    """The frame that was sent. Raises RequestError that says what is wrong, where, and what would be legal there."""
    size = len(text.encode("utf-8", "surrogatepass")) if isinstance(text, str) else len(text)
    if size > max_bytes:
        raise RequestError("too_large", f"The frame has {size} bytes.", legal=f"at most {max_bytes} bytes")
    try:
        document: Any = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise RequestError(
            "not_json", f"The frame is not JSON: {error.msg}.", where=where, legal="a JSON object"
        ) from None
    if not isinstance(document, dict):
        raise RequestError("not_an_object", "The frame is not a JSON object.", legal='an object with a "type"')
    request = document.get("request")
    number = request if isinstance(request, int) and not isinstance(request, bool) else None
    kind = document.get("type")
    if not isinstance(kind, str) or kind not in _BY_TYPE:
        said = "The frame has no type." if "type" not in document else f"{str(kind)[:40]!r} is not a type of frame."
        raise RequestError("unknown_type", said, where="type", legal=list(_BY_TYPE), request=number)
    try:
        return BROWSER_UNION.validate_python(document)
    except ValidationError as error:
        raise _field_error(kind, error, number) from None


def _field_error(kind: str, error: ValidationError, request: int | None) -> RequestError:
    """What is wrong with the first field that is wrong."""
    found = error.errors(include_url=False)[0]
    path = [str(part) for part in found["loc"][1:]]
    fields = _BY_TYPE[kind].model_fields
    legal: str | list[str] | None = None
    if found["type"] == "extra_forbidden":
        legal = list(fields)
    elif path and path[0] in fields:
        legal = fields[path[0]].description
    where = ".".join([kind, *path])
    return RequestError("bad_field", f"{where}: {found['msg']}.", where=where, legal=legal, request=request)
