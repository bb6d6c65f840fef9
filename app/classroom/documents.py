"""The class as its members are told of it."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import Final

from app.classroom.course import Member, Poll, Private
from app.classroom.names import initials, shown_code
from app.classroom.scene import Scene
from app.classroom.standing import looks
from app.lessons.document import question_options
from app.wire.classroom import (
    Ballot,
    Bar,
    ClassDocument,
    ClassGoal,
    ClassLesson,
    ClassQuestion,
    Given,
    Head,
    Me,
    Presence,
    Present,
    Row,
    Split,
)
from app.wire.server import Option

MOST_PRESENT: Final = 3


def class_document(scene: Scene, member: Member) -> ClassDocument:
    """The whole class, as a member sees it."""
    hall = scene.hall
    return ClassDocument(
        head=head(scene),
        lesson=lesson_for(lesson(scene), member.presents),
        me=me(scene, member),
        presence=presence(scene),
        view=hall.view if hall.course.follow_me else None,
        splits=list(splits(scene, member.presents).values()),
        rows=[row(scene, student) for student in hall.course.students] if member.presents else None,
    )


def head(scene: Scene) -> Head:
    """What everybody knows of the class."""
    course = scene.hall.course
    presenter = course.presenter
    control = scene.hall.member(course.control)
    here = Counter(scene.wheres[student.id] for student in course.students)
    return Head(
        id=course.id,
        code=shown_code(course.code),
        title=course.title,
        presenter=presenter.name if presenter is not None else "",
        locked=course.locked,
        frozen=course.frozen,
        names_hidden=course.names_hidden,
        follow_me=course.follow_me,
        control=control.id if control is not None else None,
        control_name=_shown_name(scene, control) if control is not None else None,
        members=len(course.students),
        following=here["following"],
        exploring=here["exploring"],
        ended=course.ended,
    )


def lesson(scene: Scene) -> ClassLesson:
    """What the class does."""
    now, scenario = scene.hall.course.round, scene.scenario
    return ClassLesson(
        lesson=now.lesson,
        scenario=now.scenario,
        title=now.title,
        steps=len(scenario.steps) if scenario is not None else 0,
        goals=[
            ClassGoal(id=goal.id, title=goal.title, step=goal.step, required=goal.required)
            for goal in (scenario.goals if scenario is not None else ())
        ],
        questions=[
            ClassQuestion(
                id=question.id,
                prompt=question.prompt,
                step=question.step,
                kind=question.kind,
                options=[Option(id=id_, says=says) for id_, says in question_options(question)],
            )
            for question in (scenario.questions if scenario is not None else ())
        ],
    )


def lesson_for(document: ClassLesson, presents: bool) -> ClassLesson:
    """The same for those who are to be asked: questions come when they are asked, and not before."""
    return document if presents else document.model_copy(update={"questions": []})


def me(scene: Scene, member: Member) -> Me:
    """Who a member is, and what they answered."""
    hall, course = scene.hall, scene.hall.course
    own, before = _kept(scene, member.own), _kept(scene, member.rooms[-1] if member.rooms else None)
    return Me(
        id=member.id,
        name=member.name,
        pseudonym=member.pseudonym,
        role=member.role,
        where=scene.wheres[member.id],
        control=member.presents or course.control == member.id,
        room=hall.seat(member, course.round.room),
        own=hall.seat(member, own) if own is not None else None,
        earlier=hall.seat(member, before) if before is not None and member.own is None else None,
        ballots=[
            Ballot(question=poll.id, choice=vote.choice, right=vote.right, feedback=vote.feedback)
            for poll in course.round.polls.values()
            if (vote := poll.votes.get(member.id)) is not None
        ],
    )


def presence(scene: Scene) -> Presence:
    """Who is here; nobody by name but the presenter while names are hidden."""
    course = scene.hall.course
    here = [
        member for member in course.present_members if scene.wheres[member.id] != "away" and member.role != "viewer"
    ]
    presenter = course.presenter
    others = () if course.names_hidden else (member for member in here if member.role == "learner")
    return Presence(
        presenter=_present(presenter) if presenter is not None else None,
        others=[_present(member) for member in islice(others, MOST_PRESENT)],
        count=len(here),
    )


def row(scene: Scene, member: Member) -> Row:
    """A student on the dashboard: who follows is at the presenter's step, with what was achieved alone."""
    hall, course, standing = scene.hall, scene.hall.course, member.standing
    where, presenter, earlier = scene.wheres[member.id], scene.hall.course.presenter, scene.earlier.get(member.id)
    own = earlier or scene.own.get(member.id)
    answers = answers_of(scene, member)
    right = sum(scene.points.get(question, 0) for question, given in answers.items() if given.right)
    here = own if where == "exploring" else scene.room if where == "following" else None
    is_alone = standing is not None and where != "following"
    return Row(
        id=member.id,
        name=_shown_name(scene, member),
        initials="" if course.names_hidden else initials(member.name),
        pseudonym=member.pseudonym,
        role=member.role,
        where=where,
        step=standing.step if standing is not None and is_alone else scene.step,
        goals=standing.goals if standing is not None and standing.goals else scene.blank,
        answers=answers,
        points=right + (standing.goal_points if standing is not None else 0),
        possible_points=scene.possible_points,
        forks=standing.forks if standing is not None else 0,
        branch=here.branch.id if here is not None else None,
        time_us=here.branch.now_us if here is not None else None,
        done=standing.done if standing is not None else False,
        control=course.control == member.id,
        joined=member.joined,
        last_act=member.last_act,
        needs=looks(course, member, where, sum(given.right is False for given in answers.values()), hall.clock()),
        seat=hall.seat(presenter, own.id) if own is not None and presenter is not None else None,
        earlier=earlier is not None,
    )


