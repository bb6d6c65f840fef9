"""A journal that forgets everything with the process: for tests, and for a server that is to keep nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from time import time

from app.journal.record import JournalError, Record


class MemoryJournal:
    """Streams in a dictionary. `trouble` may be set to let every writing fail."""

    def __init__(self) -> None:
        self.trouble: JournalError | None = None
        self._streams: dict[str, list[Record]] = {}
        self._written: dict[str, int] = {}

    async def write(self, *records: Record) -> None:
        """Keep records, unless there is trouble."""
        if self.trouble is not None:
            raise self.trouble
        self.write_soon(*records)

    def write_soon(self, *records: Record) -> None:
        """Keep records."""
        for record in records:
            self._streams.setdefault(record.stream, []).append(record)
            self._written[record.stream] = int(time())

    async def replace(self, stream: str, *records: Record) -> None:
        """Put records in the place of a stream."""
        if self.trouble is not None:
            raise self.trouble
        self._streams[stream] = []
        self.write_soon(*records)

    def read(self, stream: str) -> list[Record]:
        """The records of a stream."""
        return list(self._streams.get(stream, []))

    def streams(self, prefix: str) -> list[str]:
        """The streams whose names begin so."""
        return [stream for stream in self._streams if stream.startswith(prefix)]

    def last_written(self, prefix: str) -> Mapping[str, int]:
        """When each was written to last."""
        return {stream: self._written[stream] for stream in self.streams(prefix)}

    def forget(self, stream: str) -> asyncio.Future[None]:
        """Drop a stream."""
        self._streams.pop(stream, None)
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        done.set_result(None)
        return done

    def on_trouble(self, tell: Callable[[JournalError | None], None]) -> None:
        """Nobody needs to be told: `trouble` only changes by hand."""

    def close(self) -> None:
        """Nothing is to be let go of."""
