"""A line to a running server: what a browser does, step by step and without a browser."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Final

import httpx
import uvicorn
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from app.context import Context
from app.wire import PROTOCOL

Frame = dict[str, Any]
PATIENCE_S: Final = 40.0


def anything(_: Frame) -> bool:
    """Every frame will do."""
    return True


@dataclass
class Line:
    """A websocket and every frame that came over it."""

    socket: ClientConnection
    seen: list[Frame] = field(default_factory=list)

    def send(self, **frame: object) -> None:
        """Send a frame."""
        self.socket.send(json.dumps(frame))

    def receive(self, timeout_s: float = PATIENCE_S) -> Frame:
        """The next frame."""
        text = self.socket.recv(timeout=timeout_s)
        frame: Frame = json.loads(text)
        self.seen.append(frame)
        return frame

    def until(self, kind: str, where: Callable[[Frame], bool] = anything) -> Frame:
        """The next frame of a type that fits."""
        deadline = monotonic() + PATIENCE_S
        while monotonic() < deadline:
            frame = self.receive()
            if frame["type"] == kind and where(frame):
                return frame
        raise AssertionError(f"no {kind} came; {[frame['type'] for frame in self.seen[-20:]]}")

    def until_position(self, position: int, branch: str = "main") -> None:
        """Wait until the steps up to a position have come."""

        def reaches(frame: Frame) -> bool:
            return frame["branch"] == branch and any(step["position"] >= position for step in frame["steps"])

        if position not in self.positions(branch):
            self.until("steps", reaches)

    def positions(self, branch: str = "main") -> list[int]:
        """The positions of all steps of a branch that came, in the order in which they came."""
        frames = [frame for frame in self.seen if frame["type"] == "steps" and frame["branch"] == branch]
        return [step["position"] for frame in frames for step in frame["steps"]]

    def ended_with(self) -> int:
        """The close code, after everything was read."""
        try:
            while True:
                self.receive()
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd is not None else 1006


@dataclass
class Served:
    """A server that runs."""

    port: int
    context: Context
    server: uvicorn.Server
    thread: threading.Thread
    lines: ExitStack = field(default_factory=ExitStack)

    @property
    def http(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def open_room(self, **wish: str) -> dict[str, str]:
        """A new room and its keys."""
        answer = httpx.post(f"{self.http}/api/rooms", json=wish)
        assert answer.status_code == 201, answer.text
        seat: dict[str, str] = answer.json()
        return seat

    def address(self, seat: dict[str, str], role: str = "control", resume: str = "") -> str:
        """The address of a room's socket."""
        return f"ws://127.0.0.1:{self.port}/ws/rooms/{seat['room']}?key={seat[role]}{resume}"

    def join(
        self,
        seat: dict[str, str],
        role: str = "control",
        resume: str = "",
        origin: str | None = None,
        **options: Any,  # noqa: ANN401 - whatever the client takes
    ) -> Line:
        """Enter a room."""
        connection = connect(
            self.address(seat, role, resume),
            subprotocols=[Subprotocol(PROTOCOL)],
            origin=Origin(origin) if origin is not None else None,
            max_size=None,
            compression=None,
            close_timeout=0.5,
            **options,
        )
        return Line(self.lines.enter_context(connection))
