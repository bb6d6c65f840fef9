"""Proof that lessons work: `orbital-raft lessons check`.

Of every scenario it shows that the solution reaches every goal, that each question comes up, cannot be answered by
looking, and is decided as its author says, that doing nothing reaches no goal and no step completes by itself, that
every text is short enough to be read while something happens, and that every source exists.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from app.lessons.error import ScriptError
from app.lessons.load import load
from app.lessons.model import BrokenLesson, Catalogue, Lesson, Scenario, TranslationReport
from app.lessons.proof import prove
from app.lessons.trial import IDLE_US, Trial, do_nothing, solution_place, solve
from app.lessons.wording import wording, wording_of

_SECOND: Final = 1_000_000
BY_WAITING: Final = "; let the goal speak of what only the learner does, too: a cut, a crash, a write"
"""What helps against a goal that is reached by waiting."""


@dataclass(slots=True)
class Report:
    """What was found out about a scenario: facts for the reader, and everything that is wrong."""

    scenario: Scenario
    facts: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def main(folder: Path, say: Callable[[str], None] | None = None) -> int:
    """Check every lesson of a folder and tell how it went: 0 when everything is right, else 1."""
    tell = say if say is not None else _print
    try:
        catalogue = load(folder)
    except FileNotFoundError as error:
        tell(str(error))
        return 1
    wrong = sum(_tell_lesson(lesson, catalogue, tell) for lesson in catalogue.lessons)
    if not catalogue.lessons:
        tell(f"no lesson in {folder}; a folder such as 01-first-steps with lesson.md makes one")
        return 1
    scenarios = [scenario for lesson in catalogue.working for scenario in lesson.scenarios]
    counts = [_many(len(catalogue.lessons), "lesson"), _many(len(scenarios), "scenario"), *_tasks(scenarios)]
    tell(f"{', '.join(counts)}: {_many(wrong, 'problem') if wrong else 'all right'}")
    return 1 if wrong else 0


def check_scenario(scenario: Scenario, lesson: Lesson) -> Report:
    """Find out everything about one scenario."""
    report = Report(scenario)
    report.problems.extend(wording(scenario, lesson.works))
    try:
        trial = solve(scenario)
    except ScriptError as error:
        report.problems.append(str(error))
        return report
    _solution(trial, report)
    for question in scenario.questions:
        problem, fact = prove(question, trial)
        (report.problems if problem else report.facts).append(f"question {question.id}{problem or fact}")
    _idle(scenario, trial, report)
    return report


def _solution(trial: Trial, report: Report) -> None:
    failure = trial.outcome.failure if trial.outcome is not None else None
    if failure is not None:
        place = solution_place(report.scenario, failure.place)
        report.problems.append(f"{place}: '{failure.directive}' {failure.says}")
    for goal in report.scenario.goals:
        mark = trial.progress.mark(goal.id)
        if mark.met_at is not None and mark.met_at_us is not None:
            report.facts.append(f"goal {goal.id}: met at {_clock(mark.met_at_us)}, event {mark.met_at}")
            if goal.after is None and goal.mode == "eventually" and trial.began.get(goal.step) == mark.met_at:
                report.problems.append(f"goal {goal.id} is met as soon as its step begins: there is nothing to do")
        elif mark.lost_at is not None:
            report.problems.append(f"the solution breaks goal {goal.id} at event {mark.lost_at}")
        else:
            held = f": in the end {mark.holding} of its {len(goal.parts)} parts hold" if len(goal.parts) > 1 else ""
            report.problems.append(f"the solution does not reach goal {goal.id}{held}")


def _idle(scenario: Scenario, trial: Trial, report: Report) -> None:
    """Doing nothing reaches no goal; and from the beginning of no step does it reach the end of that step."""
    idle = do_nothing(scenario)
    met = [goal.id for goal in scenario.goals if idle.progress.mark(goal.id).met]
    if met:
        report.problems.append(f"doing nothing for {_clock(IDLE_US)} reaches {', '.join(met)}{BY_WAITING}")
    for at, position in trial.began.items():
        if not any(goal.required for goal in scenario.steps[at].goals):
            continue
        waited = do_nothing(scenario, trial, position).progress if at else None
        if waited is not None and waited.step > at:
            goals = ", ".join(goal.id for goal in scenario.steps[at].goals if waited.mark(goal.id).met)
            says = f"step {scenario.steps[at].id} completes by itself: there is nothing to do, and {goals}"
            report.problems.append(f"{says} comes true{BY_WAITING}")
    report.facts.append(f"doing nothing for {_clock(IDLE_US)}: {', '.join(met) if met else 'no goal'} is met")


def _wrong_rubric(lesson: Lesson) -> list[str]:
    """What is wrong with the rubric in its front matter."""
    from app.grading.compile import assignment_of
    from app.grading.rubric import RubricError

    try:
        assignment_of(lesson)
    except RubricError as error:
        return [f"lesson.md: its rubric: {error}"]
    return []


def _tell_lesson(lesson: Lesson | BrokenLesson, catalogue: Catalogue, tell: Callable[[str], None]) -> int:
    tell(f"{lesson.folder.name}: {lesson.title}")
    if isinstance(lesson, BrokenLesson):
        for reason in lesson.reasons:
            tell(f"  BROKEN  {reason}")
        return len(lesson.reasons)
    problems = [*wording_of(lesson), *_missing_prerequisites(lesson, catalogue), *_wrong_translations(lesson)]
    problems += _wrong_rubric(lesson)
    for problem in problems:
        tell(f"  WRONG   {problem}")
    for translation in lesson.reports:
        if not translation.problem:
            tell(f"  {_state_of(translation)}")
    wrong = len(problems)
    for scenario in lesson.scenarios:
        report = check_scenario(scenario, lesson)
        counts = ", ".join([_many(len(scenario.steps), "step"), *_tasks([scenario])])
        tell(f"  {scenario.folder.name}: {scenario.title} ({counts}, {scenario.minutes} min)")
        for fact in report.facts:
            tell(f"    ok      {fact}")
        for problem in report.problems:
            tell(f"    WRONG   {problem}")
        wrong += len(report.problems)
    return wrong


def _missing_prerequisites(lesson: Lesson, catalogue: Catalogue) -> Iterator[str]:
    known = {other.id for other in catalogue.lessons}
    for prerequisite in lesson.prerequisites:
        if prerequisite not in known:
            yield f"lesson.md: the prerequisite {prerequisite!r} is no lesson; lessons are {', '.join(sorted(known))}"


def _wrong_translations(lesson: Lesson) -> Iterator[str]:
    """What keeps a translation from being used, and what is too long in one."""
    for report in lesson.reports:
        if report.problem:
            yield report.problem
    for tag, translation in lesson.translations.items():
        for scenario, original in zip(translation.scenarios, lesson.scenarios, strict=True):
            known = set(wording(original, lesson.works))
            for problem in wording(scenario, lesson.works):
                if problem not in known:
                    yield f"{scenario.folder.name} in {tag}: {problem}"


def _state_of(report: TranslationReport) -> str:
    """A translation that lacks something shows that in English; it is no mistake, but told."""
    lacks = [
        f"{name}: {', '.join(paths)}" for name, paths in (("missing", report.missing), ("stale", report.stale)) if paths
    ]
    return f"LACKS   {report.file}: {'; '.join(lacks)}" if lacks else f"ok      {report.file} is complete"


def _tasks(scenarios: list[Scenario]) -> tuple[str, str]:
    """How many goals and questions some scenarios have."""
    goals = sum(len(scenario.goals) for scenario in scenarios)
    return _many(goals, "goal"), _many(sum(len(scenario.questions) for scenario in scenarios), "question")


def _many(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _clock(time_us: int) -> str:
    return f"{time_us / _SECOND:.1f} s"


def _print(line: str) -> None:
    sys.stdout.write(line + "\n")
