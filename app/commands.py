"""What each frame of a browser does to the room."""

from __future__ import annotations

from typing import Final, TypeAlias

from app.breaking import Breaking, plan_for
from app.errors import RequestError
from app.execution import carry_out, check_due, count_steps, sentence
from app.keeping.notes import ANSWERED, NAMED
from app.room import Room
from app.viewer import Viewer
from app.why import explain
from app.wire.browser import (
    Answer,
    AnyBrowserFrame,
    CancelSearch,
    Explain,
    FindBreak,
    Fork,
    Intervene,
    NextInteresting,
    Pause,
    Play,
    RenameBranch,
    Resume,
    Seek,
    SelectBranch,
    StepOn,
)
from app.wire.server import Accepted, Refused, ServerFrame
from raft_core.script import Expect, ScriptError, View, parse_directive
from raft_core.script.directive import Action
from raft_core.sim.intervention import Intervention, Refusal
from raft_core.sim.timeline import Branch

LOOK_AHEAD_US: Final = 600_000_000
LOOK_AHEAD_STEPS: Final = 2_000
"""`next_interesting` gives up after ten simulated minutes, or so many steps."""
WATCHERS_MAY: Final = (Seek, Resume, Explain)
Asking: TypeAlias = Intervene | StepOn | NextInteresting | Fork | Seek | Explain | Answer | FindBreak


async def obey(room: Room, viewer: Viewer, frame: AnyBrowserFrame) -> ServerFrame | str | None:
    """Do what a frame asks. Returns the answer for this viewer; raises RequestError for what cannot be done."""
    if room.host is not None:
        taken = room.host.obey(room, viewer, frame)
        if taken is not None:
            return await taken
    if viewer.role != "control" and not isinstance(frame, WATCHERS_MAY):
        legal = [kind.model_fields["type"].annotation.__args__[0] for kind in WATCHERS_MAY]  # type: ignore[union-attr]
        raise RequestError("watching", "This key lets you watch the room, not control it.", where="type", legal=legal)
    if not isinstance(frame, WATCHERS_MAY):
        room.check_standing()
    if isinstance(frame, Asking):
        return await _answer_to(room, viewer, frame)
    match frame:
        case CancelSearch():
            cancel_search(room)
        case Play():
            play(room, frame)
        case Pause():
            room.pacer.hold()
            room.rest()
        case SelectBranch():
            await select_branch(room, frame)
        case RenameBranch():
            await rename_branch(room, frame)
        case Resume():
            resume(room, viewer, frame)
    return None


async def _answer_to(room: Room, viewer: Viewer, frame: Asking) -> ServerFrame | str:
    """What those frames are told that wait for an answer."""
    match frame:
        case Intervene():
            return await intervene(room, viewer, frame)
        case StepOn():
            return await step_on(room, frame.request, frame.count)
        case NextInteresting():
            return await next_interesting(room, frame.request)
        case Fork():
            return await fork(room, frame)
        case Seek():
            return seek(room, frame)
        case Explain():
            return explain_step(room, viewer, frame)
        case Answer():
            return await answer(room, frame)
        case FindBreak():
            return find_break(room, frame)


def play(room: Room, frame: Play) -> None:
    """Let time run, unless something holds it."""
    room.check_steps()
    room.check_question()
    room.pacer.play(frame.speed)


async def intervene(room: Room, viewer: Viewer, frame: Intervene) -> ServerFrame:
    """Carry out one line of Raft script, on a new branch when it acts in the past."""
    if not viewer.rate.take():
        limit = room.settings.max_rate
        raise RequestError("rate_limit", "That is too fast.", legal=f"at most {limit} interventions a second")
    action = _parse(frame.directive)
    async with room.writing():
        room.check_steps()
        if not isinstance(action, Intervention):
            room.check_question()
        branch = room.broadcast.stream(frame.branch).branch
        position = branch.last_position if frame.position is None else frame.position
        check_position(branch, position)
        refusal = _refusal(room, branch, position, action)
        if refusal is not None:
            room.metrics.interventions.labels("refused").inc()
            if branch is room.branch and position == branch.last_position:
                if room.guide is not None:
                    room.diary.refused(branch, refusal.rule, action.directive)
                room.observe(refusal.rule, action.directive)
            says = sentence(refusal.says, viewer.words)
            return Refused(request=frame.request, rule=refusal.rule, says=says, section=refusal.citation or None)
        if position < branch.last_position:
            branch = room.fork(branch, position)
        elif branch is not room.branch:
            room.activate(branch)
        await carry_out(room, branch, action)
        room.metrics.interventions.labels("accepted").inc()
        return Accepted(request=frame.request, branch=branch.id, position=branch.last_position)


async def step_on(room: Room, request: int, count: int) -> ServerFrame:
    """Take so many steps at the edge."""
    room.check_question()
    room.pacer.hold()
    async with room.writing():
        await count_steps(room, count)
        return Accepted(request=request, branch=room.branch.id, position=room.branch.last_position)


