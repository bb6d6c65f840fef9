"""One address cannot have everything: rooms a minute, connections at a time, and what a body may hold."""

from __future__ import annotations

import socket
from time import monotonic, sleep
from typing import TYPE_CHECKING

import httpx
import pytest
from starlette.requests import HTTPConnection

import app.bodies
import app.slow
from app.limits import FORGET_AT, Allowance, Presence, address_of
from app.main import create_app
from tests.app.browser import Browser
from tools.bench_load.line import Line, Refused

if TYPE_CHECKING:
    from tests.app.conftest import MakeSettings
    from tests.app.conftest import Serve as StartServer

HUNDRED_MB = 100 * 1024 * 1024


class Clock:
    """A clock that goes on when it is told."""

    def __init__(self) -> None:
        self.now_s = 1_000.0

    def __call__(self) -> float:
        return self.now_s


def test_an_allowance_is_a_minutes_worth_and_comes_back_evenly() -> None:
    clock = Clock()
    allowance = Allowance(6, clock)
    assert [allowance.take("a") for _ in range(7)] == [0] * 6 + [10]
    clock.now_s += 4
    assert allowance.take("a") == 6, "it says how long"
    clock.now_s += 6
    assert allowance.take("a") == 0
    assert allowance.take("a") == 10
    assert allowance.take("b") == 0, "another address has its own"


def test_addresses_that_have_their_whole_allowance_again_are_forgotten() -> None:
    clock = Clock()
    allowance = Allowance(60, clock)
    for number in range(FORGET_AT):
        allowance.take(str(number))
    clock.now_s += 61
    allowance.take("one more")
    assert len(allowance) == 1


def test_connections_are_counted_by_address() -> None:
    presence = Presence(2)
    assert [presence.enter("a"), presence.enter("a"), presence.enter("a"), presence.enter("b")] == [
        True,
        True,
        False,
        True,
    ]
    presence.leave("a")
    assert presence.enter("a")


@pytest.mark.parametrize(
    ("host", "counted_as"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("fe80::1%eth0", "fe80::"),
        ("testclient", "testclient"),
    ],
)
def test_a_household_is_one_address(host: str, counted_as: str) -> None:
    assert address_of(HTTPConnection({"type": "http", "client": (host, 1), "headers": []})) == counted_as


def test_who_opens_too_many_rooms_is_told_when_to_come_back(make_settings: MakeSettings) -> None:
    client = Browser(create_app(make_settings(max_openings=2)))
    assert [client.post("/api/rooms", json={}).status_code for _ in range(3)] == [201, 201, 429]
    answer = client.post("/api/rooms", json={})
    assert answer.json()["code"] == "openings_limit"
    assert answer.json()["legal"] == "at most 2 rooms a minute"
    assert 1 <= int(answer.headers["Retry-After"]) <= 30


def test_a_server_that_is_full_says_when_to_come_back(make_settings: MakeSettings) -> None:
    client = Browser(create_app(make_settings(max_rooms=1)))
    client.post("/api/rooms", json={})
    answer = client.post("/api/rooms", json={})
    assert (answer.status_code, answer.json()["code"], answer.headers["Retry-After"]) == (503, "rooms_limit", "60")


def test_an_address_has_so_many_connections_and_no_more(serve: StartServer) -> None:
    served = serve(max_connections=2)
    seat = served.open_room()
    lines = [Line(served.port, seat["room"], seat["watch"]) for _ in range(2)]
    with pytest.raises(Refused, match="429") as refused:
        Line(served.port, seat["room"], seat["watch"])
    assert "retry-after: 10" in refused.value.head.lower()
    lines.pop().close()
    deadline = monotonic() + 10
    while not lines[1:]:
        assert monotonic() < deadline, "who left still counts"
        try:
            lines.append(Line(served.port, seat["room"], seat["watch"]))
        except Refused:
            sleep(0.05)
    for line in lines:
        line.close()


def test_a_trace_of_a_hundred_megabytes_is_refused_before_it_is_read(serve: StartServer) -> None:
    served = serve()
    with socket.create_connection(("127.0.0.1", served.port), timeout=10) as line:
        head = f"POST /api/rooms HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {HUNDRED_MB}"
        line.sendall(f"{head}\r\n\r\n".encode())
        assert b" 413 " in line.recv(4_096), "nothing of it was sent yet"


def test_one_that_does_not_say_its_length_is_refused_at_the_bound(serve: StartServer) -> None:
    served = serve()
    sent = 0

    def endless() -> object:
        nonlocal sent
        while sent < HUNDRED_MB:
            sent += 65_536
            yield b"x" * 65_536

    answer = httpx.post(f"{served.http}/api/rooms", content=endless(), headers={"content-type": "application/json"})  # type: ignore[arg-type]
    assert answer.status_code == 413
    assert answer.json()["code"] == "too_large"


def test_a_body_that_never_ends_is_not_waited_for(serve: StartServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app.bodies, "BODY_S", 0.3)
    served = serve()
    with socket.create_connection(("127.0.0.1", served.port), timeout=10) as line:
        line.sendall(
            b"POST /api/rooms HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{"
        )
        assert b" 408 " in line.recv(4_096)


@pytest.mark.parametrize("begun", [b"", b"GET / HTTP/1.1\r\nHost: x\r\n"])
def test_who_does_not_ask_in_time_is_put_out(serve: StartServer, monkeypatch: pytest.MonkeyPatch, begun: bytes) -> None:
    monkeypatch.setattr(app.slow, "HEAD_S", 0.5)
    served = serve()
    with socket.create_connection(("127.0.0.1", served.port), timeout=10) as line:
        line.sendall(begun)
        began = monotonic()
        gone = False
        while not gone and monotonic() < began + 8:
            # a byte now and then does not help
            sleep(0.1)
            try:
                line.sendall(b"x" if begun else b"")
                line.setblocking(False)
                gone = line.recv(1) == b""
            except BlockingIOError:
                gone = False
            except OSError:
                gone = True
        assert gone


def test_one_request_right_behind_another_is_answered_however_long_that_takes(
    serve: StartServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    served = serve()
    monkeypatch.setattr(app.slow, "HEAD_S", 0.3)
    with socket.create_connection(("127.0.0.1", served.port), timeout=20) as line:
        head = "POST /api/rooms HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n"
        line.sendall(f"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n{head}".encode())
        sleep(1)
        line.sendall(b"{}")
        told = b""
        while b" 201 " not in told:
            received = line.recv(4_096)
            assert received, told
            told += received


def test_who_asks_again_and_again_stays(serve: StartServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app.slow, "HEAD_S", 1.0)
    served = serve()
    seat = served.open_room()
    line = served.join(seat)
    with httpx.Client() as client:
        for _ in range(5):
            assert client.get(f"{served.http}/healthz").json()["status"] == "ok"
            sleep(0.3)
    line.send(type="seek", request=1, branch="main", position=0)
    line.until("keyframe", lambda frame: frame["position"] == 0)
