"""The websocket of a room: who may come in, frames in, frames out."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from functools import partial
from typing import Final

from fastapi import APIRouter, WebSocket
from starlette.responses import JSONResponse
from starlette.websockets import WebSocketDisconnect

from app.commands import obey
from app.context import Context
from app.errors import RequestError
from app.framing import DIRECT
from app.limits import Presence, address_of, too_many
from app.logging_json import LOGGER
from app.metrics import Metrics
from app.room import Room
from app.security import is_own_origin
from app.settings import Settings
from app.viewer import Stalled, Viewer
from app.wire import PROTOCOL
from app.wire.browser import read_frame
from app.wire.server import Error

BAD_KEY: Final = 4401
UNKNOWN_ROOM: Final = 4404
ROOM_OVER: Final = 4410
TRY_LATER: Final = 1013
RESTARTS: Final = 1012
"""Close codes. Browsers do not try again after the first three, and after the last they say what they wait for."""


def socket_router(context: Context) -> APIRouter:
    """The route /ws/rooms/{room}."""
    router = APIRouter()
    rooms, settings, metrics = context.rooms, context.settings, context.metrics
    presence = Presence(settings.max_connections)
    log = logging.getLogger(f"{LOGGER}.socket")

    @router.websocket("/ws/rooms/{room_id}")
    async def connect(websocket: WebSocket, room_id: str) -> None:
        denial = denial_of(websocket, settings)
        address = address_of(websocket)
        if denial is None and not presence.enter(address):
            says = "Your address has as many connections as it may have."
            denial = too_many("connections_limit", says, f"at most {settings.max_connections} connections")
        if denial is not None:
            metrics.errors.labels(denial.code).inc()
            await websocket.send_denial_response(JSONResponse(denial.document(), denial.status, denial.headers))
            return
        try:
            await stay(websocket, room_id)
        finally:
            presence.leave(address)

    async def stay(websocket: WebSocket, room_id: str) -> None:
        await websocket.accept(subprotocol=PROTOCOL)
        try:
            await rooms.wake(room_id, websocket.query_params.get("key", ""))
            room, role = rooms.admit(room_id, websocket.query_params.get("key", ""))
            guest = room.host.admit(room.id, websocket.query_params.get("key", "")) if room.host is not None else None
            member = guest.member if guest is not None else None
            viewer = room.enter(role, context.words(websocket), websocket.query_params.get("life", ""), member)
        except RequestError as error:
            codes = {"unknown_room": UNKNOWN_ROOM, "bad_key": BAD_KEY, "room_over": ROOM_OVER}
            await _last_word(
                websocket, error.spoken(context.words(websocket)), codes.get(error.code, TRY_LATER), metrics
            )
            return
        log.info("viewer came", extra={"room": room.id, "role": role, "viewers": len(room.viewers)})
        try:
            await _serve(websocket, room, viewer, settings, metrics)
        finally:
            room.leave(viewer)
            log.info("viewer left", extra={"room": room.id, "role": role, "viewers": len(room.viewers)})

    return router


def denial_of(websocket: WebSocket, settings: Settings) -> RequestError | None:
    """Why a connection is not even accepted."""
    headers = websocket.headers
    if not is_own_origin(headers.get("origin"), headers.get("host"), settings.origins):
        says = f"Pages of {headers.get('origin')} may not connect here."
        return RequestError("bad_origin", says, where="Origin", legal="this server's own pages", status=403)
    if PROTOCOL not in websocket.scope["subprotocols"]:
        says = "The sub-protocol is missing or not one that this server speaks."
        return RequestError("bad_protocol", says, where="Sec-WebSocket-Protocol", legal=PROTOCOL)
    return None


async def _last_word(websocket: WebSocket, error: RequestError, code: int, metrics: Metrics) -> None:
    metrics.errors.labels(error.code).inc()
    with contextlib.suppress(WebSocketDisconnect, RuntimeError):
        await websocket.send_text(error_frame(error).encode())
        await websocket.close(code)


async def _serve(websocket: WebSocket, room: Room, viewer: Viewer, settings: Settings, metrics: Metrics) -> None:
    """Read and send until either side ends it."""
    _resume_from_address(websocket, room, viewer)
    reader = asyncio.create_task(_read(websocket, room, viewer, settings, metrics))
    sender = asyncio.create_task(viewer.run(websocket.send_text, websocket.scope["extensions"].get(DIRECT)))
    try:
        done, _ = await asyncio.wait((reader, sender), return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
        if room.is_over:
            await websocket.close(ROOM_OVER)
        elif viewer.is_over:
            await websocket.close(RESTARTS, "The server restarts.")
    except (WebSocketDisconnect, Stalled):
        pass
    finally:
        for task in (reader, sender):
            task.cancel()
        await asyncio.gather(reader, sender, return_exceptions=True)


def _resume_from_address(websocket: WebSocket, room: Room, viewer: Viewer) -> None:
    """A browser that comes back may say in the address where it stopped: ?branch=main&position=412&life=c0ffee."""
    branch, position = websocket.query_params.get("branch"), websocket.query_params.get("position", "")
    if branch not in room.broadcast.streams or not (position.isascii() and position.isdigit()):
        return
    stream = room.broadcast.stream(branch)
    kept = room.lives.kept(websocket.query_params.get("life", ""))
    if kept is not None and branch not in kept:
        return
    known = min(int(position), kept[branch]) if kept is not None else int(position)
    if known <= stream.last_position:
        viewer.cursor.resume(stream, known)


async def _read(websocket: WebSocket, room: Room, viewer: Viewer, settings: Settings, metrics: Metrics) -> None:
    """Take frames one by one; a bad one is answered and closes nothing. Raises WebSocketDisconnect at the end."""
    while not room.is_over:
        await viewer.has_room()
        message = await websocket.receive()
        if message["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(message.get("code", 1000))
        request: int | None = None
        try:
            text = message.get("text")
            frame = read_frame(text if text is not None else message.get("bytes") or b"", settings.max_frame_bytes)
            request = getattr(frame, "request", None)
            answer = await room.guard(partial(obey, room, viewer, frame))
        except RequestError as error:
            metrics.errors.labels(error.code).inc()
            viewer.reply(error_frame(error.spoken(viewer.words), request))
            continue
        if answer is not None:
            viewer.reply(answer)


def error_frame(error: RequestError, request: int | None = None) -> Error:
    """The frame that tells of an error."""
    number = error.request if error.request is not None else request
    return Error(request=number, code=error.code, says=error.says, where=error.where, legal=error.legal)
