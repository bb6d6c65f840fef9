"""Coming into a class over HTTP: as its instructor, by its code, with a ticket."""

from __future__ import annotations

from typing import Final

import segno
from fastapi import APIRouter, Request
from starlette.responses import JSONResponse

from app.classroom.asking import (
    FRESH,
    Asking,
    Code,
    Joining,
    Key,
    Linked,
    Nothing,
    Opening,
    Ticket,
    address_of,
    new_room,
    taken_in,
)
from app.classroom.capability import INSTRUCTOR_COOKIE, cookie_of, give, take_back, token_in
from app.classroom.classes import INSTRUCTOR_S, Classes, Joined
from app.classroom.conduct import PRESENTING, check_role
from app.classroom.names import read_name, read_title, shown_code
from app.context import Context
from app.errors import RequestError


def instructor_router(context: Context, classes: Classes) -> APIRouter:
    """The routes of who knows the instructor key."""
    router = APIRouter()
    asking = Asking(context, classes)

    @router.get("/api/instructor")
    async def instructor(request: Request) -> JSONResponse:
        """Whether this browser has shown the instructor key."""
        return JSONResponse({"known": asking.is_instructor(request)}, headers=FRESH)

    @router.post("/api/instructor")
    async def show_key(request: Request) -> JSONResponse:
        """Show the instructor key."""
        body = await asking.body(request, Key)
        token = classes.instructor_token(body.key, address_of(request))
        answer = JSONResponse({"known": True})
        give(request, answer, INSTRUCTOR_COOKIE, token, INSTRUCTOR_S)
        return answer

    @router.delete("/api/instructor")
    async def forget_key(request: Request) -> JSONResponse:
        """Be the instructor no longer."""
        asking.check_origin(request)
        answer = JSONResponse({"known": False})
        take_back(request, answer, INSTRUCTOR_COOKIE)
        return answer

    return router


def opening_router(context: Context, classes: Classes) -> APIRouter:
    """The routes of the instructor's classes."""
    router = APIRouter()
    asking = Asking(context, classes)

    @router.post("/api/classes")
    async def open_class(request: Request) -> JSONResponse:
        """Open a class, and the presenter's room."""
        body = await asking.body(request, Opening)
        asking.check_instructor(request)
        read_title(body.title)
        read_name(body.name)
        classes.check_space()
        room = await new_room(context, request, body)
        joined = await classes.open(body.title, body.name, room, *taken_in(room))
        return _welcome(request, classes, joined)

    @router.get("/api/classes")
    async def list_classes(request: Request) -> JSONResponse:
        """The classes of this server, for the instructor."""
        asking.check_instructor(request)
        known = [
            {
                "class": hall.course.id,
                "code": shown_code(hall.course.code),
                "title": hall.course.title,
                "members": len(hall.course.students),
                "opened": hall.course.opened,
                "ended": hall.course.ended,
            }
            for hall in classes.halls
        ]
        return JSONResponse(sorted(known, key=lambda each: each["opened"], reverse=True), headers=FRESH)

    @router.post("/api/classes/{identity}/owner")
    async def own_again(request: Request, identity: str) -> JSONResponse:
        """Be the owner of a class again, in another browser."""
        await asking.body(request, Nothing)
        asking.check_instructor(request)
        hall = classes.find(identity)
        owner = hall.course.presenter
        if owner is None:
            raise RequestError("unknown_member", "The class has no owner.", where="class", status=404)
        return _welcome(request, classes, Joined(hall, owner, is_new=False))

    @router.post("/api/classes/{identity}/qr")
    async def draw(request: Request, identity: str) -> JSONResponse:
        """A link as a QR code: rows of modules, 1 for a dark one. Asked for with a body, which no log keeps."""
        body = await asking.body(request, Linked)
        _, member = asking.member(request, identity)
        check_role(member, *PRESENTING)
        rows = segno.make_qr(body.link, error="m").matrix
        return JSONResponse({"rows": ["".join(map(str, row)) for row in rows]})

    return router


def joining_router(context: Context, classes: Classes) -> APIRouter:
    """The routes of who comes in."""
    router = APIRouter()
    asking = Asking(context, classes)

    @router.post("/api/classes/look")
    async def look(request: Request) -> JSONResponse:
        """What class a code is of, and whether one is in it already."""
        body = await asking.body(request, Code)
        hall = classes.look(body.code, address_of(request))
        member = classes.member(hall, token_in(request, cookie_of(hall.course.id)))
        presenter = hall.course.presenter
        return JSONResponse(
            {
                "class": hall.course.id,
                "title": hall.course.title,
                "presenter": presenter.name if presenter is not None else "",
                "locked": hall.course.locked,
                "you": member.name if member is not None else None,
            }
        )

    @router.post("/api/classes/join")
    async def join(request: Request) -> JSONResponse:
        """Come into a class."""
        body = await asking.body(request, Joining)
        hall = classes.look(body.code, address_of(request))
        member = classes.member(hall, token_in(request, cookie_of(hall.course.id)))
        return _welcome(request, classes, await classes.join(hall, body.name, body.role, member))

    @router.post("/api/classes/{identity}/back")
    async def come_back(request: Request, identity: str) -> JSONResponse:
        """Come back on another device, with a ticket of the presenter's."""
        body = await asking.body(request, Ticket)
        return _welcome(request, classes, classes.come_back(classes.find(identity), body.ticket, address_of(request)))

    return router


def _welcome(request: Request, classes: Classes, joined: Joined) -> JSONResponse:
    """Who one is now, where to go, and the cookie."""
    hall, member = joined.hall, joined.member
    document = {
        "class": hall.course.id,
        "code": shown_code(hall.course.code),
        "member": member.id,
        "role": member.role,
        "name": member.name,
        "renamed": joined.renamed,
        "seat": hall.seat(member, hall.course.round.room).model_dump(),
    }
    answer = JSONResponse(document, 201 if joined.is_new else 200, headers=FRESH)
    give(request, answer, cookie_of(hall.course.id), *classes.token(hall, member))
    return answer


ROUTERS: Final = (instructor_router, opening_router, joining_router)
