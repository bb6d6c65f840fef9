"""A server that is killed (-9) in the middle of a class has lost nobody, no ballot and nothing that was done alone."""

from __future__ import annotations

import random
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from time import sleep
from typing import TYPE_CHECKING, Any, Final

import httpx
import orjson
import pytest
from websockets.exceptions import WebSocketException
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from app.wire import PROTOCOL
from tests.app.line import Line
from tests.app.test_kill import PATIENCE_S, Server, server

if TYPE_CHECKING:
    pass

__all__ = ["server"]

KILLS: Final = 10
STUDENTS: Final = 3
LONGEST_LIFE_S: Final = 4.0
LINES: Final = ("crash S1", "restart S1", "isolate S2", "heal", "pause S3", "resume S3")


@dataclass
class Told:
    """What a student was told was done."""

    course: dict[str, Any] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)
    ballots: dict[str, str] = field(default_factory=dict)
    seat: dict[str, str] | None = None
    acts: list[tuple[int, str]] = field(default_factory=list)


class Student(threading.Thread):
    """Joins, answers, explores and acts alone, until the line breaks."""

    def __init__(self, server: Server, code: str, told: Told, seed: int) -> None:
        super().__init__(daemon=True)
        self.server = server
        self.code = code
        self.told = told
        self.dice = random.Random(seed)  # noqa: S311 - no secret
        self.faults: list[BaseException] = []

    def run(self) -> None:
        """Act until there is nobody left who answers."""
        try:
            with httpx.Client(base_url=self.server.http, timeout=PATIENCE_S, cookies=self.told.cookies) as client:
                self.take_part(client)
        except (WebSocketException, OSError, EOFError, httpx.TransportError):
            pass
        except BaseException as fault:  # noqa: BLE001 - the test is to hear of it
            self.faults.append(fault)

    def take_part(self, client: httpx.Client) -> None:
        """All that a student does."""
        told = self.told
        answer = client.post("/api/classes/join", json={"code": self.code, "name": "Sam"})
        assert answer.status_code in (200, 201), answer.text
        assert told.course in ({}, {**answer.json(), "renamed": told.course.get("renamed")})
        told.course, told.cookies = answer.json(), {each.name: each.value or "" for each in client.cookies.jar}
        if not told.ballots:
            with self.line(told.course["seat"]) as line:
                question = Line(line).until("question")
                given = question["candidates"][0] if question["candidates"] else "1"
                reply = self.asked(Line(line), type="answer", question=question["id"], choice=given)
                if reply["type"] == "accepted":
                    told.ballots[question["id"]] = given
        explored = client.post(f"/api/classes/{told.course['class']}/explore", json={})
        assert explored.status_code in (200, 201), explored.text
        assert told.seat in (None, explored.json()["seat"])
        told.seat = explored.json()["seat"]
        with self.line(explored.json()["seat"]) as socket:
            line = Line(socket)
            while True:
                directive = self.dice.choice(LINES)
                reply = self.asked(line, type="intervene", directive=directive, branch="main", position=None)
                if reply["type"] == "accepted":
                    told.acts.append((reply["position"], directive))

    def line(self, seat: dict[str, str]) -> Any:  # noqa: ANN401 - a context manager of the library
        """The socket of a room."""
        address = f"ws://127.0.0.1:{self.server.port}/ws/rooms/{seat['room']}?key={seat['key']}"
        return connect(address, subprotocols=[Subprotocol(PROTOCOL)], max_size=None, compression=None)

    def asked(self, line: Line, **frame: object) -> dict[str, Any]:
        """The answer to a request."""
        line.send(request=1, **frame)
        while True:
            answer = line.receive(PATIENCE_S)
            if answer.get("request") == 1:
                return answer


def check(server: Server, told: Told) -> None:
    """Everything that a student was told is there."""
    if not told.course:
        return
    with httpx.Client(base_url=server.http, timeout=PATIENCE_S, cookies=told.cookies) as client:
        whole = client.get(f"/api/classes/{told.course['class']}").json()
        assert whole["me"]["name"] == told.course["name"]
        ballots = {ballot["question"]: ballot["choice"] for ballot in whole["me"]["ballots"]}
        assert told.ballots.items() <= ballots.items()
        if told.seat is None:
            return
        assert whole["me"]["own"] == told.seat
        trace = client.get(f"/api/rooms/{told.seat['room']}/trace", params={"key": told.seat["key"]})
        assert trace.status_code == 200, trace.text
        lines = [orjson.loads(line) for line in trace.text.splitlines()]
        done = {(line["position"], line["directive"]) for line in lines if line["type"] == "intervention"}
        assert set(told.acts) <= done


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_class_loses_nothing_that_was_acknowledged(server: Server) -> None:
    dice = random.Random(7)  # noqa: S311 - no secret
    server.start()
    log = (server.folder / "log").read_text()
    key = log.partition("The instructor key is ")[2].split()[0]
    owner = httpx.Client(base_url=server.http, timeout=PATIENCE_S)
    owner.post("/api/instructor", json={"key": key})
    wish = {"title": "T", "name": "Ada", "lesson": "every-kind", "scenario": "pick-a-server"}
    course = owner.post("/api/classes", json=wish).json()
    students = [Told(), Told()]
    hidden = False
    for life in range(KILLS):
        students.append(Told())
        here = dice.sample(students, min(STUDENTS, len(students)))
        threads = [Student(server, course["code"], told, 100 * life + n) for n, told in enumerate(here)]
        for thread in threads:
            thread.start()
        with suppress(httpx.TransportError):
            changed = owner.patch(f"/api/classes/{course['class']}", json={"names_hidden": not hidden})
            hidden = changed.json()["names_hidden"]
        sleep(dice.uniform(0.5, LONGEST_LIFE_S))
        server.kill()
        for thread in threads:
            thread.join(timeout=PATIENCE_S)
            assert thread.faults == []
        server.start()
        assert owner.get(f"/api/classes/{course['class']}").json()["head"]["names_hidden"] == hidden
        for told in students:
            check(server, told)
    assert any(told.acts for told in students)
    assert any(told.ballots for told in students)
    owner.close()
