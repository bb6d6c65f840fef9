"""The clock of a room: simulated time runs at a multiple of real time, or stands still."""

from __future__ import annotations

import asyncio
from time import monotonic
from typing import TYPE_CHECKING, Final, Literal

from app.errors import RequestError

if TYPE_CHECKING:
    from app.room import Room

Because = Literal["question", "violation", "limit"] | None

TICK_S: Final = 0.04
"""Real time between two frames: 25 a second."""
BUDGET_S: Final = 0.02
"""So much of a tick may be computing. A run that needs more goes slower than was asked."""
LONGEST_TICK_S: Final = 0.25
"""After a stall of the machine time goes on from where it was, and does not jump."""
ALONE_S: Final = 30.0
"""When nobody has watched for so long, time stands still."""


class Pacer:
    """Whether time runs and how fast; while it runs, the task that lets it."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self.speed = 1.0
        self.because: Because = None
        self._task: asyncio.Task[None] | None = None

    @property
    def playing(self) -> bool:
        """Whether time runs."""
        return self._task is not None

    def play(self, speed: float) -> None:
        """Let time run, or run at another speed."""
        self.speed = speed
        self.because = None
        if self._task is None:
            self._task = asyncio.create_task(self._run(), name=f"pacer of {self._room.id}")
        self._room.tell_pace(None)

    def hold(self, because: Because = None) -> None:
        """Let time stand still; what is being computed stops at its next step."""
        was_playing = self.playing
        self.stop()
        # whoever watches comes to rest where time does
        self._room.broadcast.active.flush()
        if was_playing or because != self.because:
            self.because = because
            self._room.tell_pace(because)

    def stop(self) -> None:
        """Let time stand still, without a word."""
        self._task = None

    async def _run(self) -> None:
        room, mine = self._room, asyncio.current_task()
        last = monotonic()
        while self._task is mine:
            await asyncio.sleep(TICK_S)
            now = monotonic()
            passed_s, last = min(now - last, LONGEST_TICK_S), now
            if not room.viewers and now - room.seen_at > ALONE_S:
                self.hold()
            if self._task is mine:
                await self._tick(passed_s, mine)

    async def _tick(self, passed_s: float, mine: asyncio.Task[None] | None) -> None:
        room = self._room

        async def advance() -> None:
            async with room.writing(tick=True):
                if self._task is mine:
                    until_us = room.branch.now_us + round(passed_s * self.speed * 1_000_000)
                    await room.run(until_us, lambda _: self._task is not mine, BUDGET_S)

        try:
            await room.guard(advance)
        except RequestError:
            self.stop()
