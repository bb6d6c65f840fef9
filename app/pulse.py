"""The pulse of the server: how late the event loop wakes, beat by beat."""

from __future__ import annotations

import asyncio
from time import monotonic
from typing import Final

from app.metrics import Metrics

BEAT_S: Final = 0.25


async def feel_pulse(metrics: Metrics) -> None:
    """Note, four times a second, by how much the loop was held up. It never ends."""
    while True:
        due = monotonic() + BEAT_S
        await asyncio.sleep(BEAT_S)
        metrics.loop_lag.observe(max(0.0, monotonic() - due))