async def next_interesting(room: Room, request: int) -> ServerFrame:
    """Step on until something interesting happened, or as far as one looks ahead."""
    room.check_question()
    room.pacer.hold()
    async with room.writing():
        check_due(room)
        await _look_ahead(room)
        return Accepted(request=request, branch=room.branch.id, position=room.branch.last_position)


async def _look_ahead(room: Room) -> None:
    farthest = room.branch.last_position + LOOK_AHEAD_STEPS
    await room.run(room.branch.now_us + LOOK_AHEAD_US, lambda step: step.interesting or step.position >= farthest)


async def select_branch(room: Room, frame: SelectBranch) -> None:
    """Make another branch the active one."""
    branch = room.broadcast.stream(frame.branch).branch
    async with room.writing():
        if branch is not room.branch:
            room.activate(branch)


async def fork(room: Room, frame: Fork) -> ServerFrame:
    """Start an empty branch."""
    room.pacer.hold()
    async with room.writing():
        branch = room.broadcast.stream(frame.branch).branch
        check_position(branch, frame.position)
        twig = room.fork(branch, frame.position)
        return Accepted(request=frame.request, branch=twig.id, position=twig.last_position)


async def rename_branch(room: Room, frame: RenameBranch) -> None:
    """Give a branch another name."""
    name = " ".join(frame.name.split())
    if not name or not name.isprintable():
        raise RequestError("bad_name", "A branch needs a name.", where="name", legal="1 to 60 printable characters")
    async with room.writing():
        room.broadcast.stream(frame.branch).branch.name = name
        room.diary.note(NAMED, branch=frame.branch, name=name)
        room.tell_branches()


async def answer(room: Room, frame: Answer) -> ServerFrame:
    """Take the answer to the open question; or another design, on a branch that leaves where it was asked."""
    guide = room.guide
    if guide is None:
        raise RequestError("no_question", "This room has no lesson, and asks no questions.", where="question")
    async with room.writing():
        at = guide.asked_at(room.branch, frame.question)
        if at is not None and at < room.branch.last_position and guide.held(room.branch) is None:
            room.check_steps()
            room.fork(room.branch, at)
        guide.check_answer(room.branch, frame.question, frame.choice)
        await room.diary.act(room.branch, ANSWERED, question=frame.question, choice=frame.choice)
        room.answered(guide.answer(room.branch, frame.question, frame.choice))
        return Accepted(request=frame.request, branch=room.branch.id, position=room.branch.last_position)


def find_break(room: Room, frame: FindBreak) -> ServerFrame:
    """Begin to look for a schedule in which a changed rule does harm."""
    if room.breaking is not None and room.breaking.runs:
        says = "This room is looking for a break already."
        raise RequestError("searching", says, where=room.breaking.variant, legal="cancel_search, or wait")
    room.breaking = Breaking(room, plan_for(room, frame.variant, frame.seed))
    return Accepted(request=frame.request, branch=room.branch.id, position=room.branch.last_position)


def cancel_search(room: Room) -> None:
    """Look no further."""
    if room.breaking is not None:
        room.breaking.cancel()


def seek(room: Room, frame: Seek) -> str:
    """The full state at a position."""
    branch = room.broadcast.stream(frame.branch).branch
    check_position(branch, frame.position)
    return room.broadcast.keyframe(branch, frame.position)


def resume(room: Room, viewer: Viewer, frame: Resume) -> None:
    """Send what came after a position."""
    stream = room.broadcast.stream(frame.branch)
    check_position(stream.branch, frame.position)
    viewer.cursor.resume(stream, frame.position)
    viewer.wake()


def explain_step(room: Room, viewer: Viewer, frame: Explain) -> ServerFrame:
    """Why a step went as it did, in the language of who asks."""
    branch = room.broadcast.stream(frame.branch).branch
    check_position(branch, frame.position)
    return explain(room.session, branch, frame.position, frame.server, frame.request, viewer.words)


def check_position(branch: Branch, position: int) -> None:
    """Raises RequestError for a position that the branch has not reached."""
    if position > branch.last_position:
        says = f"Branch {branch.id} has not reached position {position}."
        raise RequestError("unknown_position", says, where="position", legal=f"0 to {branch.last_position}")


def _parse(line: str) -> Action:
    try:
        return parse_directive(line)
    except ScriptError as error:
        where = f"directive, column {error.column}"
        says = f"Found {error.found}" + (f": {error.problem}." if error.problem else ".")
        raise RequestError("bad_directive", says, where=where, legal=error.legal) from None


def _refusal(room: Room, branch: Branch, position: int, action: Action) -> Refusal | None:
    """Why an action is impossible there: for an intervention its own reason; the others only act at the edge."""
    if isinstance(action, Intervention):
        return action.refusal(room.session.timeline.world(branch, position))
    if position < branch.last_position:
        return Refusal("edge_only", f"{action.directive} lets time pass, and time passes at the live edge only")
    if isinstance(action, Expect):
        view = View(room.session.world(branch), room.session.checks(branch))
        return (
            None if action.predicate.holds(view) else Refusal("expect", f"{action.predicate.text} does not hold here")
        )
    return None
