"""A class while it goes on: between its rooms, who is in them, and who watches the dashboard."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from time import time
from typing import Final

from app.classroom.audience import Audience
from app.classroom.capability import member_of, seat_key
from app.classroom.course import Course, Member, Poll
from app.classroom.ledger import Ledger
from app.classroom.standing import given_until
from app.commands import WATCHERS_MAY, answer
from app.errors import RequestError
from app.host import Guest
from app.journal import Journal
from app.room import Room
from app.rooms import Rooms
from app.security import Signer
from app.settings import Settings
from app.viewer import Role, Viewer
from app.wire.browser import Answer, AnyBrowserFrame, Resume
from app.wire.classroom import Seat, View
from app.wire.server import Accepted, Question, ServerFrame
from raft_core.sim.timeline import Branch

MOST_FORKING: Final = 2
"""So many private rooms of a class are made at the same time; when everybody leaves at once, the others wait."""
FROZEN: Final = "The presenter has stopped all rooms for a moment. What you see stays; go on when they do."


class Hall:
    """The host of a class's rooms. `lock` is held while something is decided that two may ask for at once."""

    def __init__(
        self,
        course: Course,
        rooms: Rooms,
        signer: Signer,
        settings: Settings,
        journal: Journal,
        clock: Callable[[], float] = time,
    ) -> None:
        self.course = course
        self.rooms = rooms
        self.settings = settings
        self.clock = clock
        self.ledger = Ledger(course, journal, clock)
        self.audience = Audience(self)
        self.lock = asyncio.Lock()
        self.view: View | None = None
        self.seen_at = clock()
        self._signer = signer
        self.forking = asyncio.Semaphore(MOST_FORKING)
        self._locks: dict[str, asyncio.Lock] = {}

    # Members and rooms.

    def member(self, identity: str | None) -> Member | None:
        """Somebody who is in the class still."""
        found = self.course.members.get(identity or "")
        return found if found is not None and not found.removed else None

    async def room(self) -> Room:
        """The presenter's room, awake. Raises RequestError when it has ended."""
        room = await self.woken(self.course.round.room)
        if room is None:
            says = "The room of the class has ended. The presenter can go on in another."
            raise RequestError("room_gone", says, where="room", legal="another room", status=410)
        return room

    def known_room(self, identity: str) -> Room | None:
        """A room, if it is there still."""
        with suppress(RequestError):
            room = self.rooms.find(identity)
            return room if not room.is_over else None
        return None

    async def woken(self, identity: str) -> Room | None:
        """A room, also when it was at rest."""
        presenter = self.course.presenter
        if presenter is not None:
            with suppress(RequestError):
                await self.rooms.wake(identity, self.seat(presenter, identity).key)
        if identity == self.course.round.room:
            self.catch_up()
        return self.known_room(identity)

    def all_rooms(self) -> Iterator[Room]:
        """Every room of the class that is awake, those of former rounds too."""
        for name in self.course.room_names:
            room = self.known_room(name)
            if room is not None:
                yield room

    def seat(self, member: Member, room: str) -> Seat:
        """A room and the member's key to it."""
        return Seat(room=room, key=seat_key(self.course.id, room, member.id, self._signer))

    def role_in(self, room: str, member: Member) -> Role | None:
        """What a member may do in a room now; None when it is not for them."""
        if any(private.room == room for private in member.rooms):
            return "control"
        if any(each.room == room for each in self.course.rounds):
            has_it = member.presents or (self.course.control == member.id and room == self.course.round.room)
            return "control" if has_it else "watch"
        return "watch" if member.presents else None

    def lock_of(self, member: Member) -> asyncio.Lock:
        """Who presses a button twice gets one room."""
        return self._locks.setdefault(member.id, asyncio.Lock())

    def take_in(self, room: Room) -> None:
        """Let a room belong to the class."""
        self.rooms.hosts[room.id] = self
        room.host = self

    def catch_up(self) -> None:
        """Take note of what became of questions while the presenter's room did not belong to the class, or slept."""
        room = self.known_room(self.course.round.room)
        if room is not None and room.guide is not None:
            for question in room.guide.asked(room.branch):
                self.asked(room, room.guide.question(room.branch, question))

    # What a room asks of its host.

    def admit(self, room: str, key: str) -> Guest | None:
        """Whose key it is, and what it allows now."""
        member = self.member(member_of(key, self.course.id, room, self._signer))
        role = self.role_in(room, member) if member is not None else None
        return Guest(member.id, role) if member is not None and role is not None else None

    def obey(self, room: Room, viewer: Viewer, frame: AnyBrowserFrame) -> Awaitable[ServerFrame] | None:
        """Refuse what a learner may not do now; take ballots."""
        if viewer.member is None:
            return None
        member = self.member(viewer.member)
        role = self.role_in(room.id, member) if member is not None else None
        if member is None or role is None:
            raise RequestError("not_a_member", "You are no longer in this class.", status=401)
        viewer.role = role
        if not isinstance(frame, Resume):
            member.last_act = int(self.clock())
            self.audience.stir(member.id)
        if self.course.frozen and not member.presents and not isinstance(frame, WATCHERS_MAY):
            raise RequestError("frozen", FROZEN, where="type", legal="seek, resume, explain")
        if isinstance(frame, Answer) and room.id == self.course.round.room and member.role == "learner":
            return self._vote(room, member, frame, role)
        return None

    def asked(self, room: Room, question: Question) -> None:
        """A question of the presenter's room is one for everybody."""
        if room.id != self.course.round.room:
            return
        poll = self.course.round.polls.get(question.id)
        is_open = question.state == "open"
        before = (poll.closed, poll.came_true) if poll is not None else None
        if poll is None or (is_open and poll.closed):
            options = [[option.id, option.says] for option in question.options]
            self.ledger.note(
                "asked",
                room=room.id,
                question=question.id,
                prompt=question.prompt,
                step=question.stage,
                options=options,
            )
            poll = self.course.round.polls[question.id]
        if not is_open and not poll.closed:
            self.ledger.note("closed", question=question.id)
        if question.came_true is not None and question.came_true != poll.came_true:
            self._decide(room, poll, question.came_true)
        if before != (poll.closed, poll.came_true):
            self.audience.stir_all()

    def stir(self, room: Room) -> None:
        """A dashboard may show something else now."""
        self.seen_at = self.clock()
        self.audience.stir_room(room)

    def whose(self, room: str, branch: Branch) -> tuple[str, int | None]:
        """Whose a branch is: a student's own from where it left the class, or the presenter's. A pseudonym, as ever."""
        for member in self.course.members.values():
            for private in member.rooms:
                if private.room == room:
                    return member.pseudonym, given_until(branch, private)
        presenter = self.course.presenter
        return presenter.pseudonym if presenter is not None else "", None

    def keeps(self, room: Room) -> bool:
        """A class's rooms stay as long as anybody is about."""
        return not self.course.ended and self.clock() - self.seen_at < self.settings.idle_minutes * 60

    # Ballots.

    async def _vote(self, room: Room, member: Member, frame: Answer, role: Role) -> ServerFrame:
        """Take a member's answer; of who has the control, it is the answer by which the run goes on as well."""
        guide = room.guide
        if guide is None:
            raise RequestError("no_question", "This room has no lesson, and asks no questions.", where="question")
        async with self.lock:
            if room.id != self.course.round.room:
                raise RequestError("bad_answer", "The class has gone on, and the question with it.", where="question")
            held = guide.held(room.branch)
            if held is None or held.id != frame.question:
                says = "This question is not open now."
                raise RequestError("bad_answer", says, where="question", legal=held.id if held is not None else None)
            guide.check_answer(room.branch, frame.question, frame.choice)
            poll = self.course.round.polls[held.id]
            if member.id in poll.votes and role != "control":
                says = "You have answered this question; the first answer stands."
                raise RequestError("bad_answer", says, where="question")
            if member.id not in poll.votes:
                vote = {"member": member.id, "question": held.id, "choice": frame.choice}
                await self.ledger.write("voted", **vote, position=room.branch.last_position)
        if poll.came_true is not None:
            # The run went on while the ballot was written down.
            self._decide(room, poll, poll.came_true)
        self.audience.stir_all()
        if role == "control":
            return await answer(room, frame)
        return Accepted(request=frame.request, branch=room.branch.id, position=room.branch.last_position)

    def _decide(self, room: Room, poll: Poll, came_true: str) -> None:
        """The run has decided: judge every choice that was made."""
        guide = room.guide
        if guide is None:
            return
        choices = {vote.choice for vote in poll.votes.values()}
        verdicts = {choice or "": guide.as_if(room.branch, poll.id, choice) for choice in choices}
        self.ledger.note("decided", question=poll.id, came_true=came_true, verdicts=verdicts)
