"""People in a class, each with a browser of their own, against a server that runs."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from app.recording import is_signed
from app.wire import PROTOCOL
from raft_core.trace.read import read_trace
from raft_core.trace.verify import verify
from tests.app.line import Frame, Line, Served

LESSON = "the-raft-algorithm"
SCENARIO = "an-election"
QUESTION = "what-a-timeout-does"
"""The first question of that scenario, asked at once."""


@dataclass
class Person:
    """A browser with its cookies, and what it knows of the class it is in."""

    served: Served
    client: httpx.Client
    course: dict[str, Any] = field(default_factory=dict)

    def ask(self, method: str, path: str, body: object = None, status: int = 200) -> Any:  # noqa: ANN401 - any JSON
        """The answer to a request, which is to have a status."""
        options: dict[str, Any] = {"json": body} if body is not None else {}
        answer = self.client.request(method, path, **options)
        assert answer.status_code == status, f"{answer.status_code} {answer.text}"
        return answer.json()

    def refused(self, method: str, path: str, body: object = None) -> tuple[int, str]:
        """The status and the code of an answer that says no."""
        answer = self.client.request(method, path, json=body)
        document = answer.json()
        assert document.keys() == {"code", "says", "where", "legal"}, answer.text
        assert document["says"].endswith("."), answer.text
        return answer.status_code, document["code"]

    @property
    def path(self) -> str:
        """Where the class is."""
        return f"/api/classes/{self.course['class']}"

    @property
    def id(self) -> str:
        """Who one is in it."""
        identity: str = self.course["member"]
        return identity

    def join(self, code: str, name: str, **more: str) -> Person:
        """Come into a class."""
        answer = self.client.post("/api/classes/join", json={"code": code, "name": name, **more})
        assert answer.status_code in (200, 201), answer.text
        self.course = answer.json()
        return self

    def whole(self) -> Frame:
        """The class as one sees it."""
        frame: Frame = self.ask("GET", self.path)
        return frame

    def watch(self) -> Line:
        """The socket of the class."""
        return self._line(f"/ws/classes/{self.course['class']}")

    def enter(self, seat: dict[str, str] | None = None) -> Line:
        """A room: the presenter's, if no other is named."""
        seat = seat if seat is not None else self.course["seat"]
        line = self._line(f"/ws/rooms/{seat['room']}?key={seat['key']}")
        line.until("welcome")
        return line

    def explore(self, status: int = 201, **wish: object) -> dict[str, str]:
        """The seat of one's own room."""
        seat: dict[str, str] = self.ask("POST", f"{self.path}/explore", wish, status)["seat"]
        return seat

    def _line(self, path: str) -> Line:
        cookies = "; ".join(f"{name}={value}" for name, value in self.client.cookies.items())
        connection = connect(
            f"ws://127.0.0.1:{self.served.port}{path}",
            subprotocols=[Subprotocol(PROTOCOL)],
            additional_headers={"Cookie": cookies},
            max_size=None,
            compression=None,
            close_timeout=0.5,
        )
        return Line(self.served.lines.enter_context(connection))


def person(served: Served) -> Person:
    """Somebody with a browser that has never been here."""
    return Person(served, served.lines.enter_context(httpx.Client(base_url=served.http, timeout=60)))


def instructor(served: Served) -> Person:
    """Who knows the instructor key."""
    who = person(served)
    who.ask("POST", "/api/instructor", {"key": served.context.classes.instructor.fresh})
    return who


def presenter(served: Served, lesson: str | None = LESSON, scenario: str | None = SCENARIO, **more: str) -> Person:
    """Who has opened a class."""
    who = instructor(served)
    wish = {"title": "Tuesday group", "name": "Dr. Okafor", "lesson": lesson, "scenario": scenario, **more}
    who.course = who.ask("POST", "/api/classes", wish, 201)
    return who


def student(owner: Person, name: str) -> Person:
    """Who has joined that class."""
    return person(owner.served).join(owner.course["code"], name)


def of(line: Line, part: str, where: Callable[[Any], bool]) -> Any:  # noqa: ANN401 - any part of a frame
    """The next news of a part of the class that fit."""
    frame = line.until("changes", lambda frame: frame[part] is not None and where(frame[part]))
    return frame[part]


def row_of(who: Person, student: Person) -> Frame:
    """A student's row on somebody's dashboard."""
    (row,) = [row for row in who.whole()["rows"] if row["id"] == student.id]
    found: Frame = row
    return found


def act(line: Line, directive: str, branch: str = "main", position: int | None = None) -> Frame:
    """What is answered to a line of script."""
    line.send(type="intervene", request=7, directive=directive, branch=branch, position=position)
    while True:
        frame = line.receive()
        if frame.get("request") == 7:
            return frame


def end_of(who: Person, seat: dict[str, str], branch: str = "main") -> Frame:
    """The last line of a room's trace, without its signature: what its state comes to."""
    answer = httpx.get(
        f"{who.served.http}/api/rooms/{seat['room']}/trace", params={"key": seat["key"], "branch": branch}
    )
    assert answer.status_code == 200, answer.text
    assert is_signed(answer.text, who.served.context.signer)
    assert verify(read_trace(answer.text)).identical
    frame: Frame = json.loads(answer.text.splitlines()[-2])
    return frame


def ask_class(lead: Line) -> None:
    """Wait until the presenter sees the first question."""
    lead.until("question", lambda frame: frame["id"] == QUESTION and frame["state"] == "open")


def vote(line: Line, choice: str | None, question: str = QUESTION) -> Frame:
    """What is answered to an answer."""
    line.send(type="answer", request=5, question=question, choice=choice)
    while True:
        frame = line.receive()
        if frame.get("request") == 5:
            return frame


def forget_room(served: Served, identity: str) -> None:
    """Let nothing be left of a room, as its owner might, or a disk."""
    rooms = served.context.rooms
    loop = served.server.servers[0].get_loop()
    asyncio.run_coroutine_threadsafe(rooms.forget(rooms.find(identity)), loop).result(10)
