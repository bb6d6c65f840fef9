"""The class at a moment: where everybody is and what the presenter's room shows, found out once for all documents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.wire.classroom import Cell, Where

if TYPE_CHECKING:
    from app.classroom.course import Member
    from app.classroom.hall import Hall
    from app.lessons import Scenario
    from app.room import Room


@dataclass(slots=True, frozen=True)
class Scene:
    """`step` is the presenter's; `points` are those of the questions; `blank` are the goals of who has done nothing.

    `own` are the private rooms of now; `earlier` those of what the class did before in which somebody still is.
    """

    hall: Hall
    wheres: Mapping[str, Where]
    room: Room | None
    own: Mapping[str, Room]
    earlier: Mapping[str, Room]
    scenario: Scenario | None
    step: int
    points: Mapping[str, int]
    possible_points: int
    blank: list[Cell]


def scene_of(hall: Hall) -> Scene:
    """The class now."""
    course = hall.course
    room = hall.known_room(course.round.room)
    found = {member.id: hall.known_room(member.own.room) for member in course.present_members if member.own is not None}
    own = {member: private for member, private in found.items() if private is not None}
    earlier = _earlier(hall, own)
    guide = room.guide if room is not None else None
    goals = guide.goals(room.branch) if guide is not None and room is not None else None
    scenario = guide.scenario if guide is not None else None
    return Scene(
        hall,
        _wheres(hall, room, own, earlier),
        room,
        own,
        earlier,
        scenario,
        goals.step if goals is not None else 0,
        {question.id: question.points for question in scenario.questions} if scenario is not None else {},
        goals.possible_points if goals is not None else 0,
        [Cell(state="open", part=0.0, time_us=None) for _ in (goals.goals if goals is not None else ())],
    )


def _wheres(hall: Hall, room: Room | None, own: Mapping[str, Room], earlier: Mapping[str, Room]) -> dict[str, Where]:
    found: dict[str, Where] = dict.fromkeys(hall.course.members, "away")
    for viewer in room.viewers if room is not None else ():
        if viewer.member in found:
            found[viewer.member] = "following"
    for member in hall.course.present_members:
        if member.id in earlier or (member.id in own and _is_in(own[member.id], member)):
            found[member.id] = "exploring"
    return found


def _earlier(hall: Hall, own: Mapping[str, Room]) -> dict[str, Room]:
    """In which of their other private rooms members are who are not in the one of now; the newest stands."""
    found: dict[str, Room] = {}
    for member in hall.course.present_members:
        if member.id in own and _is_in(own[member.id], member):
            continue
        others = (hall.known_room(each.room) for each in member.rooms if each is not member.own)
        inside = [room for room in others if room is not None and _is_in(room, member)]
        if inside:
            found[member.id] = inside[-1]
    return found


def _is_in(room: Room, member: Member) -> bool:
    return any(viewer.member == member.id for viewer in room.viewers)
