"""The reference page: frames, documents, events and the script language, told by the code that means them."""

from __future__ import annotations

import inspect
import re
from dataclasses import dataclass, fields
from functools import cache
from typing import Any, Final, get_args

from fastapi import APIRouter, Request
from pydantic import BaseModel
from starlette.responses import HTMLResponse, JSONResponse

from app.context import Context
from app.wire import PROTOCOL
from app.wire.browser import BROWSER_FRAMES
from app.wire.schema import SOCKET, asyncapi, frame_type, frames_schema, summary
from app.wire.server import SERVER_FRAMES
from raft_core import ENGINE_VERSION
from raft_core.event import Event
from raft_core.script import FORMS, NAMES, ScriptError, parse_directive
from raft_core.sim.settings import SETTING_KINDS, Settings, format_setting

HTTP: Final = (
    ("GET /", "the catalogue of lessons"),
    ("GET /lab", "the lab; ?lesson=ID&scenario=ID opens a lesson, nothing the sandbox"),
    (
        "POST /api/rooms",
        'opens a room: {}, {"lesson": "..", "scenario": ".."} or {"script": ".."}; answers with its keys',
    ),
    ("GET /api/rooms/ROOM?key=KEY", "whether a room is there still, and what the key allows in it"),
    ("GET /api/rooms/ROOM/trace?key=KEY&branch=main", "the signed trace of a branch"),
    ("GET /api/rooms/ROOM/script?key=KEY&branch=main", "a branch as Raft script"),
    (
        "GET /api/rooms/ROOM/offline?key=KEY&branch=main",
        "the room, with all branches, as a page without a server",
    ),
    ("GET /api/rooms/ROOM/scenario?key=KEY&branch=main", "a branch as a scenario of a lesson, in a ZIP archive"),
    ("POST /api/imports?name=NAME", "takes the log of another implementation; answers with the address of its page"),
    ("GET /imports/PAGE", "that page, as long as it is kept"),
    (
        "GET /api/rooms/ROOM/export/FORM?key=KEY&branch=main",
        "a branch in the form of another tool: script, jsonl, shiviz, tla, mermaid, svg or perfetto",
    ),
    ("GET /schema/frames.json", "the frames as JSON Schema"),
    ("GET /schema/asyncapi.json", "the socket as AsyncAPI 3"),
    ("GET /healthz", "whether the server is well"),
    ("GET /metrics", "counters in the format of Prometheus"),
)
TIME: Final = (
    ("step [N]", "Take the next N steps, whenever they are due."),
    ("run 500ms", "Let so much simulated time pass."),
    ("run until PREDICATE [within 10s]", "Run to the first position where the predicate holds."),
    ("settle [N]", "With all timers frozen, deliver and persist until nothing is in flight, or N times."),
    ("expect PREDICATE", "The predicate must hold here."),
)


@dataclass(slots=True, frozen=True)
class Row:
    """A field: its name, its type in words, what it means."""

    name: str
    type: str
    says: str


@dataclass(slots=True, frozen=True)
class Entry:
    """A frame, a document or an event with its fields."""

    name: str
    anchor: str
    says: str
    rows: tuple[Row, ...]


def reference_router(context: Context) -> APIRouter:
    """The page, and the schemas that it is made of."""
    router = APIRouter()

    @router.get("/reference")
    async def reference(request: Request) -> HTMLResponse:
        """Everything on one page that works offline."""
        return context.templates.page("reference.html", context.words(request), **_content())

    @router.get("/schema/frames.json")
    async def frames() -> JSONResponse:
        """The frames as JSON Schema."""
        return JSONResponse(frames_schema(), media_type="application/schema+json")

    @router.get("/schema/asyncapi.json")
    async def socket() -> JSONResponse:
        """The socket as AsyncAPI."""
        return JSONResponse(asyncapi())

    return router


@cache
def _content() -> dict[str, Any]:
    frames = {frame.__name__ for frame in (*SERVER_FRAMES, *BROWSER_FRAMES)}
    schema = frames_schema()["$defs"]
    documents = [name for name in schema if name not in frames | {"ServerFrame", "BrowserFrame"}]
    settings = Settings()
    return {
        "engine": ENGINE_VERSION,
        "protocol": PROTOCOL,
        "socket": SOCKET,
        "received": [_frame(frame, schema) for frame in SERVER_FRAMES],
        "sent": [_frame(frame, schema) for frame in BROWSER_FRAMES],
        "documents": [_entry(name, name, schema[name]) for name in documents],
        "events": [_event(kind) for kind in get_args(Event)],
        "directives": [*[(f"{form.verb} {form.usage}", _meaning(form.verb, form.usage)) for form in FORMS], *TIME],
        "names": NAMES,
        "settings": [
            Row(key, kind.replace("|", ", "), format_setting(settings, key)) for key, kind in SETTING_KINDS.items()
        ],
        "http": HTTP,
    }


def _frame(frame: type[BaseModel], schema: dict[str, Any]) -> Entry:
    return _entry(frame_type(frame), frame.__name__, schema[frame.__name__])


def _entry(name: str, model: str, schema: dict[str, Any]) -> Entry:
    properties: dict[str, Any] = schema.get("properties", {})
    rows = [Row(key, _type(value), _plain(value)) for key, value in properties.items() if key != "type"]
    return Entry(name, model.lower(), _plain(schema), tuple(rows))


def _plain(schema: dict[str, Any]) -> str:
    """What a schema says of itself, on one line and without the marks of code."""
    return " ".join(schema.get("description", "").split()).replace("`", "")


def _type(schema: dict[str, Any]) -> str:
    """A schema in words: integer or null, list of Step."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "const" in schema:
        return str(schema["const"])
    if "enum" in schema:
        values = [str(value) for value in schema["enum"]]
        return " | ".join(values) if len(values) < 8 else "one of its kinds"
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(_type(each) for each in schema["anyOf"]))
    if schema.get("type") == "array":
        return f"list of {_type(schema.get('items', {}))}"
    if schema.get("type") == "object":
        inside = schema.get("additionalProperties") or next(iter(schema.get("patternProperties", {}).values()), None)
        return f"names to {_type(inside)}" if isinstance(inside, dict) else "object"
    return str(schema.get("type", "anything"))


def _event(kind: type[Any]) -> Entry:
    renamed = {"source": "from", "target": "to"}
    names = [renamed.get(field.name, field.name) for field in fields(kind) if field.name != "number"]
    return Entry(kind.__name__, kind.__name__.lower(), summary(kind), tuple(Row(name, "", "") for name in names))


def _meaning(verb: str, usage: str) -> str:
    """What a directive does, in the words of the class that does it."""
    every = f"{verb} {usage}".replace("[", "").replace("]", "").replace(" TYPE", "").replace(" ...", "")
    least = re.sub(r"\[[^]]*\]", "", f"{verb} {usage}").replace(" ...", "")
    for line in (every, least):
        try:
            return (inspect.getdoc(type(parse_directive(line))) or "").partition("\n\n")[0].replace("`", "")
        except ScriptError:
            continue
    return ""
