"""All classes of the server: opening, joining, finding them, and bringing them back after a restart."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from time import time
from typing import Final

from app.classroom import conduct
from app.classroom.capability import Capability, class_scope, seal, unseal
from app.classroom.course import Course, Member
from app.classroom.forgetting import forget_class
from app.classroom.guessing import Guesses
from app.classroom.hall import Hall
from app.classroom.instructor import Instructor
from app.classroom.ledger import PREFIX
from app.classroom.names import distinct, new_code, new_pseudonym, read_code, read_name, read_title
from app.errors import RequestError
from app.journal import Journal
from app.logging_json import LOGGER
from app.room import Room
from app.rooms import Rooms
from app.security import Signer
from app.settings import Settings
from app.wire.classroom import ClassOver, Role

DAY_S: Final = 86_400
INSTRUCTOR_S: Final = DAY_S // 2
"""So long does a browser count as the instructor's after it has shown the key."""
TICKET_S: Final = 600
TIDY_S: Final = 3_600.0
INSTRUCTOR: Final = "instructor"


@dataclass(slots=True, frozen=True)
class Joined:
    """Somebody who is in a class now; `is_new` when they were not before, `renamed` when their name was taken."""

    hall: Hall
    member: Member
    is_new: bool = True
    renamed: bool = False


