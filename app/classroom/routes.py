"""What may be asked of classes over HTTP."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from starlette.responses import JSONResponse, StreamingResponse

from app.classroom import conduct, documents
from app.classroom.archive import archive
from app.classroom.asking import (
    Asking,
    Becoming,
    Code,
    Exploring,
    Handing,
    Joining,
    Key,
    Moving,
    Nothing,
    Opening,
    Revealing,
    Switching,
    Ticket,
    address_of,
)
from app.classroom.capability import INSTRUCTOR_COOKIE, cookie_of, give, take_back, token_in
from app.classroom.classes import INSTRUCTOR_S, TICKET_S, Classes, Joined
from app.classroom.conduct import PRESENTING, check_role
from app.classroom.names import read_name, read_title, shown_code
from app.classroom.scene import scene_of
from app.context import Context
from app.errors import RequestError
from app.opening import Wish, open_room
from app.room import Room

FRESH = {"Cache-Control": "no-store"}


def classes_router(context: Context, classes: Classes) -> APIRouter:
    """The routes of who comes in: the instructor, who opens a class, who joins one."""
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

    @router.post("/api/classes")
    async def open_class(request: Request) -> JSONResponse:
        """Open a class, and the presenter's room."""
        body = await asking.body(request, Opening)
        asking.check_instructor(request)
        read_title(body.title)
        read_name(body.name)
        classes.check_space()
        room = await _room(context, request, body)
        joined = await classes.open(body.title, body.name, room, *_of(room))
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

    return router


def class_router(context: Context, classes: Classes) -> APIRouter:
    """The routes of who is in a class."""
    router = APIRouter(prefix="/api/classes/{identity}")
    asking = Asking(context, classes)

    @router.get("")
    async def whole(request: Request, identity: str) -> JSONResponse:
        """The class as one sees it: what the socket sends first."""
        hall, member = asking.member(request, identity, may_be_over=True)
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
        return JSONResponse({"seat": hall.seat(member, hall.room().id).model_dump()})

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

    @router.post("/room")
    async def move(request: Request, identity: str) -> JSONResponse:
        """Go on in another room, with another lesson or the same."""
        body = await asking.body(request, Moving)
        hall, member = asking.member(request, identity)
        check_role(member, *PRESENTING)
        room = await _room(context, request, body)
        await conduct.move(hall, room, *_of(room))
        return JSONResponse({"seat": hall.seat(member, room.id).model_dump()})

    @router.post("/end")
    async def end(request: Request, identity: str) -> JSONResponse:
        """End the class."""
        await asking.body(request, Nothing)
        hall, member = asking.member(request, identity)
        check_role(member, "owner")
        await conduct.end(hall)
        return JSONResponse({})

    @router.get("/traces")
    async def traces(request: Request, identity: str, names: bool = False) -> Response:
        """Everybody's signed traces."""
        hall, member = asking.member(request, identity, may_be_over=True)
        check_role(member, *PRESENTING)
        headers = {"Content-Disposition": f'attachment; filename="orbital-raft-{hall.course.code}.zip"', **FRESH}
        pieces = archive(hall, context.signer, names)
        return StreamingResponse(pieces, media_type="application/zip", headers=headers)

    return router


async def _room(context: Context, request: Request, wish: Opening | Moving) -> Room:
    """The presenter's room, not yet to be found."""
    context.rooms.check_space()
    wanted = Wish(lesson=wish.lesson, scenario=wish.scenario)
    words = context.words(request)
    return await open_room(wanted, context.catalogue, context.settings, context.metrics, context.workers, words)


def _of(room: Room) -> tuple[str | None, str | None]:
    """The lesson and the scenario of a room."""
    return (room.guide.lesson.id, room.guide.scenario.id) if room.guide is not None else (None, None)


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
