"""Recorded sessions like those of a class, made up from a seed: a scenario's solution, and then much trying out."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from app.lessons import Lesson, Scenario
from app.lessons.trial import Trial, right, skip, solve
from raft_core.ids import server_name
from raft_core.script import ScriptError, parse_directive
from raft_core.sim.intervention import Intervention, Refusal
from raft_core.trace.record import Answered, Declined, Extras, Header, write_trace

CLIENTS = 3
WHAT = (
    "client",
    "client",
    "client",
    "client",
    "crash",
    "restart",
    "restart",
    "cut",
    "heal",
    "heal",
    "timeout",
    "pause",
    "resume",
)


def recorded_session(lesson: Lesson, number: int, interventions: int) -> str:
    """The trace of a session of so many interventions."""
    scenario = lesson.scenarios[number % len(lesson.scenarios)]
    draw = Random(number)  # noqa: S311 - no secret
    # Some answer right, some nothing.
    trial = solve(scenario, right if draw.random() < 0.8 else skip)
    for line in _doings(scenario, draw):
        if len(trial.session.timeline.recorded(trial.branch)) >= interventions:
            break
        until_us = trial.branch.now_us + int(draw.random() * trial.session.timeline.scenario.settings.heartbeat)
        while trial.session.advance(trial.branch, until_us) is not None:
            trial.observe("", skip)
        done = trial.session.intervene(trial.branch, line, "learner")
        if not isinstance(done, Refusal):
            trial.observe("", skip)
    header = Header(f"{lesson.id}/{scenario.id}", f"student-{number:04}", "room", 1_763_473_920)
    return write_trace(trial.session, trial.branch, header, extras_of(trial))


def extras_of(trial: Trial) -> Extras:
    """What the lesson adds to the trace of a trial, as a room's guide does."""
    answers = tuple(
        Answered(answer.question.id, answer.choice or "", answer.position, answer.correct)
        for answer in trial.progress.given
    )
    marks = {goal.id: trial.progress.mark(goal.id).met_at for goal in trial.progress.scenario.goals}
    refused = trial.outcome.refused if trial.outcome is not None else []
    return Extras(
        answers,
        {goal: at for goal, at in marks.items() if at is not None},
        tuple(Declined(each.position, each.time_us, each.directive, each.refusal.rule, "learner") for each in refused),
    )


def _doings(scenario: Scenario, draw: Random) -> Iterator[Intervention]:
    """Things to do, without end."""
    names = [word for word in scenario.setup.split() if word in {server_name(number) for number in range(1, 10)}]
    servers = sorted(set(names)) or ["S1"]
    count = 0
    while True:
        count += 1
        server, other = draw.choice(servers), draw.choice(servers)
        what = draw.choice(WHAT)
        line = {
            "client": f"client c{draw.randint(1, CLIENTS)} put k{count % 9} {count}",
            "cut": f"cut {server}-{other}",
            "heal": "heal",
        }.get(what, f"{what} {server}")
        try:
            action = parse_directive(line)
        except ScriptError:
            continue  # no server is linked to itself
        if isinstance(action, Intervention):
            yield action
