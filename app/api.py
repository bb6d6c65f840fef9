"""What programs ask over HTTP: opening rooms, downloads, health, metrics."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from fastapi import APIRouter, Depends, Request, Response
from pydantic import ValidationError
from starlette.responses import JSONResponse, PlainTextResponse

from app.bodies import read_body
from app.context import Context
from app.errors import RequestError
from app.exporting import exported, kind_of
from app.lessons.document import catalogue_document
from app.lessons.record import scenario_archive
from app.limits import Allowance, address_of, too_many
from app.offline.rooms import RoomPages
from app.opening import MAX_TRACE, Wish, open_room
from app.recording import header_for, script_of, signed_trace
from app.room import Room
from app.rulebook import rulebook
from app.security import is_own_origin
from raft_core import ENGINE_VERSION
from raft_core.export.forms import FORMS
from raft_core.script.words import MAX_BYTES
from raft_core.sim.timeline import Branch
from raft_core.trace.record import Extras, write_trace

RECORDED = "recorded-run"
"""What a scenario is called that was made of a run; its folder is to be renamed."""
LARGEST_BODY = max(6 * MAX_BYTES, 2 * MAX_TRACE)
"""A script as JSON, in which every character may be written as six; a trace, in which quotes are written as two."""


def api_router(context: Context) -> APIRouter:
    """The routes of rooms, and those of operations."""
    router = APIRouter(dependencies=[Depends(_waker(context))])
    openings = Allowance(context.settings.max_openings)

    @router.post("/api/rooms")
    async def open_a_room(request: Request) -> JSONResponse:
        """Open a room; the answer holds its keys."""
        _check_origin(context, request)
        _check_pace(openings, request)
        wish = await _wish(request)
        context.rooms.check_space()
        words = context.words(request)
        room = await open_room(wish, context.catalogue, context.settings, context.metrics, context.workers, words)
        await context.rooms.keep(room)
        return JSONResponse({"room": room.id, "control": room.control, "watch": room.watch}, 201)

    @router.get("/api/rooms/{room_id}")
    async def room(room_id: str, key: str = "") -> JSONResponse:
        """Whether a room is there still, what a key allows in it, and what is taken in it."""
        found, role = context.rooms.admit(room_id, key)
        lesson = found.guide.id if found.guide is not None else None
        document = {"room": found.id, "role": role, "title": found.title, "lesson": lesson}
        return JSONResponse(document, headers={"Cache-Control": "no-store"})

    @router.delete("/api/rooms/{room_id}")
    async def forget(request: Request, room_id: str, key: str = "") -> Response:
        """End a room and delete everything that is kept of it; its owner's key is needed."""
        _check_origin(context, request)
        found, role = context.rooms.admit(room_id, key)
        if role != "control":
            says = "This key lets you watch the room, not delete it."
            raise RequestError("watching", says, where="key", legal="the key to control the room", status=403)
        if found.host is not None:
            says = "The room belongs to a class, and is deleted with it."
            raise RequestError("not_allowed", says, where="room", legal="DELETE /api/classes/ID", status=403)
        await context.rooms.forget(found)
        return Response(status_code=204)

    @router.get("/healthz")
    async def health() -> dict[str, object]:
        """Whether the server is well."""
        return {"status": "ok", "engine": ENGINE_VERSION, "rooms": len(context.rooms)}

    @router.get("/metrics")
    async def metrics() -> Response:
        """Counters in the format of Prometheus."""
        return PlainTextResponse(context.metrics.text(), media_type="text/plain; version=0.0.4")

    return router


def reading_router(context: Context) -> APIRouter:
    """What there is to read: the rules, and the lessons."""
    router = APIRouter()

    @router.get("/api/rules")
    async def rules(request: Request) -> JSONResponse:
        """The rules in Figure 2's order, and the ways to break each."""
        words = context.words(request)
        headers = {"Cache-Control": "no-cache", "Vary": "Accept-Language, Cookie"}
        return JSONResponse(rulebook(words), headers=headers)

    @router.get("/api/lessons")
    async def lessons(request: Request) -> JSONResponse:
        """The catalogue: every lesson and its scenarios, in the reader's language."""
        catalogue = catalogue_document(context.catalogue.spoken(context.words(request).tag))
        return JSONResponse(catalogue, headers={"Cache-Control": "no-cache", "Vary": "Accept-Language, Cookie"})

    return router


