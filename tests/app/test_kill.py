"""A server that is killed (-9) at any moment has lost nothing of what it acknowledged."""

from __future__ import annotations

import random
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep
from typing import Any, Final

import httpx
import orjson
import pytest
from websockets.exceptions import WebSocketException
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from app.wire import PROTOCOL
from tests.app.line import Line
from tests.lessons.samples import KINDS

KILLS: Final = 50
ROOMS: Final = 3
LONGEST_LIFE_S: Final = 0.7
PATIENCE_S: Final = 120.0
"""A server that starts on a busy machine takes its time."""
LINES: Final = (
    "crash S1",
    "restart S1",
    "cut S2 S3",
    "heal",
    "client c1 put x {}",
    "pause S4",
    "resume S4",
    "run 200ms",
)


class Server:
    """`orbital-raft serve` as a process of its own, on the same port and data in every life."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with closing(socket.create_server(("127.0.0.1", 0))) as free:
            self.port: int = free.getsockname()[1]
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def http(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Begin a life; returns when it answers."""
        options: list[str | Path] = [
            "--port",
            str(self.port),
            "--data-dir",
            self.folder / "data",
            "--lessons-dir",
            KINDS,
            "--no-open",
        ]
        with (self.folder / "log").open("ab") as log:
            program = Path(sys.executable).with_name("orbital-raft")
            self.process = subprocess.Popen(
                [program, "serve", *options], stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        until = monotonic() + PATIENCE_S
        while monotonic() < until:
            with suppress(httpx.TransportError):
                if httpx.get(f"{self.http}/healthz", timeout=PATIENCE_S).status_code == 200:
                    return
            sleep(0.05)
        raise AssertionError((self.folder / "log").read_text())

    def kill(self) -> None:
        """End a life without a word."""
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait(timeout=30)
            self.process = None


@dataclass
class Told:
    """What a learner was told was done."""

    acts: list[tuple[str, int, str]] = field(default_factory=list)
    answers: list[tuple[str, str]] = field(default_factory=list)
    branches: set[str] = field(default_factory=set)


class Learner(threading.Thread):
    """Does one thing after the other in a room, until the line breaks, and keeps what was acknowledged."""

    def __init__(self, server: Server, seat: dict[str, str], told: Told, seed: int) -> None:
        super().__init__(daemon=True)
        self.server = server
        self.seat = seat
        self.told = told
        self.dice = random.Random(seed)  # noqa: S311 - no secret
        self.faults: list[BaseException] = []

    def run(self) -> None:
        """Act until there is nobody left who answers."""
        address = f"ws://127.0.0.1:{self.server.port}/ws/rooms/{self.seat['room']}?key={self.seat['control']}"
        try:
            with connect(address, subprotocols=[Subprotocol(PROTOCOL)], max_size=None, compression=None) as socket_:
                line = Line(socket_)
                assert line.receive(PATIENCE_S)["type"] == "welcome"
                for request in range(1, 10_000):
                    self.act(line, request)
        except (WebSocketException, OSError, EOFError):
            pass
        except BaseException as fault:  # noqa: BLE001 - the test is to hear of it
            self.faults.append(fault)

    def act(self, line: Line, request: int) -> None:
        """One thing, and what is said to it."""
        question = next((f for f in reversed(line.seen) if f["type"] == "question" and f["state"] == "open"), None)
        if question is not None and self.dice.random() < 0.5:
            given = question["candidates"][0] if question["candidates"] else "1"
            answer = self.asked(line, request, type="answer", question=question["id"], choice=given)
            if answer["type"] == "accepted":
                self.told.answers.append((question["id"], given))
            return
        if self.told.acts and self.dice.random() < 0.05:
            branch, position, _ = self.dice.choice(self.told.acts)
            answer = self.asked(line, request, type="fork", branch=branch, position=position)
            if answer["type"] == "accepted":
                self.told.branches.add(answer["branch"])
            return
        directive = self.dice.choice(LINES).format(request)
        elsewhere = self.dice.random() < 0.2
        branch = self.dice.choice(sorted(self.told.branches | {"main"})) if elsewhere else self.active(line)
        answer = self.asked(line, request, type="intervene", directive=directive, branch=branch, position=None)
        if answer["type"] == "accepted" and not directive.startswith("run"):
            self.told.acts.append((answer["branch"], answer["position"], directive))

    def active(self, line: Line) -> str:
        """The branch that was active when it was last said."""
        branch: str = next(f["branch"] for f in reversed(line.seen) if f["type"] in ("branches", "welcome"))
        return branch

    def asked(self, line: Line, request: int, **frame: object) -> dict[str, Any]:
        """The answer to a request."""
        line.send(request=request, **frame)
        while True:
            answer = line.receive(PATIENCE_S)
            if answer.get("request") == request:
                return answer


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path)
    yield server
    server.kill()


def check(server: Server, seat: dict[str, str], told: Told) -> None:
    """Everything that was acknowledged is in the traces of the room, at its place."""
    key = {"key": seat["control"]}
    address = f"{server.http}/api/rooms/{seat['room']}"
    for branch in sorted({act[0] for act in told.acts} | told.branches | {"main"}):
        answer = httpx.get(f"{address}/trace", params={**key, "branch": branch}, timeout=PATIENCE_S)
        assert answer.status_code == 200, answer.text
        lines = [orjson.loads(line) for line in answer.text.splitlines()]
        done = {(line["position"], line["directive"]) for line in lines if line["type"] == "intervention"}
        missing = [act for act in told.acts if act[0] == branch and act[1:] not in done]
        assert missing == []
        given = {(line["question"], line["choice"]) for line in lines if line["type"] == "answer"}
        assert branch != "main" or set(told.answers) <= given


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_nothing_that_was_acknowledged_is_lost(server: Server) -> None:
    dice = random.Random(4)  # noqa: S311 - no secret
    server.start()
    lesson = {"lesson": "every-kind", "scenario": "a-number"}
    wishes = [{}, lesson, {"script": "cluster S1 S2 S3 S4 S5 seed=3"}]
    seats = [httpx.post(f"{server.http}/api/rooms", json=wish, timeout=PATIENCE_S).json() for wish in wishes[:ROOMS]]
    told = [Told() for _ in seats]
    for life in range(KILLS):
        learners = [Learner(server, seat, told[index], 100 * life + index) for index, seat in enumerate(seats)]
        for learner in learners:
            learner.start()
        sleep(dice.uniform(0.05, LONGEST_LIFE_S))
        server.kill()
        for learner in learners:
            learner.join(timeout=PATIENCE_S)
            assert not learner.is_alive()
            assert learner.faults == []
        server.start()
        if life % 10 == 9:
            for seat, acknowledged in zip(seats, told, strict=True):
                check(server, seat, acknowledged)
    assert sum(len(each.acts) for each in told) > KILLS
    assert not [line for line in (server.folder / "log").read_text().splitlines() if '"level": "error"' in line]
