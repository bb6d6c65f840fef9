"""Processes that compute what would hold the server up: schedules by the thousand."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TypeVar, TypeVarTuple, Unpack

T = TypeVar("T")
Ts = TypeVarTuple("Ts")


class Workers:
    """A pool that starts with the first call, one process fewer than there are processors; the server has the last."""

    def __init__(self) -> None:
        self.count = max(1, (os.cpu_count() or 1) - 1)
        self._pool: ProcessPoolExecutor | None = None

    def submit(self, work: Callable[[Unpack[Ts]], T], *given: *Ts) -> asyncio.Future[T]:
        """Compute in another process. `work` and what it is given must pickle; BrokenExecutor: the process died."""
        if self._pool is None:
            self._pool = ProcessPoolExecutor(self.count, mp_context=get_context("spawn"))
        return asyncio.wrap_future(self._pool.submit(work, *given))

    def close(self) -> None:
        """Start nothing any more; what is being computed ends by itself."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None
