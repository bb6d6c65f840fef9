"""What is kept of a class over HTTP: the archive of it, its grades, and its being deleted."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Request, Response
from starlette.responses import JSONResponse, StreamingResponse

from app.classroom import conduct
from app.classroom.archive import archive
from app.classroom.asking import (
    FRESH,
    Asking,
    Nothing,
)
from app.classroom.capability import cookie_of, take_back
from app.classroom.classes import Classes
from app.classroom.conduct import PRESENTING, check_role
from app.classroom.forgetting import forget_member
from app.classroom.gradebook import gradebook
from app.context import Context
from app.data import data_folder


def keeping_router(context: Context, classes: Classes) -> APIRouter:
    """The routes of what is kept."""
    router = APIRouter(prefix="/api/classes/{identity}")
    asking = Asking(context, classes)

    @router.get("/traces")
    async def traces(request: Request, identity: str, names: bool = False) -> Response:
        """Everybody's signed traces."""
        hall, member = asking.member(request, identity, may_be_over=True)
        check_role(member, *PRESENTING)
        headers = {"Content-Disposition": f'attachment; filename="orbital-raft-{hall.course.code}.zip"', **FRESH}
        pieces = archive(hall, context.signer, names)
        return StreamingResponse(pieces, media_type="application/zip", headers=headers)

    @router.get("/gradebook")
    async def grades(request: Request, identity: str, names: bool = False) -> Response:
        """What everybody's traces are worth, executed again: a line for each goal and question."""
        hall, member = asking.member(request, identity, may_be_over=True)
        check_role(member, *PRESENTING)
        lessons = context.settings.lessons_dir or data_folder("lessons")
        table = await gradebook(hall, context.signer, context.workers, lessons, names)
        headers = {"Content-Disposition": f'attachment; filename="orbital-raft-{hall.course.code}.csv"', **FRESH}
        return Response(table, media_type="text/csv; charset=utf-8", headers=headers)

    @router.post("/forget")
    async def forget_me(request: Request, identity: str) -> JSONResponse:
        """Delete what one did in the class, and one's name in it."""
        await asking.body(request, Nothing)
        hall, member = asking.member(request, identity, may_be_over=True)
        await forget_member(hall, member)
        answer = JSONResponse({})
        take_back(request, answer, cookie_of(identity))
        return answer

    @router.post("/members/{other}/forget")
    async def forget_other(request: Request, identity: str, other: str) -> JSONResponse:
        """Delete a member: the name, the answers, the private rooms."""
        await asking.body(request, Nothing)
        hall, member = asking.member(request, identity, may_be_over=True)
        check_role(member, *PRESENTING)
        await forget_member(hall, conduct.member_of(hall, other, may_be_removed=True))
        return JSONResponse({})

    @router.delete("")
    async def forget(request: Request, identity: str) -> JSONResponse:
        """Delete the class with everything that was done in it."""
        asking.check_origin(request)
        hall, member = asking.member(request, identity, may_be_over=True)
        check_role(member, "owner")
        await classes.forget(hall)
        answer = JSONResponse({})
        take_back(request, answer, cookie_of(identity))
        return answer

    return router


ROUTERS: Final = (keeping_router,)
