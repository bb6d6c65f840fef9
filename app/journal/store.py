"""The file of a journal: one table in SQLite, to which rows are added, and from which whole streams are taken.

Each row has its number in its stream and a checksum, so that what is left of a damaged file can be told from what was
never there.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from time import time
from typing import Final, NamedTuple
from zlib import crc32

import orjson

from app.journal.record import JournalError, JournalFull, Record

APPLICATION: Final = 0x4F526A6C
VERSION: Final = 1
BUSY_S: Final = 10.0
PROBE_BYTES: Final = 256 * 1024
"""So much must fit on the disk before a journal that was full takes anything again."""

SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS record (
    id INTEGER PRIMARY KEY,
    stream TEXT NOT NULL,
    number INTEGER NOT NULL,
    written INTEGER NOT NULL,
    kind TEXT NOT NULL,
    data BLOB NOT NULL,
    sum INTEGER NOT NULL,
    UNIQUE (stream, number)
);
"""
COLUMNS: Final = "id, stream, number, written, kind, data, sum"


class Encoded(NamedTuple):
    """A record as it will lie in the file, but for its number."""

    stream: str
    kind: str
    data: bytes


def encoded(record: Record) -> Encoded:
    """A record in bytes. Raises TypeError for what JSON cannot say."""
    return Encoded(record.stream, record.kind, orjson.dumps(record.data))


class Row(NamedTuple):
    """A record as it lies in the file."""

    id: int
    stream: str
    number: int
    written: int
    kind: str
    data: bytes
    sum: int

    @property
    def is_whole(self) -> bool:
        """Whether it is what was written."""
        try:
            return self.sum == checksum(self.stream, self.number, self.kind, self.data)
        except (AttributeError, TypeError):
            return False

    @property
    def record(self) -> Record:
        """What it says."""
        return Record(self.stream, self.kind, orjson.loads(self.data))


def checksum(stream: str, number: int, kind: str, data: bytes) -> int:
    """A sum over everything that a row says."""
    return crc32(data, crc32(f"{stream}\0{number}\0{kind}\0".encode()))


def connect(path: Path) -> sqlite3.Connection:
    """A connection that any thread may use, one at a time. What is committed is on the disk."""
    connection = sqlite3.connect(path, timeout=BUSY_S, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA secure_delete = ON")
    return connection


def prepare(connection: sqlite3.Connection) -> None:
    """Make the table where there is none. Raises ValueError for a file of something else, or of a later version."""
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if application not in (0, APPLICATION) or version > VERSION:
        raise ValueError(f"it is of version {version}, and this program writes version {VERSION}")
    connection.executescript(
        f"BEGIN; PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {VERSION}; {SCHEMA} COMMIT;"
    )


class Store:
    """Rows in, rows out. Every method is one transaction, and raises JournalError when the disk refuses it."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        found = connection.execute("SELECT stream, MAX(number) FROM record GROUP BY stream").fetchall()
        self._last: dict[str, int] = dict(found)

    def write(self, doings: Iterable[tuple[str | None, tuple[Encoded, ...]]]) -> None:
        """Many things at once: records to be added, each after a stream that is dropped first, if one is named."""
        last = dict(self._last)
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            for dropped, records in doings:
                if dropped is not None:
                    self._connection.execute("DELETE FROM record WHERE stream = ?", (dropped,))
                    last.pop(dropped, None)
                self._connection.executemany(
                    "INSERT INTO record (stream, number, written, kind, data, sum) VALUES (?, ?, ?, ?, ?, ?)",
                    _numbered(records, last),
                )
            self._connection.execute("COMMIT")
        except sqlite3.Error as error:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise refused(error) from None
        self._last = last

    def probe(self) -> None:
        """Find out whether there is space again."""
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            self._connection.execute("CREATE TABLE probe (filler BLOB)")
            self._connection.execute("INSERT INTO probe VALUES (zeroblob(?))", (PROBE_BYTES,))
            self._connection.execute("COMMIT")
            self._connection.execute("DROP TABLE probe")
        except sqlite3.Error as error:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise refused(error) from None

    def tidy(self) -> None:
        """Let nothing of what was dropped be left in the log beside the file."""
        try:
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlite3.Error as error:
            raise refused(error) from None

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()


def rows(connection: sqlite3.Connection, stream: str) -> Iterator[Row]:
    """The rows of a stream in their order."""
    found = connection.execute(f"SELECT {COLUMNS} FROM record WHERE stream = ? ORDER BY number", (stream,))  # noqa: S608
    return (Row(*row) for row in found)


def refused(error: sqlite3.Error) -> JournalError:
    """Why the disk took nothing, as an error of the journal."""
    if getattr(error, "sqlite_errorname", "").startswith("SQLITE_FULL") or "disk is full" in str(error):
        return JournalFull("The disk is full.")
    return JournalError(f"The journal cannot be written: {error}.")


def _numbered(records: tuple[Encoded, ...], last: dict[str, int]) -> Iterator[tuple[str, int, int, str, bytes, int]]:
    now = int(time())
    for stream, kind, data in records:
        number = last[stream] = last.get(stream, -1) + 1
        yield stream, number, now, kind, data, checksum(stream, number, kind, data)