class Classes:
    """The classes by their ids, and who may open another."""

    def __init__(
        self,
        settings: Settings,
        rooms: Rooms,
        signer: Signer,
        journal: Journal,
        clock: Callable[[], float] = time,
    ) -> None:
        """Raises OSError or ValueError when the instructor key cannot be read or made."""
        self.instructor = Instructor(settings.data_dir)
        self.guesses = Guesses()
        self.settings = settings
        self._rooms = rooms
        self._signer = signer
        self._journal = journal
        self._clock = clock
        self._halls: dict[str, Hall] = {}
        self._used_tickets: dict[str, int] = {}

    # The classes.

    @property
    def halls(self) -> list[Hall]:
        """Every class that is known, those that have ended too."""
        return list(self._halls.values())

    def find(self, identity: str) -> Hall:
        """The class of that id. Raises RequestError when there is none."""
        hall = self._halls.get(identity)
        if hall is None:
            raise RequestError("unknown_class", "There is no such class.", where="class", status=404)
        return hall

    def check_space(self) -> None:
        """Raises RequestError when no other class may be opened."""
        going_on = [hall for hall in self.halls if self._goes_on(hall)]
        limit = self.settings.max_classes
        if len(going_on) >= limit:
            says = "The server has as many classes as it may have."
            raise RequestError("classes_limit", says, legal=f"at most {limit} classes; end another", status=503)

    async def open(self, title: str, name: str, room: Room, lesson: str | None, scenario: str | None) -> Joined:
        """Open a class in a room that was just made; whoever opens it owns it."""
        title, name = read_title(title), read_name(name)
        course = Course(secrets.token_hex(8))
        hall = self._hall(course)
        await hall.ledger.write("opened", code=self._free_code(), title=title)
        joined = await self._add(hall, name, "owner")
        await conduct.move(hall, room, lesson, scenario)
        self._halls[course.id] = hall
        return joined

    def restore(self) -> None:
        """Bring back every class of the journal. Their rooms come back by themselves, under the same ids."""
        for stream in self._journal.streams(PREFIX):
            course = Course(stream.removeprefix(PREFIX))
            try:
                for record in self._journal.read(stream):
                    course.apply(record.kind, record.data)
            except Exception:
                logging.getLogger(f"{LOGGER}.classes").exception("class cannot be brought back")
                continue
            if course.rounds and course.presenter is not None:
                hall = self._halls[course.id] = self._hall(course)
                for room in course.room_names:
                    self._rooms.hosts[room] = hall

    async def forget(self, hall: Hall) -> None:
        """Delete a class. Raises RequestError when that cannot be kept."""
        await forget_class(hall)
        self._halls.pop(hall.course.id, None)

    async def tidy(self) -> None:
        """Delete the classes that are older than classes are kept, unless somebody is in them."""
        for hall in self.halls:
            is_old = self._clock() - hall.course.opened >= self.settings.class_days * DAY_S
            if is_old and not len(hall.audience):
                with suppress(RequestError):
                    await self.forget(hall)

    async def tidy_forever(self) -> None:
        """Tidy once an hour."""
        while True:
            await self.tidy()
            await asyncio.sleep(TIDY_S)

    def close_all(self) -> None:
        """The server stops."""
        for hall in self.halls:
            hall.audience.end(ClassOver(code="stopping", says="The server stops."))

    # Coming in.

    def look(self, typed: str, address: str) -> Hall:
        """The class of a code. Raises RequestError: for a wrong one, always in the same words, and too many of them."""
        self.guesses.check(address)
        code = read_code(typed)
        for hall in self.halls:
            if hall.course.code == code and self._goes_on(hall):
                return hall
        self.guesses.count(address)
        says = "No open class has this code. Look at it again, or ask your presenter."
        raise RequestError("unknown_code", says, where="code", legal="six characters, such as K7F-2QX", status=404)

    async def join(self, hall: Hall, typed: str, role: Role, member: Member | None) -> Joined:
        """Come in; `member` is who the browser was in this class before, and then still is."""
        if member is not None:
            return Joined(hall, member, is_new=False)
        name, course = read_name(typed), hall.course
        async with hall.lock:
            if course.locked:
                says = "The class is locked: nobody new comes in now. Ask your presenter."
                raise RequestError("class_locked", says, where="code", status=403)
            limit = self.settings.max_members
            if len(course.present_members) >= limit:
                raise RequestError("class_full", "The class is full.", legal=f"at most {limit} members", status=503)
            own = distinct(name, [other.name for other in course.present_members])
            joined = await self._add(hall, own, role, renamed=own != name)
        hall.audience.stir_all()
        return joined

    def member(self, hall: Hall, token: str) -> Member | None:
        """Whose token it is; None for one that is forged, expired, or of somebody who was taken out."""
        capability = unseal(token, class_scope(hall.course.id), self._signer, self._clock())
        return hall.member(capability.member) if capability is not None else None

    def token(self, hall: Hall, member: Member) -> tuple[str, int]:
        """A member's token, and for how many seconds it holds."""
        seconds = self.settings.class_days * DAY_S
        expires = int(self._clock()) + seconds
        return seal(Capability(class_scope(hall.course.id), member.id, member.role, expires), self._signer), seconds

    # Tickets: coming back on another device.

    def ticket(self, hall: Hall, identity: str) -> str:
        """A ticket for a member, good once, for a few minutes. Raises RequestError for who is not in the class."""
        member = conduct.member_of(hall, identity)
        expires = int(self._clock()) + TICKET_S
        return seal(Capability(f"ticket {hall.course.id}", member.id, secrets.token_urlsafe(6), expires), self._signer)

    def come_back(self, hall: Hall, ticket: str, address: str) -> Joined:
        """Be the member of a ticket. Raises RequestError for one that is used up, forged or expired."""
        self.guesses.check(address)
        capability = unseal(ticket, f"ticket {hall.course.id}", self._signer, self._clock())
        member = hall.member(capability.member) if capability is not None else None
        if capability is None or member is None or ticket in self._used_tickets:
            self.guesses.count(address)
            says = "This ticket is used up, or too old. Ask your presenter for another."
            raise RequestError("bad_ticket", says, where="ticket", status=403)
        now = int(self._clock())
        self._used_tickets = {known: until for known, until in self._used_tickets.items() if until > now}
        self._used_tickets[ticket] = capability.expires
        return Joined(hall, member, is_new=False)

    # The instructor.

    def instructor_token(self, key: str, address: str) -> str:
        """A token for who has shown the instructor key. Raises RequestError for a wrong key."""
        self.guesses.check(address)
        if not self.instructor.holds(key):
            self.guesses.count(address)
            says = "This is not the instructor key of this server. It was shown when the server started first."
            raise RequestError("bad_instructor_key", says, where="key", status=403)
        expires = int(self._clock()) + INSTRUCTOR_S
        return seal(Capability(INSTRUCTOR, self.instructor.mark, "instructor", expires), self._signer)

    def is_instructor(self, token: str) -> bool:
        """Whether a token is the instructor's, of the key that holds now."""
        capability = unseal(token, INSTRUCTOR, self._signer, self._clock())
        return capability is not None and capability.member == self.instructor.mark

    def _hall(self, course: Course) -> Hall:
        return Hall(course, self._rooms, self._signer, self.settings, self._journal, self._clock)

    def _goes_on(self, hall: Hall) -> bool:
        course = hall.course
        return not course.ended and self._clock() - course.opened < self.settings.class_days * DAY_S

    def _free_code(self) -> str:
        taken = {hall.course.code for hall in self.halls}
        while (code := new_code()) in taken:
            pass
        return code

    async def _add(self, hall: Hall, name: str, role: Role, *, renamed: bool = False) -> Joined:
        course, identity = hall.course, conduct.new_member()
        pseudonym = new_pseudonym({member.pseudonym for member in course.members.values()})
        await hall.ledger.write("joined", member=identity, name=name, pseudonym=pseudonym, role=role)
        return Joined(hall, course.members[identity], renamed=renamed)
