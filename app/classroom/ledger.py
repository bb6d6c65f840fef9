"""Writing down what happens in a class, and remembering it."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Any, Final, Protocol

from app.classroom.course import Course
from app.errors import RequestError
from app.journal import Record
from app.logging_json import LOGGER

PREFIX: Final = "class:"
"""What the streams of classes begin with."""


class Journal(Protocol):
    """Where records are kept."""

    async def write(self, *records: Record) -> None:
        """Keep records; returns when they are safe."""

    def write_soon(self, *records: Record) -> None:
        """Keep records some time soon."""

    async def replace(self, stream: str, *records: Record) -> None:
        """Put records in the place of a stream."""

    def forget(self, stream: str) -> Awaitable[None]:
        """Let nothing be left of a stream."""

    def read(self, stream: str) -> list[Record]:
        """The records of a stream, the oldest first."""

    def streams(self, prefix: str) -> list[str]:
        """The streams that begin so."""


class NoJournal:
    """Keeps nothing: classes end with the server."""

    async def write(self, *records: Record) -> None:
        """Nothing is kept."""

    def write_soon(self, *records: Record) -> None:
        """Nothing is kept."""

    async def replace(self, stream: str, *records: Record) -> None:
        """Nothing is kept."""

    async def forget(self, stream: str) -> None:
        """Nothing was kept."""

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

    async def write(self, kind: str, **data: Any) -> None:  # noqa: ANN401 - what a record holds
        """Keep a record, and let the class know it once it is safe. Raises RequestError when it cannot be kept."""
        record = self._record(kind, data)
        await self._safely(self._journal.write(record))
        self._course.apply(record.kind, record.data)

    def note(self, kind: str, **data: Any) -> None:  # noqa: ANN401 - what a record holds
        """Let the class know at once; it is kept soon. It could be found out again from the rooms."""
        record = self._record(kind, data)
        self._course.apply(record.kind, record.data)
        self._journal.write_soon(record)

    async def forget_member(self, member: str) -> None:
        """Let nothing be left of a member, here and in the journal. Raises RequestError when that cannot be kept."""
        # What was handed over before this record is read back with it; what comes after goes behind what replaces it.
        await self._safely(self._journal.write(self._record("tidied", {})))
        records = [record for record in self._journal.read(self._stream) if record.data.get("member") != member]
        await self._safely(self._journal.replace(self._stream, *records))
        self._course.apply("forgotten", {"member": member})

    async def forget(self) -> None:
        """Let nothing be left of the class in the journal. Raises RequestError when that cannot be kept."""
        await self._safely(self._journal.forget(self._stream))

    @property
    def _stream(self) -> str:
        return f"{PREFIX}{self._course.id}"

    async def _safely(self, keeping: Awaitable[None]) -> None:
        try:
            await keeping
        except Exception as error:
            logging.getLogger(f"{LOGGER}.classes").warning("a record was not kept", exc_info=error)
            says = "This cannot be kept just now, so it was not done. Nothing that was done is lost."
            raise RequestError("journal", says, legal="try again in a moment", status=503) from None

    def _record(self, kind: str, data: dict[str, Any]) -> Record:
        return Record(self._stream, kind, {"at": int(self._clock()), **data})
