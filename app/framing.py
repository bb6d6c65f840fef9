"""Websocket frames as bytes, made once for everybody who gets the same text."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Final

Write = Callable[[str], bool]
"""Hands a text over at once; False when the other side has to take first what it has got, or is gone."""

DIRECT: Final = "orbital.write"
"""The extension of the ASGI scope in which the server offers a `Write`. Without it texts go the common way."""

_FINAL_TEXT: Final = 0x81
_SHORT: Final = 126
_LONG: Final = 127
_KEPT: Final = 128


@lru_cache(maxsize=_KEPT)
def framed(text: str) -> bytes:
    """The text as one unmasked frame (RFC 6455, 5.2). A text is hashed once in its life: asking again is free."""
    payload = text.encode()
    size = len(payload)
    if size < _SHORT:
        head = bytes((_FINAL_TEXT, size))
    elif size < 1 << 16:
        head = bytes((_FINAL_TEXT, _SHORT)) + size.to_bytes(2, "big")
    else:
        head = bytes((_FINAL_TEXT, _LONG)) + size.to_bytes(8, "big")
    return head + payload
