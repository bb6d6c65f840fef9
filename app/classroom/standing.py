"""How far a student is: goals, answers and forks in the private room, and why somebody should have a look."""

from __future__ import annotations

from collections import Counter
from statistics import median
from typing import Any, Final

from app.classroom.course import Course, Member, Private, Standing
from app.guide import Guide
from app.room import Room
from app.wire.classroom import Cell, Given, Look, Where
from app.wire.server import Goal
from raft_core.sim.timeline import Branch

IDLE_S: Final = 300
SLOW: Final = 2
SHORTEST_SLOW_S: Final = 60
"""Twice the median of a step that took seconds is nothing to look at."""
WRONG: Final = 3
FORKS: Final = 4


def progress_of(room: Room, private: Private) -> dict[str, Any]:
    """How far the private room has come, as a record says it."""
    branch = room.branch
    branches = room.session.timeline.branches.values()
    spots = Counter(_spot(each.parent, each.fork_position) for each in branches if each.parent is not None)
    standing = Standing(forks=sum(spots.values()), forks_at_one=max(spots.values(), default=0))
    guide = room.guide
    if guide is not None:
        goals, until = guide.goals(branch), given_until(branch, private)
        standing.step, standing.done = goals.step, goals.step >= len(guide.scenario.steps)
        standing.goals = [_cell(goal, until) for goal in goals.goals]
        of_each = zip(guide.scenario.goals, standing.goals, strict=True)
        standing.goal_points = sum(goal.points for goal, cell in of_each if cell.state == "met")
        standing.answers = {
            question: Given(choice=choice, right=right) for question, (choice, right) in guide.answers(branch).items()
        }
    return standing.document()


def own_points(guide: Guide, branch: Branch, private: Private) -> int:
    """The points on a branch of a private room that are one's own: right answers, and goals met alone."""
    until = given_until(branch, private)
    of_each = zip(guide.scenario.goals, guide.goals(branch).goals, strict=True)
    points = sum(goal.points for goal, now in of_each if _cell(now, until).state == "met")
    right = [question for question, (_, is_right) in guide.answers(branch).items() if is_right]
    return points + sum(question.points for question in guide.scenario.questions if question.id in right)


def _spot(branch: Branch, position: int) -> tuple[str, int]:
    """A position by the branch that it came about on: who tries again and again forks from the try before."""
    while branch.parent is not None and position <= branch.fork_position:
        branch = branch.parent
    return branch.id, position


def given_until(branch: Branch, private: Private) -> int:
    """The last position of a branch of the private room that is the class's and not one's own."""
    until, here = private.position, branch
    while here.parent is not None:
        until, here = min(until, here.fork_position), here.parent
    return until


def _cell(goal: Goal, given_until: int) -> Cell:
    if goal.met:
        at = goal.met_at_position
        given = at is not None and at <= given_until
        return Cell(state="given" if given else "met", part=1.0, time_us=goal.met_at_us)
    if goal.lost:
        return Cell(state="lost", part=0.0, time_us=None)
    held, _, of = (goal.partial or "0 of 1").partition(" of ")
    part = int(held) / int(of)
    return Cell(state="partial" if part else "open", part=part, time_us=None)


def looks(course: Course, member: Member, where: Where, wrong: int, now: float) -> list[Look]:
    """Why somebody should have a look at a student.

    Who follows has nothing to do, and who is away is not here: only who explores can be idle or slow.
    """
    found: list[Look] = []
    standing = member.standing
    if where == "exploring":
        idle_s = int(now) - member.last_act
        if idle_s > IDLE_S:
            found.append(Look(reason="idle", value=idle_s // 60))
        usual = course.durations.get(standing.step, []) if standing is not None and not standing.done else []
        spent_s = int(now) - member.since
        if usual and spent_s > SLOW * median(usual) and spent_s > SHORTEST_SLOW_S:
            found.append(Look(reason="slow_step", value=spent_s // 60))
    if wrong >= WRONG:
        found.append(Look(reason="wrong_predictions", value=wrong))
    if standing is not None and standing.forks_at_one >= FORKS:
        found.append(Look(reason="forks_at_one_spot", value=standing.forks_at_one))
    return found
