"""One connection that watches a room: it sends what is new at its own pace, and holds nobody up."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import Final, Literal

from app.broadcast import Broadcast
from app.cursor import Cursor, Outgoing
from app.framing import Write
from app.languages import ENGLISH, Words
from app.metrics import Metrics
from app.settings import Settings
from app.wire.server import ServerFrame

Role = Literal["control", "watch"]

BURST_SECONDS: Final = 2
MAX_REPLIES: Final = 64
BREATHE_EVERY: Final = 16


class Stalled(Exception):  # noqa: N818 - it is the viewer that stalled; nothing of ours went wrong
    """A viewer took nothing for too long."""


class Rate:
    """A bucket that fills at `per_second` and holds two seconds' worth; each intervention takes one out."""

    def __init__(self, per_second: int) -> None:
        self._per_second = per_second
        self._left = float(per_second * BURST_SECONDS)
        self._at = monotonic()

    def take(self) -> bool:
        """Whether there is one left."""
        now = monotonic()
        full = float(self._per_second * BURST_SECONDS)
        self._left = min(full, self._left + (now - self._at) * self._per_second)
        self._at = now
        if self._left < 1:
            return False
        self._left -= 1
        return True


class Viewer:
    """A place in the broadcast, the answers to what this viewer asked, and the coroutine that sends both."""

    def __init__(
        self, role: Role, broadcast: Broadcast, metrics: Metrics, settings: Settings, words: Words = ENGLISH
    ) -> None:
        self.role: Role = role
        self.member: str | None = None
        self.words = words
        self.cursor = Cursor(broadcast, settings.lag_frames)
        self.rate = Rate(settings.max_rate)
        self._metrics = metrics
        self._stall_seconds = settings.stall_seconds
        self._replies: deque[str] = deque()
        self._wake = asyncio.Event()
        self._has_room = asyncio.Event()
        self._has_room.set()
        self._is_over = False

    @property
    def is_over(self) -> bool:
        """Whether this viewer is to leave when everything was sent."""
        return self._is_over

    def wake(self) -> None:
        """Something is new."""
        self._wake.set()

    def reply(self, frame: ServerFrame | str) -> None:
        """Answer this viewer alone."""
        self._replies.append(frame if isinstance(frame, str) else frame.encode())
        if len(self._replies) >= MAX_REPLIES:
            self._has_room.clear()
        self._wake.set()

    def end(self) -> None:
        """Let `run` return when everything was sent."""
        self._is_over = True
        self._wake.set()

    async def has_room(self) -> None:
        """Wait until so few answers are unsent that another may be asked for."""
        await self._has_room.wait()

    async def run(self, send: Callable[[str], Awaitable[None]], write: Write | None = None) -> None:
        """Send until the room ends. Raises Stalled when a frame is not taken in time.

        `write` hands over at once what can be; to wait with a time limit costs as much as all the rest.
        """
        sent = 0
        while True:
            await self._wake.wait()
            self._wake.clear()
            while (outgoing := self._next()) is not None:
                if write is None or not write(outgoing.text):
                    await self._send(send, outgoing.text)
                self._count(outgoing)
                sent += 1
                if sent % BREATHE_EVERY == 0:
                    # A send that finds room returns at once; without a pause a long catch-up would be one long turn.
                    await asyncio.sleep(0)
            if self._is_over:
                return

    async def _send(self, send: Callable[[str], Awaitable[None]], text: str) -> None:
        try:
            async with asyncio.timeout(self._stall_seconds):
                await send(text)
        except TimeoutError:
            self._metrics.stalled.inc()
            raise Stalled from None

    def _next(self) -> Outgoing | None:
        if self._replies:
            text = self._replies.popleft()
            if len(self._replies) < MAX_REPLIES:
                self._has_room.set()
            return Outgoing(text)
        return None if self._is_over else self.cursor.next()

    def _count(self, outgoing: Outgoing) -> None:
        metrics = self._metrics
        metrics.frames_sent.inc()
        metrics.bytes_sent.inc(len(outgoing.text))
        if outgoing.made_at:
            metrics.frame_lag.observe(monotonic() - outgoing.made_at)
        if outgoing.is_skip:
            metrics.keyframe_skips.inc()
