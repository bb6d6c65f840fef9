"""The class at a moment: where everybody is and what the presenter's room shows, found out once for all documents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.wire.classroom import Cell, Where

if TYPE_CHECKING:
    from app.classroom.hall import Hall
    from app.lessons import Scenario
    from app.room import Room


@dataclass(slots=True, frozen=True)
class Scene:
    """`step` is the presenter's; `points` are those of the questions; `blank` are the goals of who has done nothing."""

    hall: Hall
    wheres: Mapping[str, Where]
    room: Room | None
    own: Mapping[str, Room]
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
    guide = room.guide if room is not None else None
    goals = guide.goals(room.branch) if guide is not None and room is not None else None
    scenario = guide.scenario if guide is not None else None
    return Scene(
        hall,
        _wheres(hall, room, own),
        room,
        own,
        scenario,
        goals.step if goals is not None else 0,
        {question.id: question.points for question in scenario.questions} if scenario is not None else {},
        goals.possible_points if goals is not None else 0,
        [Cell(state="open", part=0.0, time_us=None) for _ in (goals.goals if goals is not None else ())],
    )


def _wheres(hall: Hall, room: Room | None, own: Mapping[str, Room]) -> dict[str, Where]:
    found: dict[str, Where] = dict.fromkeys(hall.course.members, "away")
    for viewer in room.viewers if room is not None else ():
        if viewer.member in found:
            found[viewer.member] = "following"
    for member in hall.course.present_members:
        # A room of one's own counts also when it is one of an earlier time.
        alone = (own.get(member.id) if each is member.own else hall.known_room(each.room) for each in member.rooms)
        if any(viewer.member == member.id for each in alone if each is not None for viewer in each.viewers):
            found[member.id] = "exploring"
    return found