def downloads_router(context: Context) -> APIRouter:
    """What a branch of a room can be saved as."""
    router = APIRouter(dependencies=[Depends(_waker(context))])
    pages = RoomPages(context.signer)

    @router.get("/api/rooms/{room_id}/trace")
    async def trace(room_id: str, key: str = "", branch: str | None = None) -> Response:
        """The signed trace of a branch."""
        room, found = _branch(context, room_id, key, branch)
        guide = room.guide
        extras = guide.extras(found) if guide is not None else Extras()
        text = signed_trace(room.session, found, context.signer, header_for(room, found), extras)
        return _download(text, f"{_stem(room, found)}.trace.jsonl", "application/x-ndjson")

    @router.get("/api/rooms/{room_id}/script")
    async def script(room_id: str, key: str = "", branch: str | None = None) -> Response:
        """A branch as Raft script."""
        room, found = _branch(context, room_id, key, branch)
        return _download(script_of(room.session, found), f"{_stem(room, found)}.raft", "text/plain")

    @router.get("/api/rooms/{room_id}/scenario")
    async def scenario(room_id: str, key: str = "", branch: str | None = None) -> Response:
        """A branch as a scenario of a lesson: its files in an archive."""
        room, found = _branch(context, room_id, key, branch)
        text = write_trace(room.session, found, header_for(room, found))
        archive = await context.workers.submit(scenario_archive, text, RECORDED)
        return _download(archive, f"{_stem(room, found)}.zip", "application/zip")

    @router.get("/api/rooms/{room_id}/offline")
    async def offline(request: Request, room_id: str, key: str = "", branch: str | None = None) -> Response:
        """The room with all its branches as a page that needs no server."""
        room, found = _branch(context, room_id, key, branch)
        return _download(
            await pages.page(room, found, context.words(request)), f"{_stem(room, found)}.html", "text/html"
        )

    @router.get("/api/rooms/{room_id}/export/{form}")
    async def export(room_id: str, form: str, key: str = "", branch: str | None = None) -> Response:
        """A branch in the form of another tool."""
        room, found = _branch(context, room_id, key, branch)
        if form not in FORMS:
            says = f"There is no form {form!r}."
            raise RequestError("unknown_form", says, where="form", legal=list(FORMS), status=404)
        text = write_trace(room.session, found, header_for(room, found))
        ending, media_type = kind_of(form)
        return _download(await context.workers.submit(exported, text, form), _stem(room, found) + ending, media_type)

    return router


def _waker(context: Context) -> Callable[[Request], Awaitable[None]]:
    """Whoever asks for a room by its key finds it, also when it was at rest."""

    async def wake(request: Request) -> None:
        room_id = request.path_params.get("room_id")
        if room_id is not None:
            await context.rooms.wake(room_id, request.query_params.get("key", ""))

    return wake


def _check_origin(context: Context, request: Request) -> None:
    headers = request.headers
    if not is_own_origin(headers.get("origin"), headers.get("host"), context.settings.origins):
        says = f"Pages of {headers.get('origin')} may not open rooms here."
        raise RequestError("bad_origin", says, where="Origin", legal="this server's own pages", status=403)


def _check_pace(openings: Allowance, request: Request) -> None:
    wait_s = openings.take(address_of(request))
    if wait_s:
        says = f"Your address has opened many rooms in this minute. Try again in {wait_s} s."
        raise too_many("openings_limit", says, f"at most {openings.most} rooms a minute", wait_s)


async def _wish(request: Request) -> Wish:
    """What the body asks for."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        says = "The body must be JSON."
        raise RequestError("bad_type", says, where="Content-Type", legal="application/json", status=415)
    body = await read_body(request, LARGEST_BODY)
    try:
        return Wish.model_validate_json(body)
    except ValidationError as error:
        found = error.errors(include_url=False)[0]
        where = ".".join(["body", *map(str, found["loc"])])
        legal = '{}, {"lesson": "..", "scenario": ".."}, {"script": ".."} or {"trace": ".."}'
        raise RequestError("bad_body", f"{where}: {found['msg']}.", where=where, legal=legal, status=422) from None


def _branch(context: Context, room_id: str, key: str, branch: str | None) -> tuple[Room, Branch]:
    room, _ = context.rooms.admit(room_id, key)
    stream = room.broadcast.stream(branch) if branch is not None else room.broadcast.active
    return room, stream.branch


def _stem(room: Room, branch: Branch) -> str:
    return f"orbital-raft-{room.id[:6]}-{branch.id}"


def _download(content: str | bytes, name: str, media_type: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    charset = "; charset=utf-8" if isinstance(content, str) else ""
    return Response(content, media_type=f"{media_type}{charset}", headers=headers)