def answers_of(scene: Scene, member: Member) -> dict[str, Given]:
    """A student's answers: a ballot in front of the class stands before what was answered alone."""
    alone = member.standing.answers if member.standing is not None else {}
    ballots = {
        poll.id: Given(choice=vote.choice, right=vote.right)
        for poll in scene.hall.course.round.polls.values()
        if (vote := poll.votes.get(member.id)) is not None
    }
    return {**alone, **ballots}


def splits(scene: Scene, presents: bool) -> dict[str, Split]:
    """How the class answered: everything for a presenter, what was revealed for the others."""
    polls = scene.hall.course.round.polls
    return {poll.id: split(scene, poll) for poll in polls.values() if presents or poll.revealed}


def split(scene: Scene, poll: Poll) -> Split:
    """How the class answered one question: every option, then other answers, the most frequent first, then skips."""
    known = {member.id for member in scene.hall.course.students}
    votes = [vote for voter, vote in poll.votes.items() if voter in known]
    counts = Counter(vote.choice for vote in votes)
    right = {vote.choice: vote.right for vote in votes}
    says = dict(poll.options)
    # The options of an order are what is put in order, and no answers.
    listed = list(says) if any(choice in says for choice in counts) or not votes else []
    others = [choice for choice, _ in counts.most_common() if choice is not None and choice not in listed]
    skipped: list[str | None] = [None] if counts[None] else []
    return Split(
        question=poll.id,
        prompt=poll.prompt,
        step=poll.step,
        bars=[
            Bar(
                choice=choice,
                says=_says(choice, says),
                count=counts[choice],
                right=right.get(choice, choice == poll.came_true if poll.came_true is not None else None),
            )
            for choice in [*listed, *others, *skipped]
        ],
        answered=len(votes),
        of=len(known),
        closed=poll.closed,
        came_true=poll.came_true,
        revealed=poll.revealed,
    )


def _says(choice: str | None, says: dict[str, str]) -> str:
    """An answer as it is read: the text of an option, or of several in their order."""
    if choice is None:
        return ""
    parts = choice.split(",")
    return ", ".join(says[part] for part in parts) if all(part in says for part in parts) else choice


def _kept(scene: Scene, private: Private | None) -> str | None:
    """The private room, if it is there still."""
    return private.room if private is not None and scene.hall.rooms.has(private.room) else None


def _present(member: Member) -> Present:
    return Present(id=member.id, name=member.name, initials=initials(member.name))


def _shown_name(scene: Scene, member: Member) -> str:
    return member.pseudonym if scene.hall.course.names_hidden else member.name
