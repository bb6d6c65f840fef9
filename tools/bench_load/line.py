"""A viewer's end of a websocket: a plain socket of the loopback, and as little work a frame as can be."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from typing import Final
from urllib.parse import quote

PROTOCOL: Final = "orbital-raft.v1"
CHUNK: Final = 1 << 18
TEXT, CLOSE, PING, PONG = 1, 8, 9, 10
FIN: Final = 0x80
MASKED: Final = 0x80
SHORT, LONG = 126, 127
SWITCHING: Final = b"HTTP/1.1 101"
CONNECT_S: Final = 30.0


class Refused(Exception):  # noqa: N818 - the server's answer, told as it is
    """The server did not let the viewer in; `head` is what it answered."""

    def __init__(self, head: str) -> None:
        super().__init__(head.partition("\r\n")[0])
        self.head = head


class Line:
    """One connection to a room. `code` is what it was closed with, None as long as it is open."""

    def __init__(self, port: int, room: str, key: str, receive_buffer: int = 0) -> None:
        """Connects. Raises Refused, with the first line of the answer, and OSError."""
        self.code: int | None = None
        self._rest = bytearray()
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        if receive_buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.settimeout(CONNECT_S)
        self.socket.connect(("127.0.0.1", port))
        self.socket.sendall(
            f"GET /ws/rooms/{quote(room)}?key={quote(key)} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
            "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            f"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: {PROTOCOL}\r\n\r\n".encode()
        )
        while b"\r\n\r\n" not in self._rest:
            data = self.socket.recv(CHUNK)
            if not data:
                break
            self._rest += data
        head, _, self._rest = self._rest.partition(b"\r\n\r\n")
        if not head.startswith(SWITCHING):
            self.socket.close()
            raise Refused(head.decode("latin-1"))
        self.socket.setblocking(False)

    def send(self, **frame: object) -> None:
        """Send a frame, masked as a browser must."""
        self._send(TEXT, json.dumps(frame).encode())

    def receive(self) -> Iterator[bytes]:
        """The texts that have come since; ends with `code` set when the line is closed."""
        try:
            data = self.socket.recv(CHUNK)
        except BlockingIOError:
            data = b""
        except OSError:
            self.code = self.code or 1006
            return
        else:
            if not data:
                self.code = self.code or 1006
        self._rest += data
        rest, at = self._rest, 0
        while (found := _frame(rest, at)) is not None:
            kind, start, at = found
            if kind == TEXT:
                yield bytes(rest[start:at])
            elif kind == PING:
                self._send(PONG, bytes(rest[start:at]))
            elif kind == CLOSE:
                self.code = int.from_bytes(rest[start : start + 2], "big")
        del rest[:at]

    def close(self) -> None:
        """Be gone."""
        self.socket.close()

    def _send(self, kind: int, payload: bytes) -> None:
        if len(payload) < SHORT:
            head = bytes((FIN | kind, MASKED | len(payload)))
        else:
            head = bytes((FIN | kind, MASKED | SHORT)) + len(payload).to_bytes(2, "big")
        mask = os.urandom(4)
        masked = bytes(byte ^ mask[at % 4] for at, byte in enumerate(payload))
        # Frames to the server are small, so that the socket takes them at once.
        self.socket.sendall(head + mask + masked)


def _frame(data: bytearray, at: int) -> tuple[int, int, int] | None:
    """Kind, start and end of the frame at a place in what came; None when it is not whole."""
    if len(data) < at + 2:
        return None
    size, start = data[at + 1], at + 2
    if size == SHORT:
        size, start = int.from_bytes(data[start : start + 2], "big"), start + 2
    elif size == LONG:
        size, start = int.from_bytes(data[start : start + 8], "big"), start + 8
    if len(data) < start + size or start > len(data):
        return None
    return data[at] & 0x0F, start, start + size
