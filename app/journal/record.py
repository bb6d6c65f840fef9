"""What a journal takes in and gives back, and what every journal can do."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol


@dataclass(slots=True, frozen=True)
class Record:
    """One thing that happened in a stream, such as `room:abc` or `class:xyz`. `data` is whatever JSON can say."""

    stream: str
    kind: str
    data: dict[str, Any] = field(default_factory=dict)


class JournalError(Exception):
    """What was to be written is not durable. Nothing of it was kept; the sentence says why."""


class JournalFull(JournalError):  # noqa: N818 - named after the state of the disk
    """There is no space left."""


class Journal(Protocol):
    """Streams of records. What `write` has returned from outlives the process."""

    @property
    def trouble(self) -> JournalError | None:
        """Why nothing can be written just now; None when all is well."""

    async def write(self, *records: Record) -> None:
        """Keep records, all or none of them; returns when they are durable. Raises JournalError, JournalFull."""

    def write_soon(self, *records: Record) -> None:
        """Keep records some time soon: what would be no loss if the power failed now."""

    async def replace(self, stream: str, *records: Record) -> None:
        """Put records in the place of a whole stream, at once. Raises as `write` does."""

    def read(self, stream: str) -> list[Record]:
        """The records of a stream in their order. Raises JournalError for what cannot be read."""

    def streams(self, prefix: str) -> list[str]:
        """The streams whose names begin so, in the order in which they began."""

    def last_written(self, prefix: str) -> Mapping[str, int]:
        """When each of those streams was written to last, in seconds since 1970."""

    def forget(self, stream: str) -> asyncio.Future[None]:
        """Let nothing be left of a stream; done when the future is."""

    def on_trouble(self, tell: Callable[[JournalError | None], None]) -> None:
        """Call this, in the running event loop, whenever trouble begins or ends."""

    def close(self) -> None:
        """Write what waits, and let go of the files."""
