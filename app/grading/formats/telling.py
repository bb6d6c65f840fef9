"""Words and numbers that all forms share."""

from __future__ import annotations

from typing import Final

from app.grading.results import SAYS_STATUS, AnswerResult, GoalResult, Result

SAYS_STATE: Final = {
    "right": "right",
    "wrong": "wrong",
    "skipped": "skipped",
    "undecided": "not decided by the end",
    "not_asked": "not asked",
}


def number(value: float) -> int | float:
    """Points as they are written: whole where they are whole, else with two decimals."""
    rounded = round(value, 2)
    return int(rounded) if rounded == int(rounded) else rounded


def seconds(time_us: int | None) -> str:
    """A moment of the run: 37.610 s."""
    return f"{time_us / 1_000_000:,.3f} s" if time_us is not None else ""


def goal_says(goal: GoalResult) -> str:
    """How a goal stands, as a sentence with its evidence."""
    if goal.given:
        return f"Met by the class at {seconds(goal.time_us)}, event {goal.position}, before the run was one's own."
    if goal.met:
        return f"Met at {seconds(goal.time_us)}, event {goal.position}: {goal.says}"
    if goal.lost_at is not None:
        return f"Lost at event {goal.lost_at}: {goal.says}"
    holding, parts = goal.parts
    return f"Not met: {holding} of {parts} parts held at the end." if parts > 1 and holding else "Not met."


def answer_says(answer: AnswerResult) -> str:
    """How a question was answered, as sentences."""
    if answer.state == "not_asked":
        return "The run never came to the question."
    told = [f"Answer: {answer.choice}." if answer.choice else "No answer."]
    if answer.right_says:
        told.append(f"What happened: {answer.right_says}, at {seconds(answer.decided_us)}.")
    if answer.feedback:
        told.append(answer.feedback)
    return " ".join(sentence.replace("..", ".").replace("?.", "?") for sentence in told)


def result_says(result: Result) -> str:
    """How a trace was found."""
    if result.verified:
        return f"Verified: {result.steps:,} events were run again and all agree."
    return f"{SAYS_STATUS[result.status].capitalize()}: {result.reason}."
