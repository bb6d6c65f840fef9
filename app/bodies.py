"""Bodies of requests: never more of one in memory than may be, and never waited for without end."""

from __future__ import annotations

import asyncio
from typing import Final

from starlette.requests import ClientDisconnect, Request

from app.errors import RequestError

BODY_S: Final = 60.0
"""So long may a body take to arrive."""


async def read_body(request: Request, largest: int) -> bytes:
    """The body. Raises RequestError: 413 as soon as it is known to be too large, 408 when it takes too long."""
    too_large = RequestError(
        "too_large", "The body is too large.", where="body", legal=f"at most {largest:,} bytes", status=413
    )
    announced = request.headers.get("content-length", "")
    if announced.isascii() and announced.isdigit() and int(announced) > largest:
        raise too_large
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_S):
            async for chunk in request.stream():
                body += chunk
                if len(body) > largest:
                    raise too_large
    except TimeoutError:
        legal = f"a body that arrives within {BODY_S:.0f} s"
        raise RequestError("too_slow", "The body took too long.", where="body", legal=legal, status=408) from None
    except ClientDisconnect:
        raise RequestError("gone", "The body was not sent to its end.", where="body") from None
    return bytes(body)
