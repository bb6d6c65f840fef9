"""Connections that are opened and then hardly used, so that there are none left for others."""

from __future__ import annotations

import asyncio
from asyncio.transports import Transport
from typing import Final

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_S: Final = 15.0
"""So long may the head of a request take to arrive. uvicorn's own limit begins anew with every byte."""


class HttpConnection(H11Protocol):
    """An HTTP connection that is closed when it does not ask for anything in time."""

    _waiting: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        """Somebody has come."""
        super().connection_made(transport)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Somebody has gone."""
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Something was sent; a whole head makes a new cycle."""
        before = self.cycle
        super().data_received(data)
        if self.cycle is not before:
            self._stop_waiting()

    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        """The connection goes on as a websocket, which has limits of its own."""
        self._stop_waiting()
        super().handle_websocket_upgrade(event)

    def on_response_complete(self) -> None:
        """The answer is out; the next request may come, or has come already."""
        answered = self.cycle
        self._wait()
        super().on_response_complete()
        if self.cycle is not answered:
            self._stop_waiting()

    def _wait(self) -> None:
        self._stop_waiting()
        self._waiting = self.loop.call_later(HEAD_S, self.transport.abort)

    def _stop_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None
