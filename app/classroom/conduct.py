"""What people do in a class: explore alone, and, as its presenter, lead it. Raises RequestError for what cannot be."""

from __future__ import annotations

import secrets
from typing import Any, Final

from app.classroom import documents
from app.classroom.course import Member
from app.classroom.forking import fork_room
from app.classroom.hall import FROZEN, Hall
from app.classroom.scene import scene_of
from app.commands import check_position
from app.errors import RequestError
from app.languages import Words
from app.room import Room
from app.wire.classroom import ClassOver, Head, Role, Seat, Split
from app.wire.server import Error

MOST_PRIVATE: Final = 12
"""Private rooms that one member may begin in one class; each is kept for the export."""
PRESENTING: Final[tuple[Role, ...]] = ("owner", "presenter")


def check_role(member: Member, *roles: Role) -> None:
    """Raises RequestError for a member whose role does not allow it."""
    if member.role not in roles:
        says = f"As a {member.role} of this class you may not do that."
        raise RequestError("not_allowed", says, where="role", legal=list(roles), status=403)


def head_of(hall: Hall) -> Head:
    """What everybody knows of the class now."""
    return documents.head(scene_of(hall))


async def explore(
    hall: Hall, member: Member, words: Words, *, anew: bool, branch: str | None, position: int | None
) -> tuple[Seat, bool]:
    """A private room that begins where the class is, or the one that there is already; whether it is a new one."""
    check_role(member, "learner")
    if hall.course.frozen:
        raise RequestError("frozen", FROZEN, legal="when the presenter goes on", status=409)
    async with hall.lock_of(member):
        own = await hall.woken(member.own.room) if member.own is not None else None
        if own is not None and not anew:
            return hall.seat(member, own.id), False
        if len(member.rooms) >= MOST_PRIVATE:
            says = f"You have begun {MOST_PRIVATE} rooms of your own in this class."
            raise RequestError("rooms_limit", says, legal="the room that you have", status=409)
        source = await hall.room()
        here = source.broadcast.stream(branch).branch if branch is not None else source.branch
        if position is not None:
            check_position(here, position)
        hall.rooms.check_space()
        polls = hall.course.round.polls.values()
        answers = {poll.id: poll.votes[member.id].choice for poll in polls if member.id in poll.votes}
        async with hall.forking:
            room = await fork_room(source, here, position, answers, words)
        hall.take_in(room)
        await hall.rooms.keep(room)
        start = room.branch
        await hall.ledger.write(
            "explored",
            member=member.id,
            room=room.id,
            of=source.id,
            branch=here.id,
            position=start.last_position,
            time_us=start.now_us,
        )
    hall.stir(room)
    hall.audience.stir(member.id)
    return hall.seat(member, room.id), True


async def switch(hall: Hall, **switches: Any) -> None:  # noqa: ANN401 - switches and a title
    """Turn switches of the class."""
    async with hall.lock:
        await hall.ledger.write("switched", **switches)
    if switches.get("frozen"):
        for room in hall.all_rooms():
            room.pacer.hold()
    hall.audience.stir_all()
    hall.audience.show()


async def hand(hall: Hall, by: Member, identity: str | None) -> None:
    """Hand the control of the presenter's room to a student, or take it back; a student may give it back."""
    if by.role not in PRESENTING and not (identity is None and hall.course.control == by.id):
        check_role(by, *PRESENTING)
    if identity is not None and member_of(hall, identity).role != "learner":
        says = "The control is handed to a student of the class."
        raise RequestError("bad_member", says, where="member", legal="a learner, or null", status=409)
    async with hall.lock:
        await hall.ledger.write("handed", member=identity)
    _update_viewers(hall)
    hall.audience.stir_all()


async def reveal(hall: Hall, question: str, revealed: bool) -> Split:
    """Let everybody see how the class answered."""
    async with hall.lock:
        polls = hall.course.round.polls
        poll = polls.get(question)
        if poll is None:
            says = "This was not asked in the class."
            raise RequestError("unknown_question", says, where="question", legal=list(polls), status=404)
        await hall.ledger.write("revealed", question=question, revealed=revealed)
    hall.audience.stir_all()
    return documents.split(scene_of(hall), poll)


async def set_role(hall: Hall, identity: str, role: Role) -> None:
    """Make a student a presenter beside the owner, or a student again."""
    member = member_of(hall, identity)
    if member.role == "owner":
        raise RequestError("not_allowed", "The owner of the class stays its owner.", where="member", status=409)
    async with hall.lock:
        await hall.ledger.write("role", member=identity, role=role)
        if hall.course.control == identity:
            await hall.ledger.write("handed", member=None)
    _update_viewers(hall)
    hall.audience.stir_all()


async def remove(hall: Hall, identity: str, says: str = "The presenter has taken you out of the class.") -> None:
    """Take a member out: their cookie and their keys hold no longer."""
    member = member_of(hall, identity)
    if member.role == "owner":
        raise RequestError("not_allowed", "The owner of the class stays in it.", where="member", status=409)
    rooms = list(hall.all_rooms())
    async with hall.lock:
        await hall.ledger.write("removed", member=identity)
    for room in rooms:
        for viewer in room.viewers:
            if viewer.member == identity:
                viewer.reply(Error(code="not_a_member", says=says))
                viewer.end()
    hall.audience.end(ClassOver(code="removed", says=says), identity)
    hall.audience.stir_all()


async def move(hall: Hall, room: Room, lesson: str | None, scenario: str | None) -> None:
    """The class goes on in another room of the presenter's; the run that it leaves stays as it is then."""
    left = hall.known_room(hall.course.round.room) if hall.course.rounds else None
    hall.take_in(room)
    await hall.rooms.keep(room)
    async with hall.lock:
        await hall.ledger.write("moved", room=room.id, lesson=lesson, scenario=scenario, title=room.title)
    if left is not None:
        left.pacer.hold()
    hall.view = None
    hall.catch_up()
    hall.audience.stir_all()
    hall.audience.show()


async def end(hall: Hall) -> None:
    """The class is over; what was done stays until the rooms close."""
    presenter = hall.course.presenter
    async with hall.lock:
        await hall.ledger.write("ended")
    says = f"{presenter.name if presenter is not None else 'The presenter'} has ended the class."
    hall.audience.end(ClassOver(code="class_over", says=says))


def new_member() -> str:
    """An id for somebody."""
    return secrets.token_hex(6)


def member_of(hall: Hall, identity: str, *, may_be_removed: bool = False) -> Member:
    """Somebody in the class. Raises RequestError for who is not."""
    member = hall.course.members.get(identity) if may_be_removed else hall.member(identity)
    if member is None:
        raise RequestError("unknown_member", "There is no such member.", where="member", status=404)
    return member


def _update_viewers(hall: Hall) -> None:
    """Who is in the presenter's room already may do what they may do now."""
    room = hall.known_room(hall.course.round.room)
    for viewer in room.viewers if room is not None else ():
        member = hall.member(viewer.member)
        role = hall.role_in(room.id, member) if room is not None and member is not None else None
        if role is not None:
            viewer.role = role
