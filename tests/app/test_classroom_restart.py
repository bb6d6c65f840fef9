"""What a class remembers when the server starts anew, and what it says when nothing can be kept."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import pytest

from app.classroom import conduct
from app.classroom.classes import DAY_S, Classes
from app.classroom.course import Course
from app.classroom.documents import class_document
from app.classroom.forgetting import forget_member
from app.classroom.scene import scene_of
from app.data import data_folder
from app.errors import RequestError
from app.journal import JournalError, MemoryJournal, Record
from app.lessons import load
from app.metrics import Metrics
from app.opening import Wish, open_room
from app.rooms import Rooms
from app.security import Signer
from app.wire.browser import Answer
from app.workers import Workers
from tests.app.watching import ask

if TYPE_CHECKING:
    from app.classroom.hall import Hall
    from app.settings import Settings
    from tests.app.conftest import MakeSettings


class Server:
    """The parts of a server that classes need."""

    def __init__(self, settings: Settings, journal: MemoryJournal, rooms: Rooms | None = None) -> None:
        self.now = 1_000_000.0
        self.metrics = Metrics()
        self.rooms = rooms if rooms is not None else Rooms(settings, self.metrics)
        self.signer = Signer(settings.data_dir)
        self.settings = settings
        self.journal = journal
        self.classes = Classes(settings, self.rooms, self.signer, journal, lambda: self.now)
        self.classes.restore()

    async def open(self, lesson: str | None = None, scenario: str | None = None) -> Hall:
        catalogue = load(data_folder("lessons"))
        room = await open_room(
            Wish(lesson=lesson, scenario=scenario), catalogue, self.settings, self.metrics, Workers()
        )
        return (await self.classes.open("Tuesday group", "Dr. Okafor", room, lesson, scenario)).hall


def documents(hall: Hall) -> list[Any]:
    """The class as everybody in it sees it."""
    scene = scene_of(hall)
    return [class_document(scene, member).model_dump() for member in hall.course.present_members]


def test_a_class_is_the_fold_of_its_records(make_settings: MakeSettings) -> None:
    async def goes_on() -> None:
        journal = MemoryJournal()
        first = Server(make_settings(), journal)
        hall = await first.open(lesson="the-raft-algorithm", scenario="an-election")
        ben = (await first.classes.join(hall, "Ben", "learner", None)).member
        ada = (await first.classes.join(hall, "Ada", "learner", None)).member
        gone = (await first.classes.join(hall, "Mallory", "learner", None)).member
        words = (await hall.room()).words
        await conduct.explore(hall, ben, words, anew=False, branch=None, position=None)
        await conduct.switch(hall, names_hidden=True, locked=True, title="Wednesday group")
        await conduct.hand(hall, hall.course.members[hall.course.presenter.id], ada.id)  # type: ignore[union-attr]
        await conduct.remove(hall, gone.id)
        await conduct.reveal(hall, "what-a-timeout-does", True)
        token, _ = first.classes.token(hall, ben)
        await asyncio.sleep(0.6)
        second = Server(first.settings, journal, first.rooms)
        again = second.classes.find(hall.course.id)
        assert documents(again) == documents(hall)
        assert again.course.control == ada.id
        assert again.course.members[ben.id].standing == ben.standing
        found = second.classes.member(again, token)
        assert found is not None
        assert found.name == "Ben"
        assert second.classes.look(hall.course.code, "192.0.2.1") is again
        assert (await again.room()).host is again

    asyncio.run(goes_on())


def test_what_the_run_made_of_a_question_is_found_out_again_when_it_was_not_kept(make_settings: MakeSettings) -> None:
    async def is_found_out() -> None:
        journal = MemoryJournal()
        server = Server(make_settings(), journal)
        hall = await server.open(lesson="the-raft-algorithm", scenario="an-election")
        ben = (await server.classes.join(hall, "Ben", "learner", None)).member
        room = await hall.room()
        follower = room.enter("watch", member=ben.id)
        presenter = room.enter("control")
        answer = {"type": "answer", "request": 1, "question": "what-a-timeout-does", "choice": "stands"}
        assert (await ask(room, follower, **answer))["type"] == "accepted"
        assert (await ask(room, presenter, **answer))["type"] == "accepted"
        expire = {"type": "intervene", "request": 2, "directive": "timeout S4", "branch": "main", "position": None}
        assert (await ask(room, presenter, **expire))["type"] == "accepted"
        stream = f"class:{hall.course.id}"
        kept = [record for record in journal.read(stream) if record.kind not in ("closed", "decided")]
        await journal.replace(stream, *kept)
        again = Server(server.settings, journal, server.rooms).classes.find(hall.course.id)
        (poll,) = again.course.round.polls.values()
        assert (poll.closed, poll.votes[ben.id].right) == (False, None)
        await again.woken(room.id)
        (poll,) = again.course.round.polls.values()
        assert (poll.closed, poll.votes[ben.id].right) == (True, True)
        assert documents(again) == documents(hall)

    asyncio.run(is_found_out())


def test_what_cannot_be_kept_is_not_done(make_settings: MakeSettings) -> None:
    async def refuses() -> None:
        journal = MemoryJournal()
        server = Server(make_settings(), journal)
        hall = await server.open()
        ben = (await server.classes.join(hall, "Ben", "learner", None)).member
        before = documents(hall)
        journal.trouble = JournalError("no space")
        with pytest.raises(RequestError) as told:
            await server.classes.join(hall, "Ada", "learner", None)
        assert (told.value.code, told.value.status) == ("journal", 503)
        with pytest.raises(RequestError):
            await conduct.switch(hall, frozen=True)
        with pytest.raises(RequestError):
            await conduct.remove(hall, ben.id)
        assert documents(hall) == before
        journal.trouble = None
        await conduct.switch(hall, frozen=True)
        assert hall.course.frozen

    asyncio.run(refuses())


def test_records_of_a_later_version_are_passed_over_and_a_damaged_class_alone_is_lost(
    make_settings: MakeSettings,
) -> None:
    async def comes_back() -> None:
        journal = MemoryJournal()
        server = Server(make_settings(), journal)
        first, second = await server.open(), await server.open()
        journal.write_soon(Record(f"class:{first.course.id}", "sang", {"at": 1, "song": "la"}))
        journal.write_soon(Record(f"class:{second.course.id}", "joined", {"at": 1}))
        journal.write_soon(Record("class:empty", "opened", {"at": 1, "code": "AAAAAA", "title": "T"}))
        again = Server(server.settings, journal, server.rooms).classes
        assert [hall.course.id for hall in again.halls] == [first.course.id]

    asyncio.run(comes_back())


def test_a_class_whose_lesson_is_gone_comes_back_with_everybody_in_it(make_settings: MakeSettings) -> None:
    async def comes_back() -> None:
        journal = MemoryJournal()
        server = Server(make_settings(), journal)
        hall = await server.open(lesson="the-raft-algorithm", scenario="an-election")
        await server.classes.join(hall, "Ben", "learner", None)
        anew = Server(server.settings, journal)
        again = anew.classes.find(hall.course.id)
        owner, ben = documents(again)
        assert owner["lesson"]["lesson"] == "the-raft-algorithm"
        assert owner["lesson"]["goals"] == []
        assert [row["name"] for row in owner["rows"]] == ["Ben"]
        assert ben["me"]["own"] is None
        with pytest.raises(RequestError) as told:
            await again.room()
        assert told.value.code == "room_gone"

    asyncio.run(comes_back())


def test_cookies_and_codes_hold_for_so_many_days(make_settings: MakeSettings) -> None:
    async def ends() -> None:
        server = Server(make_settings(class_days=2), MemoryJournal())
        hall = await server.open()
        ben = (await server.classes.join(hall, "Ben", "learner", None)).member
        token, seconds = server.classes.token(hall, ben)
        assert seconds == 2 * DAY_S
        server.now += 2 * DAY_S - 1
        assert server.classes.member(hall, token) is ben
        assert server.classes.look(hall.course.code, "192.0.2.1") is hall
        server.now += 1
        assert server.classes.member(hall, token) is None
        with pytest.raises(RequestError, match="No open class has this code"):
            server.classes.look(hall.course.code, "192.0.2.1")

    asyncio.run(ends())


def test_a_ticket_is_too_old_after_ten_minutes(make_settings: MakeSettings) -> None:
    async def expires() -> None:
        server = Server(make_settings(), MemoryJournal())
        hall = await server.open()
        ben = (await server.classes.join(hall, "Ben", "learner", None)).member
        ticket = server.classes.ticket(hall, ben.id)
        server.now += 600
        with pytest.raises(RequestError, match="too old"):
            server.classes.come_back(hall, ticket, "192.0.2.1")

    asyncio.run(expires())


def test_the_instructors_cookie_holds_for_half_a_day_and_no_longer_than_the_key(make_settings: MakeSettings) -> None:
    settings = make_settings()
    server = Server(settings, MemoryJournal())
    key = server.classes.instructor.fresh
    assert key is not None
    token = server.classes.instructor_token(key, "192.0.2.1")
    assert server.classes.is_instructor(token)
    (settings.data_dir / "instructor.key").unlink()
    assert not Server(settings, MemoryJournal()).classes.is_instructor(token)
    server.now += DAY_S // 2
    assert not server.classes.is_instructor(token)
    assert not server.classes.is_instructor("")


def test_of_who_wants_to_be_forgotten_nothing_is_left(make_settings: MakeSettings) -> None:
    async def is_forgotten() -> None:
        journal = MemoryJournal()
        server = Server(make_settings(), journal)
        hall = await server.open(lesson="the-raft-algorithm", scenario="an-election")
        ben = (await server.classes.join(hall, "Ben Kowalski", "learner", None)).member
        await server.classes.join(hall, "Ada", "learner", None)
        seat, _ = await conduct.explore(hall, ben, (await hall.room()).words, anew=False, branch=None, position=None)
        await asyncio.sleep(0.4)
        await forget_member(hall, ben)
        kept = json.dumps([record.data for record in journal.read(f"class:{hall.course.id}")])
        assert "Kowalski" not in kept
        assert ben.id not in kept
        assert "Ada" in kept
        assert not server.rooms.has(seat.room)
        assert hall.member(ben.id) is None
        assert documents(Server(server.settings, journal, server.rooms).classes.find(hall.course.id)) == documents(hall)

    asyncio.run(is_forgotten())


def test_a_class_is_deleted_when_it_is_old_enough_and_nobody_is_in_it(make_settings: MakeSettings) -> None:
    async def is_deleted() -> None:
        journal = MemoryJournal()
        server = Server(make_settings(class_days=2), journal)
        hall = await server.open()
        room = hall.course.round.room
        watcher = hall.audience.enter(hall.course.members[next(iter(hall.course.members))])
        server.now += 2 * DAY_S - 1
        await server.classes.tidy()
        server.now += 1
        await server.classes.tidy()
        assert server.classes.halls == [hall]
        hall.audience.leave(watcher)
        await server.classes.tidy()
        assert server.classes.halls == []
        assert journal.streams("class:") == []
        assert not server.rooms.has(room)
        assert server.rooms.hosts == {}

    asyncio.run(is_deleted())


def test_what_was_written_while_a_class_went_on_belongs_to_what_it_left() -> None:
    """A private room, a verdict and a student's progress that the journal holds behind the record of the new room."""
    course = Course("c")
    member = {"member": "m", "name": "Ben", "pseudonym": "student-1", "role": "learner"}
    asked = {"question": "q", "prompt": "What next?", "step": 0, "options": [["a", "A"]]}
    progress = {"step": 2, "goals": [], "answers": {}, "goal_points": 1, "forks": 0, "forks_at_one": 0, "done": False}
    for kind, data in (
        ("opened", {"code": "K7F2QX", "title": "Tuesday group"}),
        ("joined", member),
        ("moved", {"room": "one", "lesson": "l", "scenario": "a", "title": "A"}),
        ("asked", {"room": "one", **asked}),
        ("voted", {"member": "m", "question": "q", "choice": "a", "position": 0}),
        ("moved", {"room": "two", "lesson": "l", "scenario": "b", "title": "B"}),
        ("decided", {"question": "q", "came_true": "a", "verdicts": {"a": [True, "So it was."]}}),
        ("asked", {"room": "one", **asked, "question": "later"}),
        ("explored", {"member": "m", "room": "own", "of": "one", "branch": "main", "position": 0, "time_us": 0}),
        ("progress", {"member": "m", "room": "own", **progress}),
    ):
        course.apply(kind, {"at": 0, **data})
    assert course.rounds[0].polls["q"].votes["m"].right
    assert (list(course.rounds[0].polls), list(course.rounds[1].polls)) == (["q", "later"], [])
    ben = course.members["m"]
    assert ([private.round for private in ben.rooms], ben.own, ben.standing) == ([0], None, None)


def test_a_ballot_that_comes_as_the_class_goes_on_is_refused(make_settings: MakeSettings) -> None:
    async def goes_on() -> None:
        server = Server(make_settings(), MemoryJournal())
        hall = await server.open(lesson="the-raft-algorithm", scenario="an-election")
        ben = (await server.classes.join(hall, "Ben", "learner", None)).member
        room = await hall.room()
        viewer = room.enter("watch", member=ben.id)
        ballot = hall.obey(
            room, viewer, Answer(type="answer", request=1, question="what-a-timeout-does", choice="asks")
        )
        assert ballot is not None
        other = await open_room(Wish(), load(data_folder("lessons")), server.settings, server.metrics, Workers())
        await conduct.move(hall, other, None, None)
        with pytest.raises(RequestError, match="The class has gone on"):
            await ballot

    asyncio.run(goes_on())
