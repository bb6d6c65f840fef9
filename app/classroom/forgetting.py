"""Letting nothing be left of somebody, or of a whole class: in the rooms, in the memory and in the journal."""

from __future__ import annotations

from app.classroom import conduct
from app.classroom.course import Member
from app.classroom.hall import Hall
from app.errors import RequestError
from app.wire.classroom import ClassOver

DELETED = "What you did in this class was deleted, as was asked for."


async def forget_member(hall: Hall, member: Member) -> None:
    """Delete a member: the name, the answers, the private rooms. Raises RequestError for the owner."""
    if member.role == "owner":
        says = "The owner is deleted together with the class."
        raise RequestError("not_allowed", says, where="member", legal="DELETE /api/classes/ID", status=409)
    if not member.removed:
        await conduct.remove(hall, member.id, DELETED)
    await _forget_rooms(hall, [private.room for private in member.rooms])
    async with hall.lock:
        await hall.ledger.forget_member(member.id)
    hall.audience.stir_all()


async def forget_class(hall: Hall) -> None:
    """Delete a class with everything that was done in it."""
    says = "The class was deleted, with everything that was done in it."
    hall.course.ended = True
    hall.audience.end(ClassOver(code="class_over", says=says))
    await _forget_rooms(hall, hall.course.room_names)
    async with hall.lock:
        await hall.ledger.forget()


async def _forget_rooms(hall: Hall, names: list[str]) -> None:
    for name in names:
        # A room at rest has to be woken to be deleted by its own rules.
        room = await hall.woken(name)
        if room is not None:
            await hall.rooms.forget(room)
        hall.rooms.hosts.pop(name, None)
