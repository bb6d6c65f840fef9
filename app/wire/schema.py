"""The frames and what they carry, as JSON Schema and as AsyncAPI: made from the models, never written by hand."""

from __future__ import annotations

from functools import cache
from typing import Any, Final, get_args

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from app.wire import PROTOCOL
from app.wire.browser import BROWSER_FRAMES
from app.wire.server import SERVER_FRAMES
from raft_core import ENGINE_VERSION

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
SOCKET: Final = "/ws/rooms/{room}"


@cache
def frames_schema() -> dict[str, Any]:
    """JSON Schema: `$defs` holds every frame and document; a document that is valid is a frame of either side."""
    schema = _definitions("#/$defs/{model}")
    return {
        "$schema": DIALECT,
        "title": f"Frames of {PROTOCOL}",
        "description": "Text messages on the websocket of a room, one JSON object each.",
        "oneOf": [{"$ref": "#/$defs/ServerFrame"}, {"$ref": "#/$defs/BrowserFrame"}],
        "$defs": {
            "ServerFrame": _union([frame.__name__ for frame in SERVER_FRAMES]),
            "BrowserFrame": _union([frame.__name__ for frame in BROWSER_FRAMES]),
            **schema,
        },
    }


@cache
def asyncapi() -> dict[str, Any]:
    """AsyncAPI 3 description of the socket."""
    sent, received = [frame.__name__ for frame in SERVER_FRAMES], [frame.__name__ for frame in BROWSER_FRAMES]
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Orbital Raft",
            "version": ENGINE_VERSION,
            "description": "A room: frames of a simulated Raft cluster, and what may be asked of it.",
            "license": {"name": "Apache-2.0"},
        },
        "defaultContentType": "application/json",
        "channels": {
            "room": {
                "address": SOCKET,
                "description": f"A websocket with the sub-protocol {PROTOCOL}.",
                "parameters": {"room": {"description": "The id of a room, from POST /api/rooms."}},
                "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in [*sent, *received]},
                "bindings": {
                    "ws": {
                        "method": "GET",
                        "query": {
                            "type": "object",
                            "required": ["key"],
                            "properties": {
                                "key": {"type": "string", "description": "The room's key to control or to watch."},
                                "branch": {"type": "string", "description": "After a lost connection: this branch"},
                                "position": {
                                    "type": "integer",
                                    "minimum": 0,
                                    "description": "is known up to here, and what came later is sent.",
                                },
                            },
                        },
                    }
                },
            }
        },
        "operations": {"receiveFrame": _operation("send", sent), "sendFrame": _operation("receive", received)},
        "components": {
            "messages": {frame.__name__: _message(frame) for frame in (*SERVER_FRAMES, *BROWSER_FRAMES)},
            "schemas": _definitions("#/components/schemas/{model}"),
        },
    }


def frame_type(frame: type[Any]) -> str:
    """The `type` of a frame."""
    return str(get_args(frame.model_fields["type"].annotation)[0])


def summary(model: type[Any]) -> str:
    """The docstring of a model, in one line."""
    return " ".join((model.__doc__ or "").split())


def _definitions(template: str) -> dict[str, Any]:
    sent: list[tuple[type[BaseModel], JsonSchemaMode]] = [(frame, "serialization") for frame in SERVER_FRAMES]
    received: list[tuple[type[BaseModel], JsonSchemaMode]] = [(frame, "validation") for frame in BROWSER_FRAMES]
    _, schema = models_json_schema(sent + received, ref_template=template)
    definitions: dict[str, Any] = schema["$defs"]
    return definitions


def _union(names: list[str]) -> dict[str, Any]:
    return {"oneOf": [{"$ref": f"#/$defs/{name}"} for name in names]}


def _operation(action: str, names: list[str]) -> dict[str, Any]:
    messages = [{"$ref": f"#/channels/room/messages/{name}"} for name in names]
    return {"action": action, "channel": {"$ref": "#/channels/room"}, "messages": messages}


def _message(frame: type[Any]) -> dict[str, Any]:
    payload = {"$ref": f"#/components/schemas/{frame.__name__}"}
    return {"name": frame_type(frame), "title": frame.__name__, "summary": summary(frame), "payload": payload}
