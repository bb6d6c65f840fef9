"""What a replay makes of goals and questions, and where a trace claims something else."""

from __future__ import annotations

from collections.abc import Iterator

from app.grading.assignment import Assignment
from app.grading.follow import Follower
from app.grading.results import AnswerResult, GoalResult, State
from app.lessons.answers import Answer
from app.lessons.conditions import filled
from app.lessons.designing import WHO, plan_of
from app.lessons.model import Goal, Scenario
from app.lessons.progress import named
from app.lessons.question import Design, Number, Order, Pick, Prediction, Question
from raft_core.trace.read import Trace


def goals_of(
    assignment: Assignment, scenario: Scenario, follower: Follower, given_until: int | None
) -> tuple[GoalResult, ...]:
    """How every goal stands at the end. What was met up to the position `given_until` was met by somebody else."""
    last_given = -1 if given_until is None else given_until
    return tuple(_goal(assignment, scenario, goal, follower, last_given) for goal in scenario.goals)


def _goal(assignment: Assignment, scenario: Scenario, goal: Goal, follower: Follower, last_given: int) -> GoalResult:
    mark = follower.progress.mark(goal.id)
    at = mark.met_at if mark.met_at is not None else mark.lost_at
    return GoalResult(
        goal.id,
        goal.title,
        assignment.rubric.points(scenario.id, goal.id, goal.points),
        mark.met,
        goal.required,
        mark.met_at,
        mark.met_at_us,
        follower.says.get(at, "") if at is not None else "",
        (mark.holding, len(goal.parts)),
        mark.lost_at,
        mark.met_at is not None and mark.met_at <= last_given,
    )


def answers_of(assignment: Assignment, scenario: Scenario, follower: Follower) -> tuple[AnswerResult, ...]:
    """How every question was answered, and what came true."""
    return tuple(_answer(assignment, scenario, question, follower) for question in scenario.questions)


def _answer(assignment: Assignment, scenario: Scenario, question: Question, follower: Follower) -> AnswerResult:
    rubric = assignment.rubric
    worth = rubric.points(scenario.id, question.id, question.points)
    asked, answer = follower.progress.asked(question.id), follower.progress.answer_to(question.id)
    values = asked.values if asked is not None else {}
    state = _state(question, answer, follower) if asked is not None else "not_asked"
    earned = worth if state == "right" else min(worth, rubric.kept_when_wrong) if state == "wrong" else 0
    came_true = answer.came_true if answer is not None else None
    return AnswerResult(
        question.id,
        filled(question.prompt, values),
        worth,
        earned,
        state,
        filled(said(question, answer.choice), values) if answer is not None and answer.choice is not None else "",
        came_true or "",
        filled(said(question, came_true), values) if came_true is not None else "",
        _feedback(answer, state) if answer is not None else "",
        asked.position if asked is not None else None,
        asked.time_us if asked is not None else None,
        answer.decided_at if answer is not None else None,
        answer.decided_us if answer is not None else None,
        question.aim,
    )


def _state(question: Question, answer: Answer | None, follower: Follower) -> State:
    """Right only if it is right in this run, and was not already wrong where it was given.

    An answer stands on every branch: who saw it fail on one may not make it come true on the next.
    """
    if answer is None or answer.choice is None:
        return "skipped"
    if answer.correct is None:
        return "undecided"
    given = follower.given.get(question.id)
    elsewhere = given is not None and given.position != answer.position
    return "wrong" if not answer.correct or (elsewhere and given is not None and given.correct is False) else "right"


def _feedback(answer: Answer, state: State) -> str:
    """What a wrong choice overlooks, and why it went as it did."""
    if answer.came_true is None:
        return ""
    question, told = answer.question, []
    if answer.choice is not None and state == "wrong":
        told.append(question.instead(answer.choice))
    told.append(question.because(answer.choice, answer.came_true))
    return filled(" ".join(part for part in told if part), answer.told)


def said(question: Question, choice: str) -> str:
    """An answer, or what came true, in the words of the question."""
    match question:
        case Prediction():
            return next((option.says for option in question.options if option.id == choice), choice)
        case Design():
            says = {option.id: option.says for option in question.options}
            return says.get(choice, {"stands": "It stood", "falls": "It fell"}.get(choice, choice))
        case Pick():
            return "None" if choice == "none" else named(choice)
        case Order():
            says = {item.id: item.says for item in question.items}
            groups = [[says.get(item, item) for item in group.split("=")] for group in choice.split(",")]
            return ", then ".join(" together with ".join(group) for group in groups)
        case Number():
            return f"{choice} {question.unit}".strip()
        case _:
            return choice


# Claims.


def claims_of(scenario: Scenario, trace: Trace, follower: Follower) -> tuple[str, ...]:
    """Where the trace tells something else than its replay shows, as sentences."""
    return (*_of_goals(scenario, trace, follower), *_of_answers(trace, follower), *_of_designs(trace, follower))


def _of_goals(scenario: Scenario, trace: Trace, follower: Follower) -> Iterator[str]:
    titles = {goal.id: goal.title for goal in scenario.goals}
    for goal in trace.end["goals"]:
        if goal not in titles:
            yield f"The trace claims the goal {goal!r}, which the scenario does not have."
        elif not follower.progress.mark(goal).met:
            yield f"The trace claims the goal “{titles[goal]}”, which the replay does not reach."


def _of_answers(trace: Trace, follower: Follower) -> Iterator[str]:
    yield from (f"{says[:1].upper()}{says[1:]}." for says in follower.refused_answers)
    seen: set[str] = set()
    for given in trace.answers:
        if given.question in seen:
            yield f"The trace answers {given.question} twice; the last one is judged."
        seen.add(given.question)
        asked = follower.progress.asked(given.question)
        if asked is None:
            yield f"The trace answers {given.question}, which the replay never asks."
            continue
        answer = follower.progress.answer_to(given.question)
        correct = answer.correct if answer is not None else None
        if given.position == asked.position and given.correct is not None and given.correct != correct:
            claimed, shown = ("wrong", "right")[given.correct], _word(correct)
            yield f"The trace claims that the answer to {given.question} is {claimed}; by the replay it is {shown}."


def _word(correct: bool | None) -> str:
    return "undecided" if correct is None else "right" if correct else "wrong"


def _of_designs(trace: Trace, follower: Follower) -> Iterator[str]:
    """A design that was chosen must have been put into force: what the lesson did is what the choice asks for."""
    designs = [answer for answer in follower.progress.given if isinstance(answer.question, Design)]
    designs.sort(key=lambda answer: answer.position)
    ends = [answer.position for answer in designs[1:]] + [trace.end["position"]]
    for answer, end in zip(designs, ends, strict=False):
        question, asked = answer.question, follower.progress.asked(answer.question.id)
        if not isinstance(question, Design) or asked is None:
            continue
        lines = [record for record in trace.records if record.who == WHO]
        done = [record.directive for record in lines if asked.position < record.position <= end]
        plan = [action.directive for _, action in plan_of(question, asked.values, answer.choice, asked.time_us)]
        if not _is_part(done, plan):
            yield f"The trace claims a design for {question.id} that its run was not under."


def _is_part(done: list[str], plan: list[str]) -> bool:
    """Whether some directives are those of a plan, in its order; what was refused is missing among them."""
    left = iter(plan)
    return all(any(line == planned for planned in left) for line in done)
