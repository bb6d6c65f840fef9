"""The server stops: viewers are told, in bounded time, and whoever does not listen is not waited for."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import httpx
import pytest

from tools.bench_load.crowd import Crowd
from tools.bench_load.measures import CLUSTER, Presenter, stall
from tools.bench_load.server import Server

RESTARTS = 1012
STOP_S = 1.0
LONGEST_S = STOP_S + 2 + 12
"""What viewers have, what uvicorn gives to connections that do not close, and some for a busy machine."""


@pytest.fixture
def process(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """`orbital-raft serve` in a process of its own."""
    program = Path(sys.executable).with_name("orbital-raft")
    options = ("--port", "0", "--no-open", "--data-dir", tmp_path / "data", "--stop-seconds", str(STOP_S))
    with (tmp_path / "log").open("w", encoding="utf-8") as log:
        running = subprocess.Popen([program, "serve", *options], stdout=subprocess.PIPE, stderr=log, text=True)
        yield running
        if running.poll() is None:
            running.kill()
        running.wait(10)
        assert running.stdout is not None
        running.stdout.close()
    assert "Traceback" not in (tmp_path / "log").read_text(encoding="utf-8")


def port_of(process: subprocess.Popen[str]) -> int:
    """Where it listens."""
    assert process.stdout is not None
    return int(process.stdout.readline().split()[4].rstrip("/").rsplit(":", 1)[1])


def test_viewers_get_a_last_word_and_the_stalled_one_holds_nobody_up(process: subprocess.Popen[str]) -> None:
    server = Server(port_of(process))
    crowd = Crowd()
    seat = server.open_room(CLUSTER.format(seed=7))
    presenter = Presenter(crowd.join(server.port, seat, "control"))
    followers = [crowd.join(server.port, seat) for _ in range(5)]
    idle = socket.create_connection(("127.0.0.1", server.port))
    stalled = stall(server, seat)
    crowd.run(monotonic() + 0.5)
    presenter.act()
    began = monotonic()
    process.send_signal(signal.SIGTERM)
    crowd.run(began + STOP_S + 1)
    assert [viewer.line.code for viewer in [presenter.viewer, *followers]] == [RESTARTS] * 6
    assert all(viewer.missing == 0 and viewer.errors == [] for viewer in followers)
    process.wait(LONGEST_S)
    assert monotonic() - began < LONGEST_S
    assert process.returncode in (0, -signal.SIGTERM)
    crowd.close()
    stalled.close()
    idle.close()


def test_with_nobody_there_it_stops_at_once(process: subprocess.Popen[str]) -> None:
    port = port_of(process)
    assert httpx.get(f"http://127.0.0.1:{port}/healthz", timeout=60).status_code == 200
    began = monotonic()
    process.send_signal(signal.SIGTERM)
    process.wait(LONGEST_S)
    assert monotonic() - began < LONGEST_S - STOP_S


def test_ctrl_c_does_the_same(process: subprocess.Popen[str]) -> None:
    # the address is told before the server listens to signals; where Ctrl+C is ignored, it would be lost until then
    assert httpx.get(f"http://127.0.0.1:{port_of(process)}/healthz", timeout=60).status_code == 200
    process.send_signal(signal.SIGINT)
    process.wait(LONGEST_S)
