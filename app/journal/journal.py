"""The journal of a server: a file in its data folder, and one thread that writes to it.

Whatever is handed over while a commit is under way goes into the next one, so that a hundred rooms wait for one turn of
the disk and not for a hundred.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sqlite3
import threading
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Final

from app.journal.record import JournalError, Record
from app.journal.repair import Repair, open_file
from app.journal.store import Encoded, Store, connect, encoded, refused, rows

FILE: Final = "journal.sqlite"
PROBE_S: Final = 1.0
LARGEST_BATCH: Final = 5_000
"""Records in one commit."""

Tell = Callable[[JournalError | None], None]


@dataclass(slots=True, frozen=True)
class _Doing:
    """Something to be done in one transaction, and who waits for it."""

    records: tuple[Encoded, ...]
    since: float
    done: asyncio.Future[None] | None = None
    dropped: str | None = None

    def tell(self, error: JournalError | None) -> None:
        """Let whoever waits go on."""
        done = self.done
        if done is None:
            return

        def settle() -> None:
            if done.cancelled():
                return
            if error is None:
                done.set_result(None)
            else:
                done.set_exception(error)

        # A loop that was closed meanwhile has nobody left who waits.
        with contextlib.suppress(RuntimeError):
            done.get_loop().call_soon_threadsafe(settle)


class SqliteJournal:
    """Streams of records in `journal.sqlite`. `repair` tells what was found to be damaged when it was opened."""

    def __init__(self, folder: Path, on_commit: Callable[[float], None] = lambda _: None) -> None:
        """Raises OSError or ValueError when the file cannot be used. `on_commit` is told how long a record waited."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.path = folder / FILE
        connection, self.repair = open_file(self.path)
        self.path.chmod(0o600)
        self.trouble: JournalError | None = None
        self._store = Store(connection)
        self._reader = connect(self.path)
        self._reading = threading.Lock()
        self._on_commit = on_commit
        self._listeners: list[tuple[asyncio.AbstractEventLoop, Tell]] = []
        self._queue: deque[_Doing] = deque()
        self._ready = threading.Condition()
        self._is_closing = False
        self._log = logging.getLogger("orbital.journal")
        self._thread: threading.Thread | None = None
        _report(self._log, self.repair)

    @property
    def waiting(self) -> int:
        """How many records are not durable yet."""
        return sum(len(doing.records) for doing in list(self._queue))

    @property
    def size(self) -> int:
        """Bytes of the file and of the log beside it."""
        files = (self.path, self.path.with_name(f"{self.path.name}-wal"))
        return sum(file.stat().st_size for file in files if file.exists())

    async def write(self, *records: Record) -> None:
        """Keep records, all or none of them; returns when they are durable. Raises JournalError, JournalFull."""
        if records:
            await self._promise(records)

    def write_soon(self, *records: Record) -> None:
        """Keep records with the next commit."""
        self._hand_over(_Doing(_in_bytes(records), monotonic()))

    async def replace(self, stream: str, *records: Record) -> None:
        """Put records in the place of a whole stream, at once."""
        await self._promise(records, stream)

    def forget(self, stream: str) -> asyncio.Future[None]:
        """Let nothing be left of a stream."""
        return self._promise((), stream)

    def read(self, stream: str) -> list[Record]:
        """The durable records of a stream in their order. Raises JournalError for what cannot be read."""
        found = []
        try:
            with self._reading:
                for number, row in enumerate(rows(self._reader, stream)):
                    if row.number != number or not row.is_whole:
                        raise JournalError(f"Record {number} of {stream} is damaged.")
                    found.append(row.record)
        except (sqlite3.Error, ValueError) as error:
            raise JournalError(f"{stream} cannot be read: {error}.") from None
        return found

    def streams(self, prefix: str) -> list[str]:
        """The streams whose names begin so, in the order in which they began."""
        return list(self.last_written(prefix))

    def last_written(self, prefix: str) -> Mapping[str, int]:
        """When each of those streams was written to last, in seconds since 1970."""
        query = (
            "SELECT stream, MAX(written) FROM record WHERE stream >= ? AND stream < ? GROUP BY stream ORDER BY MIN(id)"
        )
        try:
            with self._reading:
                return dict(self._reader.execute(query, (prefix, f"{prefix}\U0010ffff")).fetchall())
        except sqlite3.Error as error:
            raise JournalError(f"The journal cannot be read: {error}.") from None

    def on_trouble(self, tell: Tell) -> None:
        """Call this, in the event loop that runs now, whenever trouble begins or ends."""
        self._listeners.append((asyncio.get_running_loop(), tell))

    def close(self) -> None:
        """Write what waits, and let go of the file."""
        with self._ready:
            self._is_closing = True
            self._ready.notify()
        if self._thread is not None:
            self._thread.join()
        with self._reading:
            self._reader.close()
        self._store.close()

    # Handing over.

    def _promise(self, records: tuple[Record, ...], dropped: str | None = None) -> asyncio.Future[None]:
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._hand_over(_Doing(_in_bytes(records), monotonic(), done, dropped))
        return done

    def _hand_over(self, doing: _Doing) -> None:
        with self._ready:
            if self._is_closing:
                doing.tell(JournalError("The journal is closed: the server stops."))
                return
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="journal", daemon=True)
                self._thread.start()
            self._queue.append(doing)
            self._ready.notify()

    # The writer's thread.

    def _run(self) -> None:
        while (batch := self._next_batch()) is not None:
            if batch:
                self._commit(batch)
            else:
                self._look_for_space()

    def _next_batch(self) -> list[_Doing] | None:
        """What waits; nothing when it is time to see whether there is space again; None at the end."""
        with self._ready:
            if not self._queue and not self._is_closing:
                self._ready.wait(PROBE_S if self.trouble is not None else None)
            batch: list[_Doing] = []
            count = 0
            while self._queue and count < LARGEST_BATCH:
                batch.append(self._queue.popleft())
                count += len(batch[-1].records)
            return None if not batch and self._is_closing else batch

    def _commit(self, batch: list[_Doing]) -> None:
        trouble: JournalError | None = None
        try:
            self._store.write((doing.dropped, doing.records) for doing in batch)
            if any(doing.dropped is not None and not doing.records for doing in batch):
                self._store.tidy()
        except JournalError as error:
            trouble = error
        except Exception as fault:  # noqa: BLE001 - the thread must outlive it, and whoever waits must be told
            self._log.error("fault", exc_info=fault)
            trouble = JournalError("The journal made a mistake.")
        now = monotonic()
        # Trouble is known before anybody is told of it by a failed write.
        self._change(trouble)
        for doing in batch:
            doing.tell(trouble)
            if trouble is None:
                self._on_commit(now - doing.since)

    def _look_for_space(self) -> None:
        try:
            self._store.probe()
        except JournalError as error:
            self._change(error)
        else:
            self._change(None)

    def _change(self, trouble: JournalError | None) -> None:
        before, self.trouble = self.trouble, trouble
        if (before is None) == (trouble is None):
            return
        level = logging.INFO if trouble is None else logging.ERROR
        self._log.log(level, "%s", trouble or "The journal can be written again.")
        for loop, tell in self._listeners:
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(tell, trouble)


def _in_bytes(records: tuple[Record, ...]) -> tuple[Encoded, ...]:
    """What cannot be written is the mistake of who hands it over, and no trouble of all who are in the same commit."""
    return tuple(encoded(record) for record in records)


def back_up(source: Path, target: Path) -> int:
    """Copy a journal while it is written to; the number of records in the copy. Raises JournalError."""
    try:
        with (
            contextlib.closing(sqlite3.connect(source)) as here,
            contextlib.closing(sqlite3.connect(target)) as there,
        ):
            here.backup(there)
            count: int = there.execute("SELECT COUNT(*) FROM record").fetchone()[0]
            return count
    except sqlite3.Error as error:
        raise refused(error) from None


def _report(log: logging.Logger, repair: Repair | None) -> None:
    if repair is not None:
        log.error("%s", repair.says, extra={"cut_short": list(repair.cut_short)})
