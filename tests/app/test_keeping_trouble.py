"""A room that is kept, on bad days: a full disk, another engine, notes that make no sense, keys, and its end."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from app.errors import RequestError
from app.journal import JournalFull, MemoryJournal, Record
from app.keeping.notes import DID, OPENED, stream_of
from app.recording import script_of
from app.room import Room
from app.settings import Settings
from tests.app.keeping import again, house_of, image, opened, rooms_of, tried
from tests.app.test_guide import do
from tests.app.watching import ask, news, timed

if TYPE_CHECKING:
    from tests.app.conftest import MakeSettings


def test_while_the_disk_is_full_it_is_only_looked_at_and_goes_on_afterwards(make_settings: MakeSettings) -> None:
    async def story() -> None:
        journal, settings = MemoryJournal(), make_settings()
        rooms = rooms_of(house_of(settings, journal))
        room, viewer = await opened(rooms, settings)
        await do(room, viewer, "run 1s")
        before = image(room)
        journal.trouble = JournalFull("The disk is full.")
        with pytest.raises(RequestError) as refused:
            await do(room, viewer, "crash S1")
        assert refused.value.code == "disk_full"
        assert image(room) == before
        rooms._on_trouble(journal.trouble)
        for frame in ({"type": "play", "speed": 1}, {"type": "fork", "request": 1, "branch": "main", "position": 0}):
            assert (await tried(room, viewer, **frame))["code"] == "read_only"
        assert (await ask(room, viewer, type="seek", request=1, branch="main", position=0))["type"] == "keyframe"
        with pytest.raises(RequestError):
            await opened(rooms, settings)
        assert len(rooms) == 1
        journal.trouble = None
        rooms._on_trouble(None)
        assert [frame["reason"] for frame in news(viewer.cursor) if frame["type"] == "standing"] == [None]
        assert (await do(room, viewer, "crash S1"))["type"] == "accepted"
        assert image(await again(room, settings, journal)) == image(room)

    timed(story())


def test_what_a_full_disk_did_not_take_is_written_when_there_is_space(make_settings: MakeSettings) -> None:
    """A branch may have been begun in memory for an act that was refused then."""

    async def story() -> None:
        journal, settings = MemoryJournal(), make_settings()
        room, viewer = await opened(rooms_of(house_of(settings, journal)), settings)
        await do(room, viewer, "run 3s")
        journal.trouble = JournalFull("The disk is full.")
        await tried(room, viewer, type="intervene", request=1, branch="main", position=3, directive="crash S1")
        await tried(room, viewer, type="rename_branch", branch="main", name="first")
        journal.trouble = None
        await do(room, viewer, "crash S2")
        assert image(await again(room, settings, journal)) == image(room)

    timed(story())


class SlowJournal(MemoryJournal):
    """Takes its time."""

    async def write(self, *records: Record) -> None:
        await asyncio.sleep(0.02)
        await super().write(*records)


def test_whoever_leaves_while_it_is_written_leaves_nothing_half_done(make_settings: MakeSettings) -> None:
    async def story() -> None:
        journal, settings = SlowJournal(), make_settings()
        room, viewer = await opened(rooms_of(house_of(settings, journal)), settings)
        for number, line in enumerate(["crash S1", "run 2s", "settle", "crash S2", "run until leader within 3s"] * 4):
            doing = asyncio.create_task(do(room, viewer, line.replace("crash", "restart") if number > 4 else line))
            await asyncio.sleep(0.005 * (number % 7))
            doing.cancel()
            await asyncio.gather(doing, return_exceptions=True)
        await do(room, viewer, "client c1 put x 1")
        other = await again(room, settings, journal)
        assert other.standing is None
        assert image(other) == image(room)

    timed(story())


def changed(journal: MemoryJournal, room: Room, kind: str, **data: object) -> None:
    """Change the last record of a kind, as another program would have written it."""
    stream = stream_of(room.id)
    records = journal.read(stream)
    at = max(index for index, record in enumerate(records) if record.kind == kind)
    records[at] = Record(stream, kind, {**records[at].data, **data})
    journal._streams[stream] = records


async def a_room_with_a_past(settings: Settings, journal: MemoryJournal) -> Room:
    room, viewer = await opened(rooms_of(house_of(settings, journal)), settings)
    for line in ("run 2s", "crash S1", "run 2s", "client c1 put x 1", "run 1s"):
        await do(room, viewer, line)
    return room


def test_of_another_engine_that_does_the_same_it_goes_on(make_settings: MakeSettings) -> None:
    async def story() -> None:
        journal, settings = MemoryJournal(), make_settings()
        room = await a_room_with_a_past(settings, journal)
        changed(journal, room, OPENED, engine="0.0.1")
        other = await again(room, settings, journal)
        assert other.standing is None
        assert image(other) == image(room)

    timed(story())


@pytest.mark.parametrize(("engine", "reason"), [("0.0.1", "other_engine"), (None, "differs")])
def test_that_goes_another_way_now_it_is_only_looked_at(
    make_settings: MakeSettings, engine: str | None, reason: str
) -> None:
    async def story() -> None:
        journal, settings = MemoryJournal(), make_settings()
        room = await a_room_with_a_past(settings, journal)
        if engine is not None:
            changed(journal, room, OPENED, engine=engine)
        at = [record.data["at"] for record in journal.read(stream_of(room.id)) if record.kind == DID][-1]
        changed(journal, room, DID, at=[*at[:2], "0123456789ab"])
        other = await again(room, settings, journal)
        assert other.standing is not None
        assert (other.standing.reason, other.standing.position) == (reason, at[0])
        watcher = other.enter("control")
        assert (await tried(other, watcher, type="step", request=1, count=1))["code"] == "read_only"
        assert [frame["reason"] for frame in news(watcher.cursor) if frame["type"] == "standing"] == [reason]
        assert script_of(other.session, other.branch).startswith("cluster")
        # what was kept is kept still, and the engine that made it would find it as it was
        assert len(journal.read(stream_of(room.id))) > 5

    timed(story())


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (DID, {"directive": "teleport S1"}),
        (DID, {"branch": "Z"}),
        (DID, {"at": "here"}),
        (DID, {"who": None, "at": []}),
    ],
)
def test_whatever_stands_in_a_note_the_room_opens(
    make_settings: MakeSettings, kind: str, data: dict[str, object]
) -> None:
    async def story() -> None:
        journal, settings = MemoryJournal(), make_settings()
        room = await a_room_with_a_past(settings, journal)
        changed(journal, room, kind, **data)
        other = await again(room, settings, journal)
        assert other.standing is not None
        assert other.branch.last_position > 0

    timed(story())


def test_without_a_beginning_it_is_said_to_be_damaged(make_settings: MakeSettings) -> None:
    async def story() -> None:
        journal, settings = MemoryJournal(), make_settings()
        room = await a_room_with_a_past(settings, journal)
        changed(journal, room, OPENED, script="cluster of thoughts")
        with pytest.raises(RequestError) as refused:
            await again(room, settings, journal)
        assert refused.value.code == "room_damaged"

    timed(story())


def test_whose_lesson_is_gone_it_goes_on_as_a_sandbox(make_settings: MakeSettings) -> None:
    async def story() -> None:
        journal, settings = MemoryJournal(), make_settings()
        room, viewer = await opened(
            rooms_of(house_of(settings, journal)), settings, lesson="every-kind", scenario="a-number"
        )
        await do(room, viewer, "crash S1")
        changed(journal, room, OPENED, lesson="every-kind/gone")
        other = await again(room, settings, journal)
        assert (other.guide, other.title) == (None, "A number")
        assert other.branch.last_position == room.branch.last_position
        assert (await do(other, other.enter("control"), "restart S1"))["type"] == "accepted"

    timed(story())


# Who may find it, and for how long.


def test_a_key_is_not_kept_and_opens_it_all_the_same(make_settings: MakeSettings) -> None:
    async def story() -> None:
        journal, settings = MemoryJournal(), make_settings()
        room = await a_room_with_a_past(settings, journal)
        assert not [record for record in journal.read(stream_of(room.id)) if room.control in repr(record)]
        rooms = rooms_of(house_of(settings, journal))
        await rooms.wake(room.id, "wrong")
        with pytest.raises(RequestError, match="no such room"):
            rooms.admit(room.id, "wrong")
        await rooms.wake(room.id, room.watch)
        assert rooms.admit(room.id, room.watch)[1] == "watch"
        assert rooms.admit(room.id, room.control)[1] == "control"

    timed(story())


def test_two_who_come_at_once_find_one_room(make_settings: MakeSettings) -> None:
    async def story() -> None:
        journal, settings = MemoryJournal(), make_settings()
        room = await a_room_with_a_past(settings, journal)
        rooms = rooms_of(house_of(settings, journal))
        found = set()

        async def come() -> None:
            await rooms.wake(room.id, room.control)
            found.add(id(rooms.find(room.id)))

        await asyncio.gather(*(come() for _ in range(10)))
        assert len(found) == 1

    timed(story())


def test_what_its_owner_deletes_is_gone(make_settings: MakeSettings) -> None:
    async def story() -> None:
        journal, settings = MemoryJournal(), make_settings()
        rooms = rooms_of(house_of(settings, journal))
        room, _ = await opened(rooms, settings)
        await rooms.forget(room)
        await rooms.wake(room.id, room.control)
        with pytest.raises(RequestError, match="no such room"):
            rooms.find(room.id)
        assert journal.streams("") == []

    timed(story())


def test_what_nobody_touched_for_long_is_deleted(make_settings: MakeSettings) -> None:
    async def story() -> None:
        journal, settings = MemoryJournal(), make_settings(keep_days=2)
        rooms = rooms_of(house_of(settings, journal))
        old, _ = await opened(rooms, settings)
        young, _ = await opened(rooms, settings)
        rooms.close(old, "idle", "")
        journal._written[stream_of(old.id)] -= 3 * 86_400
        journal._written[stream_of(young.id)] -= 86_400
        await rooms.let_go()
        assert journal.streams("") == [stream_of(young.id)]

    timed(story())


# What a browser saw before.


def test_a_browser_is_told_up_to_where_what_it_saw_still_holds(make_settings: MakeSettings) -> None:
    async def story() -> None:
        journal, settings = MemoryJournal(), make_settings()
        first = await a_room_with_a_past(settings, journal)
        seen = first.lives.now.name
        kept_at = first.branch.last_position
        # the server dies when the clock has run on, and nothing of that was noted
        second = await again(first, settings, journal)
        assert second.welcome("watch", life=seen).kept == {"main": kept_at}
        assert second.welcome("watch", life=second.lives.now.name).kept is None
        assert second.welcome("watch", life="").kept is None
        assert second.welcome("watch", life="unheard-of").kept == {}
        viewer = second.enter("control")
        await ask(second, viewer, type="fork", request=1, branch="main", position=2)
        await do(second, viewer, "crash S3")
        third = await again(second, settings, journal)
        assert third.welcome("watch", life=seen).kept == {"main": kept_at}
        assert third.welcome("watch", life=second.lives.now.name).kept == {
            "main": kept_at,
            "A": third.branch.last_position,
        }

    timed(story())
