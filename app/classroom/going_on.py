"""What is asked of a class over HTTP by those who are in it."""

from __future__ import annotations

from typing import Any, Final

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse

from app.classroom import conduct, documents
from app.classroom.asking import (
    FRESH,
    Asking,
    Becoming,
    Exploring,
    Handing,
    Moving,
    Nothing,
    Revealing,
    Switching,
    new_room,
    taken_in,
)
from app.classroom.capability import cookie_of, take_back
from app.classroom.classes import TICKET_S, Classes
from app.classroom.conduct import PRESENTING, check_role
from app.classroom.names import read_title
from app.classroom.scene import scene_of
from app.context import Context


def class_router(context: Context, classes: Classes) -> APIRouter:
    """The routes of who is in a class."""
    router = APIRouter(prefix="/api/classes/{identity}")
    asking = Asking(context, classes)

    @router.get("")
    async def whole(request: Request, identity: str) -> JSONResponse:
        """The class as one sees it: what the socket sends first."""
        hall, member = asking.member(request, identity, may_be_over=True)
        await hall.woken(hall.course.round.room)
        document = documents.class_document(scene_of(hall), member)
        return JSONResponse(document.model_dump(mode="json"), headers=FRESH)

    @router.post("/explore")
    async def explore(request: Request, identity: str) -> JSONResponse:
        """Leave the class for a room of one's own."""
        body = await asking.body(request, Exploring)
        hall, member = asking.member(request, identity)
        seat, is_new = await conduct.explore(
            hall, member, context.words(request), anew=body.anew, branch=body.branch, position=body.position
        )
        return JSONResponse({"seat": seat.model_dump()}, 201 if is_new else 200)

    @router.post("/return")
    async def come_back(request: Request, identity: str) -> JSONResponse:
        """Follow the presenter again."""
        await asking.body(request, Nothing)
        hall, member = asking.member(request, identity)
        room = await hall.room()
        return JSONResponse({"seat": hall.seat(member, room.id).model_dump()})

    @router.post("/leave")
    async def leave(request: Request, identity: str) -> JSONResponse:
        """Let this browser forget the class; what was done in it stays."""
        await asking.body(request, Nothing)
        answer = JSONResponse({})
        take_back(request, answer, cookie_of(identity))
        return answer

    @router.post("/control")
    async def hand(request: Request, identity: str) -> JSONResponse:
        """Hand the control, take it back, give it back."""
        body = await asking.body(request, Handing)
        hall, member = asking.member(request, identity)
        await conduct.hand(hall, member, body.member)
        return JSONResponse(conduct.head_of(hall).model_dump())

    return router


def presenting_router(context: Context, classes: Classes) -> APIRouter:
    """The routes of who presents."""
    router = APIRouter(prefix="/api/classes/{identity}")
    asking = Asking(context, classes)

    @router.patch("")
    async def switch(request: Request, identity: str) -> JSONResponse:
        """Lock, freeze, hide names, let the class follow, give it another title."""
        body = await asking.body(request, Switching)
        hall, member = asking.member(request, identity)
        check_role(member, *PRESENTING)
        switches: dict[str, Any] = body.model_dump(exclude_none=True)
        if body.title is not None:
            switches["title"] = read_title(body.title)
        await conduct.switch(hall, **switches)
        return JSONResponse(conduct.head_of(hall).model_dump())

    @router.post("/reveal")
    async def reveal(request: Request, identity: str) -> JSONResponse:
        """Let everybody see how the class answered."""
        body = await asking.body(request, Revealing)
        hall, member = asking.member(request, identity)
        check_role(member, *PRESENTING)
        return JSONResponse((await conduct.reveal(hall, body.question, body.revealed)).model_dump())

    @router.post("/room")
    async def move(request: Request, identity: str) -> JSONResponse:
        """Go on in another room, with another lesson or the same."""
        body = await asking.body(request, Moving)
        hall, member = asking.member(request, identity)
        check_role(member, *PRESENTING)
        room = await new_room(context, request, body)
        await conduct.move(hall, room, *taken_in(room))
        return JSONResponse({"seat": hall.seat(member, room.id).model_dump()})

    @router.post("/call")
    async def call(request: Request, identity: str) -> JSONResponse:
        """Call everybody back to the class."""
        await asking.body(request, Nothing)
        hall, member = asking.member(request, identity)
        check_role(member, *PRESENTING)
        hall.audience.call()
        return JSONResponse({})

    @router.post("/end")
    async def end(request: Request, identity: str) -> JSONResponse:
        """End the class."""
        await asking.body(request, Nothing)
        hall, member = asking.member(request, identity)
        check_role(member, "owner")
        await conduct.end(hall)
        return JSONResponse({})

    return router


def members_router(context: Context, classes: Classes) -> APIRouter:
    """The routes of presenters about members."""
    router = APIRouter(prefix="/api/classes/{identity}")
    asking = Asking(context, classes)

    @router.post("/members/{other}/ticket")
    async def ticket(request: Request, identity: str, other: str) -> JSONResponse:
        """Let a member come back on another device."""
        await asking.body(request, Nothing)
        hall, member = asking.member(request, identity)
        check_role(member, *PRESENTING)
        return JSONResponse({"ticket": classes.ticket(hall, other), "minutes": TICKET_S // 60}, headers=FRESH)

    @router.post("/members/{other}/role")
    async def set_role(request: Request, identity: str, other: str) -> JSONResponse:
        """Make a student a presenter, or a presenter a student."""
        body = await asking.body(request, Becoming)
        hall, member = asking.member(request, identity)
        check_role(member, "owner")
        await conduct.set_role(hall, other, body.role)
        return JSONResponse({})

    @router.post("/members/{other}/remove")
    async def remove(request: Request, identity: str, other: str) -> JSONResponse:
        """Take a member out."""
        await asking.body(request, Nothing)
        hall, member = asking.member(request, identity)
        check_role(member, *PRESENTING)
        await conduct.remove(hall, other)
        return JSONResponse({})

    return router


ROUTERS: Final = (class_router, presenting_router, members_router)
