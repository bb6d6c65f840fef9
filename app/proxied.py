"""Behind a proxy: who really asks, over what, and under which path."""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from app.settings import Settings


def path_of(scope: Scope) -> str:
    """What was asked for, without the path under which we are served."""
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", ""))


class Proxied:
    """Puts the scope right before anybody looks at it.

    A proxy that we trust tells the address and the scheme of the browser; what anybody else tells is not believed. The
    path under which we are served may have been taken off by the proxy or not: either is understood.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._base = settings.root_path
        trusted = list(settings.trusted_proxies)
        self.app = ProxyHeadersMiddleware(app, trusted) if trusted else app  # type: ignore[arg-type]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        base = self._base
        if base and scope["type"] in ("http", "websocket"):
            path: str = scope["path"]
            scope["root_path"] = base
            if path != base and not path.startswith(f"{base}/"):
                scope["path"] = base + path
        await self.app(scope, receive, send)  # type: ignore[arg-type]
