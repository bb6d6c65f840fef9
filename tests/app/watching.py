"""A room with a viewer whose frames are taken by hand, without a network."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Coroutine
from typing import Any, TypeVar

from app.commands import obey
from app.cursor import Cursor
from app.metrics import Metrics
from app.room import Room
from app.settings import Settings
from app.viewer import Viewer
from app.wire.browser import read_frame
from app.wire.server import ServerFrame
from raft_core.script import parse

Frame = dict[str, Any]
T = TypeVar("T")

SMALL = "cluster S1 S2 S3 seed=7"


def room_of(settings: Settings, script: str = SMALL) -> Room:
    """A room of a script's set-up."""
    return Room(parse(script).scenario, settings, Metrics())


def timed(work: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine, for ten seconds at most."""

    async def bounded() -> T:
        async with asyncio.timeout(40):
            return await work

    return asyncio.run(bounded())


async def ask(room: Room, viewer: Viewer, **frame: object) -> Frame:
    """Let the room obey a frame; the answer as a document, empty when there is none."""
    answer = await obey(room, viewer, read_frame(json.dumps(frame), 65_536))
    return encoded(answer) if answer is not None else {}


def encoded(frame: ServerFrame | str) -> Frame:
    """A frame as it is on the wire."""
    document: Frame = json.loads(frame if isinstance(frame, str) else frame.encode())
    return document


def news(cursor: Cursor) -> list[Frame]:
    """Everything that a cursor has to send now."""
    frames: list[Frame] = []
    while (outgoing := cursor.next()) is not None:
        frames.append(json.loads(outgoing.text))
    return frames


def steps_of(frames: list[Frame], branch: str = "main") -> list[int]:
    """The positions in the steps of a branch, in the order in which they came."""
    found = [frame for frame in frames if frame["type"] == "steps" and frame["branch"] == branch]
    return [step["position"] for frame in found for step in frame["steps"]]


def types(frames: list[Frame]) -> list[str]:
    """The types of frames, without frames of steps that hold none."""
    return [frame["type"] for frame in frames if frame["type"] != "steps" or frame["steps"]]


async def take(room: Room, viewer: Viewer, count: int, of: int = 1) -> None:
    """Take steps, in so many frames of `of` steps each."""
    for _ in range(count):
        await ask(room, viewer, type="step", request=0, count=of)
