"""A client of an application in the same process, without a network."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
from starlette.applications import Starlette


class Browser:
    """Asks an application over HTTP as a browser would."""

    def __init__(self, app: Starlette) -> None:
        self._app = app

    def get(self, path: str, **options: Any) -> httpx.Response:  # noqa: ANN401 - whatever httpx takes
        """The answer to a GET."""
        return asyncio.run(self.ask("GET", path, **options))

    def post(self, path: str, **options: Any) -> httpx.Response:  # noqa: ANN401 - whatever httpx takes
        """The answer to a POST."""
        return asyncio.run(self.ask("POST", path, **options))

    async def ask(self, method: str, path: str, **options: Any) -> httpx.Response:  # noqa: ANN401 - as above
        """The answer to a request."""
        transport = httpx.ASGITransport(self._app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://lab.example") as client:
            return await client.request(method, path, **options)
