"""Writing down what happens in a class, and remembering it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Final

from app.classroom.course import Course
from app.journal import Journal, JournalError, Record
from app.keeping.diary import read_only

PREFIX: Final = "class:"
"""What the streams of classes begin with."""


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
        except JournalError as error:
            raise read_only(error) from None

    def _record(self, kind: str, data: dict[str, Any]) -> Record:
        return Record(self._stream, kind, {"at": int(self._clock()), **data})
