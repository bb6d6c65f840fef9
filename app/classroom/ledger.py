"""Writing down what happens in a class, and remembering it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Protocol

from app.classroom.course import Course
from app.logging_json import LOGGER

PREFIX: Final = "class:"
"""What the streams of classes begin with."""


@dataclass(slots=True, frozen=True)
class Record:
    """Something that happened, in the stream of what it happened to."""

    stream: str
    kind: str
    data: dict[str, Any]


class Journal(Protocol):
    """Where records are kept. `write` returns when they are safe."""

    async def write(self, *records: Record) -> None:
        """Keep records."""

    def read(self, stream: str) -> list[Record]:
        """The records of a stream, the oldest first."""

    def streams(self, prefix: str) -> list[str]:
        """The streams that begin so."""


class NoJournal:
    """Keeps nothing: classes end with the server."""

    async def write(self, *records: Record) -> None:
        """Nothing is kept."""

    def read(self, stream: str) -> list[Record]:
        """Nothing was kept."""
        return []

    def streams(self, prefix: str) -> list[str]:
        """Nothing was kept."""
        return []


class Ledger:
    """One class's way into the journal: `write` what somebody waits for, `note` what happened by itself."""

    def __init__(self, course: Course, journal: Journal, clock: Callable[[], float]) -> None:
        self._course = course
        self._journal = journal
        self._clock = clock
        self._notes: set[asyncio.Task[None]] = set()
        self._log = logging.getLogger(f"{LOGGER}.classes")

    async def write(self, kind: str, **data: Any) -> None:  # noqa: ANN401 - what a record holds
        """Keep a record, and let the class know it once it is safe."""
        record = self._record(kind, data)
        await self._journal.write(record)
        self._course.apply(record.kind, record.data)

    def note(self, kind: str, **data: Any) -> None:  # noqa: ANN401 - what a record holds
        """Let the class know at once; it is kept as soon as may be. It can be found out again from the rooms."""
        record = self._record(kind, data)
        self._course.apply(record.kind, record.data)
        task = asyncio.get_running_loop().create_task(self._keep(record))
        self._notes.add(task)
        task.add_done_callback(self._notes.discard)

    def _record(self, kind: str, data: dict[str, Any]) -> Record:
        return Record(f"{PREFIX}{self._course.id}", kind, {"at": int(self._clock()), **data})

    async def _keep(self, record: Record) -> None:
        try:
            await self._journal.write(record)
        except Exception:  # noqa: BLE001 - nobody waits for it; who waits for another record is told
            self._log.warning("a note was not kept", extra={"stream": record.stream, "kind": record.kind})
