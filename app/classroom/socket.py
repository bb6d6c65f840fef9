"""The websocket of a class: the dashboard of its presenters, and what followers have to know."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Final

from fastapi import APIRouter, WebSocket
from pydantic import TypeAdapter, ValidationError
from starlette.responses import JSONResponse
from starlette.websockets import WebSocketDisconnect

from app.classroom.audience import Watcher
from app.classroom.capability import cookie_of, token_in
from app.classroom.classes import Classes
from app.classroom.course import Member
from app.classroom.hall import Hall
from app.context import Context
from app.errors import RequestError
from app.socket import BAD_KEY, ROOM_OVER, TRY_LATER, UNKNOWN_ROOM, denial_of, error_frame
from app.viewer import Stalled
from app.wire import PROTOCOL
from app.wire.classroom import Show, View

SHOW: Final[TypeAdapter[Show]] = TypeAdapter(Show)
CONNECTIONS: Final = 6
"""Of one member to one class: tabs, and a projector."""


def class_socket_router(context: Context, classes: Classes) -> APIRouter:
    """The route /ws/classes/{class}."""
    router = APIRouter()
    settings, metrics = context.settings, context.metrics

    @router.websocket("/ws/classes/{identity}")
    async def connect(websocket: WebSocket, identity: str) -> None:
        denial = denial_of(websocket, settings)
        if denial is not None:
            metrics.errors.labels(denial.code).inc()
            await websocket.send_denial_response(JSONResponse(denial.document(), denial.status))
            return
        await websocket.accept(subprotocol=PROTOCOL)
        try:
            hall, member = _admit(classes, websocket, identity)
            await hall.woken(hall.course.round.room)
        except RequestError as error:
            metrics.errors.labels(error.code).inc()
            codes = {"unknown_class": UNKNOWN_ROOM, "not_a_member": BAD_KEY, "class_over": ROOM_OVER}
            with contextlib.suppress(WebSocketDisconnect, RuntimeError):
                await websocket.send_text(error_frame(error).encode())
                await websocket.close(codes.get(error.code, TRY_LATER))
            return
        watcher = hall.audience.enter(member)
        try:
            await _serve(websocket, hall, watcher, context)
        finally:
            hall.audience.leave(watcher)

    return router


def _admit(classes: Classes, websocket: WebSocket, identity: str) -> tuple[Hall, Member]:
    hall = classes.find(identity)
    member = classes.member(hall, token_in(websocket, cookie_of(identity)))
    if member is None:
        raise RequestError("not_a_member", "You are not in this class, or not any more.", where="cookie", status=401)
    if hall.course.ended:
        raise RequestError("class_over", "The class has ended.", where="class", status=410)
    if hall.audience.count(member.id) >= CONNECTIONS:
        legal = f"at most {CONNECTIONS} tabs"
        raise RequestError("too_many_tabs", "The class is open in too many tabs.", legal=legal, status=503)
    return hall, member


async def _serve(websocket: WebSocket, hall: Hall, watcher: Watcher, context: Context) -> None:
    """Read and send until either side ends it."""
    reader = asyncio.create_task(_read(websocket, hall, watcher, context))
    sender = asyncio.create_task(watcher.run(websocket.send_text, context.settings.stall_seconds))
    try:
        done, _ = await asyncio.wait((reader, sender), return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
        if watcher.is_over:
            await websocket.close(ROOM_OVER)
    except (WebSocketDisconnect, Stalled):
        pass
    finally:
        for task in (reader, sender):
            task.cancel()
        await asyncio.gather(reader, sender, return_exceptions=True)


async def _read(websocket: WebSocket, hall: Hall, watcher: Watcher, context: Context) -> None:
    """Take frames one by one; a bad one is answered and closes nothing. Raises WebSocketDisconnect at the end."""
    while True:
        message = await websocket.receive()
        if message["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(message.get("code", 1000))
        try:
            text = message.get("text")
            show(hall, watcher, text if text is not None else message.get("bytes") or b"")
        except RequestError as error:
            context.metrics.errors.labels(error.code).inc()
            # Who sends nonsense faster than the answers are taken gets no more of them.
            if not watcher.is_behind:
                watcher.send(error_frame(error).encode())


def show(hall: Hall, watcher: Watcher, text: str | bytes) -> None:
    """Take the class along to what somebody looks at. Raises RequestError for who may not, and for another frame."""
    member = hall.member(watcher.member)
    if member is None or not (member.presents or hall.course.control == member.id):
        says = "Only the presenter, or who has the control, takes the class along."
        raise RequestError("not_allowed", says, where="type", status=403)
    try:
        frame = SHOW.validate_json(text)
    except ValidationError as error:
        found = error.errors(include_url=False)[0]
        where = ".".join(["view", *map(str, found["loc"])])
        says = f"{where}: {found['msg']}."
        raise RequestError("bad_field", says, where=where, legal=list(Show.model_fields)) from None
    hall.view = View.model_validate(frame.model_dump(exclude={"type"}))
    hall.audience.show()
