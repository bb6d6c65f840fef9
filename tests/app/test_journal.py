"""The journal: what was written is there, whatever happened to the process, the disk or the file."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest

from app.journal import JournalError, JournalFull, Record, SqliteJournal
from app.journal.journal import FILE, back_up
from app.journal.lock import FolderLock, FolderTaken
from tests.app.watching import timed

Open = Callable[[], SqliteJournal]


@pytest.fixture
def open_journal(tmp_path: Path) -> Iterator[Open]:
    """Opens the journal of one folder, again and again."""
    opened: list[SqliteJournal] = []

    def make() -> SqliteJournal:
        for journal in opened:
            journal.close()
        opened[:] = [SqliteJournal(tmp_path)]
        return opened[0]

    yield make
    for journal in opened:
        journal.close()


def record(stream: str, number: int, **more: object) -> Record:
    return Record(stream, "did", {"number": number, **more})


def write(journal: SqliteJournal, *records: Record) -> None:
    timed(journal.write(*records))


def fill(journal: SqliteJournal, stream: str, count: int, size: int = 200) -> None:
    write(journal, *(record(stream, number, text="x" * size) for number in range(count)))


def test_what_was_written_is_read_in_its_order(open_journal: Open) -> None:
    journal = open_journal()
    write(journal, record("room:a", 0), record("room:b", 0))
    write(journal, record("room:a", 1, text="Größe ≥ 3"))
    assert journal.read("room:a") == [record("room:a", 0), record("room:a", 1, text="Größe ≥ 3")]
    assert journal.read("room:c") == []


def test_it_is_there_when_the_journal_is_opened_again(open_journal: Open) -> None:
    write(open_journal(), record("room:a", 0))
    write(open_journal(), record("room:a", 1))
    assert open_journal().read("room:a") == [record("room:a", 0), record("room:a", 1)]


def test_streams_are_told_in_the_order_in_which_they_began(open_journal: Open) -> None:
    journal = open_journal()
    write(journal, *(record(stream, 0) for stream in ("room:z", "class:k", "room:a", "roomy:x")), record("room:z", 1))
    assert journal.streams("room:") == ["room:z", "room:a"]
    assert journal.streams("class:") == ["class:k"]
    assert all(written > 1_600_000_000 for written in journal.last_written("room:").values())


def test_a_stream_is_replaced_at_once_and_goes_on(open_journal: Open) -> None:
    journal = open_journal()
    fill(journal, "room:a", 100)
    timed(journal.replace("room:a", record("room:a", 1_000)))
    write(journal, record("room:a", 1_001))
    assert open_journal().read("room:a") == [record("room:a", 1_000), record("room:a", 1_001)]


def test_what_is_forgotten_has_left_the_files(open_journal: Open, tmp_path: Path) -> None:
    journal = open_journal()
    write(journal, record("room:a", 0, name="Ada Lovelace"), record("room:b", 0))

    async def forget() -> None:
        await journal.forget("room:a")

    timed(forget())
    assert journal.read("room:a") == []
    assert journal.streams("room:") == ["room:b"]
    assert not [file for file in tmp_path.iterdir() if b"Lovelace" in file.read_bytes()]
    write(journal, record("room:a", 7))
    assert journal.read("room:a") == [record("room:a", 7)]


def test_those_who_write_at_once_share_a_commit(open_journal: Open) -> None:
    journal = open_journal()
    commits = 0
    store = journal._store.write

    def counted(doings: Any) -> None:  # noqa: ANN401 - passed on as it is
        nonlocal commits
        commits += 1
        store(doings)

    journal._store.write = counted  # type: ignore[method-assign]

    async def everybody() -> None:
        await asyncio.gather(*(journal.write(record(f"room:{number}", 0)) for number in range(500)))

    timed(everybody())
    assert len(journal.streams("room:")) == 500
    assert commits < 50


def test_what_was_to_be_written_soon_is_written_before_the_end(open_journal: Open) -> None:
    open_journal().write_soon(record("room:a", 0))
    assert open_journal().read("room:a") == [record("room:a", 0)]


def test_nothing_is_taken_any_more_once_it_is_closed(open_journal: Open, tmp_path: Path) -> None:
    journal = SqliteJournal(tmp_path)
    journal.close()
    with pytest.raises(JournalError, match="the server stops"):
        write(journal, record("room:a", 0))


# The disk is full.


def make_full(journal: SqliteJournal) -> None:
    pages = journal._store._connection.execute("PRAGMA page_count").fetchone()[0]
    journal._store._connection.execute(f"PRAGMA max_page_count = {pages + 1}")


def make_room(journal: SqliteJournal) -> None:
    journal._store._connection.execute("PRAGMA max_page_count = 100000")


def test_a_full_disk_takes_all_of_it_or_nothing_and_loses_nothing(open_journal: Open) -> None:
    journal = open_journal()
    write(journal, record("room:a", 0))
    make_full(journal)
    with pytest.raises(JournalFull):
        write(journal, record("room:a", 1), record("room:a", 2, text="x" * 100_000))
    assert str(journal.trouble) == "The disk is full."
    assert journal.read("room:a") == [record("room:a", 0)]
    make_room(journal)
    write(journal, record("room:a", 1))
    assert journal.trouble is None
    assert open_journal().read("room:a") == [record("room:a", 0), record("room:a", 1)]


def test_it_is_told_when_the_disk_is_full_and_when_there_is_space_again(open_journal: Open) -> None:
    journal = open_journal()
    told: list[JournalError | None] = []

    async def story() -> None:
        is_over = asyncio.Event()

        def tell(trouble: JournalError | None) -> None:
            told.append(trouble)
            if trouble is None:
                is_over.set()

        journal.on_trouble(tell)
        make_full(journal)
        with pytest.raises(JournalFull):
            await journal.write(record("room:a", 0, text="x" * 100_000))
        make_room(journal)
        await is_over.wait()

    timed(story())
    assert [type(trouble) for trouble in told] == [JournalFull, type(None)]


# The file is damaged.


def closed_with(open_journal: Open, tmp_path: Path, streams: int = 20, count: int = 50) -> Path:
    journal = open_journal()
    for number in range(streams):
        fill(journal, f"room:{number}", count)
    journal.close()
    return tmp_path / FILE


def damaged(path: Path, how: str) -> None:
    content = bytearray(path.read_bytes())
    match how:
        case "cut in half":
            content = content[: len(content) // 2]
        case "cut within a page":
            content = content[: len(content) * 2 // 3 + 77]
        case "a hole":
            content[len(content) // 2 : len(content) // 2 + 20_000] = bytes(20_000)
        case "noise":
            content[len(content) // 3 : len(content) // 3 + 9_000] = os.urandom(9_000)
        case "no head":
            content[:100] = os.urandom(100)
        case "something else":
            content = bytearray(b"this is a letter\n" * 300)
    path.write_bytes(content)


@pytest.mark.parametrize("how", ["cut in half", "cut within a page", "a hole", "noise"])
def test_of_a_damaged_file_what_can_be_read_is_kept(open_journal: Open, tmp_path: Path, how: str) -> None:
    path = closed_with(open_journal, tmp_path)
    damaged(path, how)
    journal = SqliteJournal(tmp_path)
    try:
        assert journal.repair is not None
        assert "The journal was damaged" in journal.repair.says
        assert str(journal.repair.aside) in journal.repair.says
        assert journal.repair.aside.exists()
        found = {stream: journal.read(stream) for stream in journal.streams("room:")}
        assert len(found) > 5
        for stream, records in found.items():
            assert records == [record(stream, number, text="x" * 200) for number in range(len(records))]
        write(journal, record("room:0", 99))
    finally:
        journal.close()
    again = open_journal()
    assert again.repair is None
    assert again.read("room:0")[-1] == record("room:0", 99)


@pytest.mark.parametrize("how", ["no head", "something else"])
def test_a_file_of_which_nothing_is_left_is_put_aside(open_journal: Open, tmp_path: Path, how: str) -> None:
    path = closed_with(open_journal, tmp_path)
    damaged(path, how)
    journal = SqliteJournal(tmp_path)
    assert journal.repair is not None
    assert journal.streams("room:") == []
    write(journal, record("room:a", 0))
    journal.close()


def test_a_record_that_was_changed_is_noticed(open_journal: Open) -> None:
    journal = open_journal()
    fill(journal, "room:a", 5)
    journal._store._connection.execute("UPDATE record SET data = '{\"number\": 8}' WHERE number = 3")
    with pytest.raises(JournalError, match="Record 3 of room:a is damaged"):
        journal.read("room:a")


def test_a_journal_of_a_later_version_is_left_alone(open_journal: Open, tmp_path: Path) -> None:
    journal = open_journal()
    journal._store._connection.execute("PRAGMA user_version = 99")
    with pytest.raises(ValueError, match="version 99, and this program writes version 1"):
        SqliteJournal(tmp_path)


# Copies.


def test_a_copy_is_made_while_it_is_written_to(open_journal: Open, tmp_path: Path) -> None:
    journal = open_journal()
    fill(journal, "room:a", 300)

    async def busy(work: Coroutine[Any, Any, int]) -> int:
        writing = asyncio.create_task(_keep_writing(journal))
        try:
            return await work
        finally:
            writing.cancel()

    (tmp_path / "copy").mkdir()
    copied = timed(busy(asyncio.to_thread(back_up, tmp_path / FILE, tmp_path / "copy" / FILE)))
    assert copied >= 300
    journal.close()
    copy = SqliteJournal(tmp_path / "copy")
    assert copy.repair is None
    assert len(copy.read("room:a")) == 300
    copy.close()


async def _keep_writing(journal: SqliteJournal) -> None:
    number = 0
    while True:
        await journal.write(record("room:b", number))
        number += 1


# One server at a time.


def test_a_folder_belongs_to_one_server(tmp_path: Path) -> None:
    lock = FolderLock(tmp_path)
    with pytest.raises(FolderTaken) as refused:
        FolderLock(tmp_path)
    assert str(tmp_path) in str(refused.value)
    assert f"process {os.getpid()}" in str(refused.value)
    lock.release()
    FolderLock(tmp_path).release()


def test_a_folder_is_free_when_its_server_was_killed(tmp_path: Path) -> None:
    code = "import sys, time; from pathlib import Path; from app.journal.lock import FolderLock\n"
    code += "lock = FolderLock(Path(sys.argv[1])); print('held', flush=True); time.sleep(60)"
    other = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert other.stdout is not None
    assert other.stdout.readline() == "held\n"
    with pytest.raises(FolderTaken, match=f"process {other.pid}"):
        FolderLock(tmp_path)
    other.kill()
    other.wait(timeout=10)
    other.stdout.close()
    FolderLock(tmp_path).release()


def test_what_cannot_be_written_troubles_nobody_else(open_journal: Open) -> None:
    journal = open_journal()
    for beyond in (2**64, "\ud800"):
        with pytest.raises(TypeError):
            write(journal, record("room:a", 0, beyond=beyond))
        with pytest.raises(TypeError):
            journal.write_soon(record("room:a", 0, beyond=beyond))
    assert journal.trouble is None
    write(journal, record("room:a", 0), record("room:b", 0))
    assert journal.read("room:a") == [record("room:a", 0)]
