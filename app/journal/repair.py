"""Opening the file of a journal, whatever has become of it: a damaged one is put aside, and what it still says is kept.

Of each stream everything up to the first gap is kept. What comes after a gap would be told of a room that never was.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from app.journal.store import COLUMNS, Row, connect, prepare

SIDES: Final = ("-wal", "-shm")
TRIES: Final = 2_000
"""So many times is another place looked at behind one that cannot be read."""


@dataclass(slots=True, frozen=True)
class Repair:
    """What was done about a damaged file."""

    aside: Path
    reason: str
    records: int
    streams: int
    cut_short: tuple[str, ...]
    """The streams of which only the beginning is left, as far as that can be seen."""

    @property
    def says(self) -> str:
        """It as a sentence or two for whoever runs the server."""
        kept = f"{self.records:,} records of {self.streams:,} rooms and classes could be read and are kept"
        short = f"; of {len(self.cut_short):,} of them the end is missing" if self.cut_short else ""
        return f"The journal was damaged ({self.reason}). {kept}{short}. The damaged file is {self.aside}."


def open_file(path: Path) -> tuple[sqlite3.Connection, Repair | None]:
    """The journal's file, ready to be used. Raises OSError for one that cannot be had, ValueError for a stranger's."""
    reason = _trouble_with(path)
    if reason is None:
        try:
            connection = connect(path)
            prepare(connection)
        except sqlite3.Error as error:
            raise OSError(f"cannot open the journal {path}: {error}") from None
        except ValueError as error:
            raise ValueError(f"{path} cannot be used: {error}") from None
        return connection, None
    aside = _put_aside(path)
    found = list(_salvaged(aside))
    kept, cut_short = _beginnings(found)
    connection = connect(path)
    prepare(connection)
    connection.execute("BEGIN")
    connection.executemany(f"INSERT INTO record ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)", kept)  # noqa: S608
    connection.execute("COMMIT")
    return connection, Repair(aside, reason, len(kept), len({row.stream for row in kept}), cut_short)


def _trouble_with(path: Path) -> str | None:
    """What is wrong with a file that is there; None when nothing is."""
    if not path.exists():
        return None
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        verdict: str = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        for row in connection.execute("SELECT name FROM sqlite_master WHERE name = 'record'"):
            for _ in connection.execute(f"SELECT {COLUMNS} FROM {row[0]} ORDER BY id DESC LIMIT 1"):  # noqa: S608
                pass
    except sqlite3.OperationalError:
        return None  # it cannot be opened at all; whoever opens it next says why
    except sqlite3.DatabaseError as error:
        return str(error)
    finally:
        connection.close()
    return None if verdict == "ok" else verdict.splitlines()[-1]


def _put_aside(path: Path) -> Path:
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    aside = path.with_name(f"{path.stem}.damaged-{stamp}{path.suffix}")
    for side in ("", *SIDES):
        beside = path.with_name(path.name + side)
        if beside.exists():
            beside.rename(aside.with_name(aside.name + side))
    return aside


def _salvaged(path: Path) -> Iterator[Row]:
    """Every row that can still be read, by id; where one cannot, further on is tried."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        # Else SQLite would not even look into a file that is shorter than it says.
        connection.execute("PRAGMA writable_schema = ON")
        after, leap = -1, 1
        for _ in range(TRIES):
            try:
                query = f"SELECT {COLUMNS} FROM record NOT INDEXED WHERE id > ? ORDER BY id"  # noqa: S608
                for found in connection.execute(query, (after,)):
                    row = Row(*found)
                    if row.id <= after:
                        raise sqlite3.DatabaseError("the rows are out of order")
                    after, leap = row.id, 1
                    if row.is_whole:
                        yield row
                return
            except (sqlite3.DatabaseError, UnicodeDecodeError):
                after, leap = after + leap, min(leap * 2, 1 << 20)
    except sqlite3.DatabaseError:
        return  # there is nothing in it that could be read
    finally:
        connection.close()


def _beginnings(found: list[Row]) -> tuple[list[Row], tuple[str, ...]]:
    """Of each stream the rows up to the first that is missing; and the streams in which one is."""
    following: dict[str, int] = {}
    kept, cut = [], dict[str, None]()
    for row in sorted(found, key=lambda row: (row.stream, row.number)):
        if row.number == following.get(row.stream, 0):
            following[row.stream] = row.number + 1
            kept.append(row)
        else:
            cut[row.stream] = None
    return sorted(kept), tuple(cut)
