"""A server of its own on the loopback, its rooms and its figures."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.request import Request, urlopen

from tools.environment import executable

PATIENCE_S: Final = 30


class Server:
    """`orbital-raft serve` that runs on a port."""

    def __init__(self, port: int) -> None:
        self.port = port

    def open_room(self, script: str = "") -> dict[str, str]:
        """A new room and its keys."""
        body = json.dumps({"script": script} if script else {}).encode()
        address = f"http://127.0.0.1:{self.port}/api/rooms"
        request = Request(address, body, {"content-type": "application/json"})
        with urlopen(request, timeout=PATIENCE_S) as answer:
            seat: dict[str, str] = json.load(answer)
        return seat

    def figures(self) -> dict[str, float]:
        """What /metrics says, without the comments."""
        with urlopen(f"http://127.0.0.1:{self.port}/metrics", timeout=PATIENCE_S) as answer:
            text = answer.read().decode()
        lines = [line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#")]
        return {name: float(value) for name, value in lines}


@contextmanager
def server(*options: str) -> Iterator[Server]:
    """Start one; it ends with the block."""
    with tempfile.TemporaryDirectory() as folder:
        program = executable(Path(sys.executable).parent.parent, "orbital-raft")
        settings = ("--port", "0", "--no-open", "--data-dir", folder, "--log-level", "warning", *options)
        running = subprocess.Popen([program, "serve", *settings], stdout=subprocess.PIPE, text=True)
        try:
            said = running.stdout.readline() if running.stdout is not None else ""
            yield Server(int(said.split()[4].rstrip("/").rsplit(":", 1)[1]))
        finally:
            running.terminate()
            try:
                running.wait(15)
            except subprocess.TimeoutExpired:
                running.kill()
                running.wait()
            if running.stdout is not None:
                running.stdout.close()
