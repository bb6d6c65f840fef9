"""Running the application with uvicorn."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import socket
import sys
import webbrowser

import uvicorn
from fastapi import FastAPI
from uvicorn._types import ASGISendEvent
from uvicorn.protocols.utils import ClientDisconnected
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from app.context import Context
from app.framing import DIRECT, framed
from app.journal.lock import FolderLock
from app.logging_json import LOGGER, start_logging
from app.main import create_app
from app.memory import expect_long_history
from app.settings import Settings
from app.slow import HttpConnection

GRACE_S = 3.0
OPEN_FILES = 65_536
LARGEST_MESSAGE = 16 * 1024 * 1024


class Connection(WebSocketsSansIOProtocol):
    """A websocket that is gone when we are done with it, even if the other side no longer takes what we sent.

    Closing a transport waits until its buffer is empty, which for a browser that stopped reading is never.
    """

    async def send(self, message: ASGISendEvent) -> None:
        """Pass on what the application sends. A denial completes the handshake; uvicorn would log it as a mistake.

        Nothing more goes to a connection that broke: asyncio would complain of every write.
        """
        if message["type"] == "websocket.send" and self.transport.is_closing():
            raise ClientDisconnected
        await super().send(message)
        if self.close_sent:
            self.handshake_complete = True

    def write(self, text: str) -> bool:
        """Hand a text over at once: one frame for everybody who gets the same. False when that is not possible."""
        is_open = self.handshake_complete and not (self.close_sent or self.disconnected or self.transport.is_closing())
        if not is_open or not self.writable.is_set():
            return False
        self.transport.write(framed(text))
        return True

    async def run_asgi(self) -> None:
        """Serve the connection to its end."""
        self.scope["extensions"][DIRECT] = self.write  # type: ignore[assignment]
        await super().run_asgi()
        self.loop.call_later(GRACE_S, self.transport.abort)


class LabServer(uvicorn.Server):
    """A server that says goodbye: viewers are told that it stops before their connections are closed."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let nobody in any more, take leave of everybody, and stop. All of it has a time limit."""
        for server in self.servers:
            server.close()
        application = self.config.app
        if isinstance(application, FastAPI):
            context: Context = application.state.context
            await context.rooms.farewell(context.settings.stop_seconds)
        await super().shutdown(sockets)


def configure(settings: Settings) -> uvicorn.Config:
    """How uvicorn runs: no access log (addresses hold keys), no compression, frames of a bounded size."""
    return uvicorn.Config(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        # app/proxied.py believes proxies, and only those that a setting names.
        proxy_headers=False,
        http=HttpConnection,
        ws=Connection,
        ws_max_size=min(LARGEST_MESSAGE, 16 * settings.max_frame_bytes),
        ws_per_message_deflate=False,
        timeout_graceful_shutdown=2,
    )


def serve(settings: Settings, open_browser: bool | None = None) -> int:
    """Run the server until it is stopped; the exit code. `open_browser` None opens one where there is a screen."""
    start_logging(settings.log_level)
    expect_long_history()
    allow_many_connections()
    try:
        lock = FolderLock(settings.data_dir)
        config = configure(settings)
        listener = listen(settings)
    except (OSError, ValueError) as error:
        sys.stderr.write(f"orbital-raft: {error}\n")
        return 2
    url = address(settings.host, listener.getsockname()[1])
    sys.stdout.write(f"Orbital Raft is at {url}  (Ctrl+C stops it)\n")
    tell_instructor_key(config)
    sys.stdout.flush()
    server = LabServer(config)
    if open_browser if open_browser is not None else has_screen():
        webbrowser.open(url)
    try:
        asyncio.run(server.serve([listener]))
    except KeyboardInterrupt:
        logging.getLogger(LOGGER).info("stopped by hand")
    finally:
        lock.release()
    return 0


def allow_many_connections() -> None:
    """Raise our own limit of open files as far as we may: every viewer is one, and the usual 1,024 are soon gone."""
    try:
        import resource
    except ModuleNotFoundError:
        # Windows has no such limit.
        return
    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if most == resource.RLIM_INFINITY else min(OPEN_FILES, most)
    if now != resource.RLIM_INFINITY and now < wanted:
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


def tell_instructor_key(config: uvicorn.Config) -> None:
    """The key that opens classes, when it was made just now: it is kept as a hash, and never told again."""
    context = getattr(getattr(config.app, "state", None), "context", None)
    fresh = context.classes.instructor.fresh if isinstance(context, Context) else None
    if fresh is not None:
        sys.stdout.write(f"The instructor key is {fresh}  (it opens classes, and is shown only this once)\n")


def listen(settings: Settings) -> socket.socket:
    """The listening socket. Raises OSError that names the address when it cannot be had."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    # With the protocol named, asyncio turns Nagle's algorithm off; else a second small frame waits 40 ms for the first.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
    except OSError as error:
        listener.close()
        raise OSError(f"cannot listen on {settings.host}:{settings.port}: {error.strerror or error}") from None
    # Whoever reads the address may come at once, before the server has started.
    listener.listen(2048)
    return listener


def address(host: str, port: int) -> str:
    """The address to type into a browser."""
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{shown}:{port}/"


def has_screen() -> bool:
    """Whether there is a desktop that a browser could appear on."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
