"""Requests of a class: their bodies, where they may come from, and who asks."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final, Literal, TypeVar

from fastapi import Request
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.classroom.capability import INSTRUCTOR_COOKIE, cookie_of, token_in
from app.classroom.classes import Classes
from app.classroom.course import Member
from app.classroom.hall import Hall
from app.context import Context
from app.errors import RequestError
from app.opening import Wish, open_room
from app.room import Room
from app.security import is_own_origin

LARGEST_BODY: Final = 16_384
FRESH: Final = {"Cache-Control": "no-store"}


class Body(BaseModel):
    """What a request brings."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Nothing(Body):
    """Nothing is needed."""


class Linked(Body):
    """A link that is to be shown to cameras."""

    link: str = Field(min_length=1, max_length=400)


class Key(Body):
    """The instructor key."""

    key: str = Field(max_length=200)


class Opening(Body):
    """A class that is to be opened."""

    title: str = Field(max_length=200)
    name: str = Field(max_length=200)
    lesson: str | None = Field(None, max_length=200)
    scenario: str | None = Field(None, max_length=200)


class Moving(Body):
    """Where the class is to go on."""

    lesson: str | None = Field(None, max_length=200)
    scenario: str | None = Field(None, max_length=200)


class Code(Body):
    """A code that somebody typed."""

    code: str = Field(max_length=200)


class Joining(Body):
    """Who wants to come in."""

    code: str = Field(max_length=200)
    name: str = Field("", max_length=200)
    role: Literal["learner", "viewer"] = "learner"


class Ticket(Body):
    """What the presenter gave."""

    ticket: str = Field(max_length=1_000)


class Exploring(Body):
    """Where one wants to leave the class; nothing said is here and now."""

    anew: bool = False
    branch: str | None = Field(None, max_length=16)
    position: int | None = Field(None, ge=0)


class Switching(Body):
    """Switches of the class; those that are not named stay."""

    locked: bool | None = None
    frozen: bool | None = None
    names_hidden: bool | None = None
    follow_me: bool | None = None
    title: str | None = Field(None, max_length=200)


class Handing(Body):
    """Who is to have the control; null is the presenter."""

    member: str | None = Field(max_length=100)


class Revealing(Body):
    """What everybody is to see."""

    question: str = Field(max_length=200)
    revealed: bool = True


class Becoming(Body):
    """What a member is to be."""

    role: Literal["presenter", "learner"]


B = TypeVar("B", bound=Body)


class Asking:
    """Finds out what a request wants, and who makes it. Raises RequestError for what may not be asked so."""

    def __init__(self, context: Context, classes: Classes) -> None:
        self._settings = context.settings
        self._classes = classes

    async def body(self, request: Request, kind: type[B]) -> B:
        """The body, from our own pages and as JSON: no form of another site can send it."""
        self.check_origin(request)
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            says = "The body must be JSON."
            raise RequestError("bad_type", says, where="Content-Type", legal="application/json", status=415)
        content = b""
        async for chunk in request.stream():
            content += chunk
            if len(content) > LARGEST_BODY:
                legal = f"at most {LARGEST_BODY:,} bytes"
                raise RequestError("too_large", "The body is too large.", where="body", legal=legal, status=413)
        try:
            return kind.model_validate_json(content or b"{}")
        except ValidationError as error:
            found = error.errors(include_url=False)[0]
            where = ".".join(["body", *map(str, found["loc"])])
            legal_fields = list(kind.model_fields)
            raise RequestError(
                "bad_body", f"{where}: {found['msg']}.", where=where, legal=legal_fields, status=422
            ) from None

    def check_origin(self, request: Request) -> None:
        """Raises RequestError for a page of another site."""
        headers = request.headers
        if not is_own_origin(headers.get("origin"), headers.get("host"), self._settings.origins):
            says = f"Pages of {headers.get('origin')} may not do anything here."
            raise RequestError("bad_origin", says, where="Origin", legal="this server's own pages", status=403)

    def is_instructor(self, request: Request) -> bool:
        """Whether this browser has shown the instructor key."""
        return self._classes.is_instructor(token_in(request, INSTRUCTOR_COOKIE))

    def check_instructor(self, request: Request) -> None:
        """Raises RequestError unless this browser has shown the instructor key."""
        if not self.is_instructor(request):
            says = "The instructor key is needed. The server has shown it when it started first."
            raise RequestError("instructor_only", says, where="cookie", legal="POST /api/instructor", status=403)

    def member(self, request: Request, identity: str, *, may_be_over: bool = False) -> tuple[Hall, Member]:
        """The class, and who asks in it."""
        hall = self._classes.find(identity)
        member = self._classes.member(hall, token_in(request, cookie_of(identity)))
        if member is None:
            says = "You are not in this class, or not any more. Join it with its code."
            status = HTTPStatus.UNAUTHORIZED
            raise RequestError("not_a_member", says, where="cookie", legal="POST /api/classes/join", status=status)
        if hall.course.ended and not may_be_over:
            raise RequestError("class_over", "The class has ended.", where="class", status=HTTPStatus.GONE)
        return hall, member


def address_of(request: Request) -> str:
    """Where a request comes from."""
    return request.client.host if request.client is not None else ""


async def new_room(context: Context, request: Request, wish: Opening | Moving) -> Room:
    """The presenter's room, not yet to be found."""
    context.rooms.check_space()
    wanted = Wish(lesson=wish.lesson, scenario=wish.scenario)
    words = context.words(request)
    return await open_room(wanted, context.catalogue, context.settings, context.metrics, context.workers, words)


def taken_in(room: Room) -> tuple[str | None, str | None]:
    """The lesson and the scenario of a room."""
    return (room.guide.lesson.id, room.guide.scenario.id) if room.guide is not None else (None, None)
