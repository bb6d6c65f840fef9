"""Who may do what, and what a browser is allowed to do with our pages."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_SECURITY_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)

POLICY_HEADER: Final = "Content-Security-Policy"

HEADERS: Final = {
    POLICY_HEADER: CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}

KEY_BYTES: Final = 32


class SecurityHeaders:
    """Puts the headers on every response, whoever made it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def guarded(message: Message) -> None:
            if message["type"] in ("http.response.start", "websocket.http.response.start"):
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    # A page that carries its own scripts brings a policy that allows just these.
                    if name != POLICY_HEADER or name not in headers:
                        headers[name] = value
            await send(message)

        await self.app(scope, receive, guarded)


def new_token() -> str:
    """A key that cannot be guessed: 192 random bits."""
    return secrets.token_urlsafe(24)


def same_token(one: str, other: str) -> bool:
    """Whether two keys are equal, in a time that tells nothing of where they differ."""
    return hmac.compare_digest(one.encode(), other.encode())


def is_own_origin(origin: str | None, host: str | None, others: tuple[str, ...] = ()) -> bool:
    """Whether a request may come from a page of that origin: our own, or one that was allowed by setting.

    Programs that are not browsers send no origin; a browser always does where it matters.
    """
    if origin is None:
        return True
    if origin in others:
        return True
    parts = urlsplit(origin)
    return parts.scheme in ("http", "https") and host is not None and parts.netloc.lower() == host.lower()


class Signer:
    """Signs what the server hands out, with a key that stays in the data folder (HMAC-SHA256)."""

    def __init__(self, data_dir: Path) -> None:
        """Reads the key, or makes one. Raises OSError where the folder cannot be used, ValueError for a broken key."""
        try:
            self._key = _read_or_make_key(data_dir / "signing.key")
        except OSError as error:
            raise OSError(f"cannot use the data folder {data_dir}: {error.strerror or error}") from None

    @property
    def key(self) -> bytes:
        """The key, for a process that verifies what was signed here."""
        return self._key

    def sign(self, content: bytes) -> str:
        """The signature in hexadecimal digits."""
        return hmac.new(self._key, content, hashlib.sha256).hexdigest()

    def holds(self, content: bytes, signature: str) -> bool:
        """Whether the signature is ours and of exactly this content."""
        return hmac.compare_digest(self.sign(content).encode(), signature.encode())


def _read_or_make_key(path: Path) -> bytes:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        key = path.read_bytes()
        if len(key) != KEY_BYTES:
            raise ValueError(
                f"{path} does not hold a signing key of {KEY_BYTES} bytes; remove it to get a new one"
            ) from None
        return key
    key = secrets.token_bytes(KEY_BYTES)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(key)
    except OSError:
        # A disk that is full took a part of it; the next start shall not find that.
        path.unlink(missing_ok=True)
        raise
    return key
