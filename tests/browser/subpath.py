"""A small reverse proxy on the loopback: it serves another server under a path, websockets too."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

HEAD = b"\r\n\r\n"


class SubPath:
    """Serves `target` under `path`, and takes it off on the way.

    A request outside of the path is answered 418: a page that asks for it has forgotten where it lies. Every
    connection carries one request, or one websocket.
    """

    def __init__(self, target: str, path: str) -> None:
        self._host, self._port = urlsplit(target).hostname or "", urlsplit(target).port or 80
        self._path = path
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self.astray: list[str] = []
        self.port = 0

    @property
    def url(self) -> str:
        """The address of the lab, as the browser sees it."""
        return f"http://127.0.0.1:{self.port}{self._path}"

    def __enter__(self) -> Self:
        self._thread.start()
        starting = asyncio.start_server(self._serve, "127.0.0.1", 0)
        self._server = asyncio.run_coroutine_threadsafe(starting, self._loop).result(10)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        async def stop() -> None:
            self._server.close()
            mine = asyncio.current_task()
            tasks = [task for task in asyncio.all_tasks() if task is not mine]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await self._server.wait_closed()

        asyncio.run_coroutine_threadsafe(stop(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError), contextlib.closing(writer):
            head = (await reader.readuntil(HEAD)).decode("latin-1")
            line, _, rest = head.partition("\r\n")
            method, path, version = line.split(" ")
            if path != self._path and not path.startswith(f"{self._path}/"):
                self.astray.append(path)
                writer.write(b"HTTP/1.1 418 Astray\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                return
            path = path.removeprefix(self._path) or "/"
            there, back = await asyncio.open_connection(self._host, self._port)
            told = [f"{method} {path} {version}", "X-Forwarded-For: 203.0.113.7", "X-Forwarded-Proto: http"]
            if "upgrade:" not in rest.lower():
                told.append("Connection: close")
                rest = "\r\n".join(field for field in rest.split("\r\n") if not field.lower().startswith("connection:"))
            with contextlib.closing(back):
                back.write(("\r\n".join([*told, rest])).encode("latin-1"))
                copies = [asyncio.create_task(_copy(reader, back)), asyncio.create_task(_copy(there, writer))]
                await asyncio.wait(copies, return_when=asyncio.FIRST_COMPLETED)
                await asyncio.wait(copies[1:], timeout=2)
                for task in copies:
                    task.cancel()


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while data := await reader.read(65_536):
            writer.write(data)
            await writer.drain()
