"""A run as a scenario: its set-up, what was done as the solution, and goals that it reached and waiting does not."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from app.lessons.load import SCENARIO_FILE, SETUP_FILE, SOLUTION_FILE
from app.lessons.scaffold import Files, title_of
from app.lessons.trial import IDLE_US
from raft_core.check import Checks
from raft_core.export.script import script_text
from raft_core.script import View, format_scenario, parse_predicate
from raft_core.session import Session
from raft_core.sim.settings import Scenario
from raft_core.sim.step import Step
from raft_core.sim.world import World
from raft_core.trace.read import Trace, read_trace
from raft_core.trace.verify import Verification, verify

MOST_GOALS: Final = 3

SKELETON: Final = """\
---
id: {id}
title: {title}
summary: What it is about, in one sentence.
minutes: 5
outcomes: [1]
---

::: step first
title: {title}
source: §5.2

What is the case, in a sentence or two.

::: task
What to do.
:::
{goals}
::: notes
Recorded from a run{of}. To be done: texts, sources, outcomes and minutes; perhaps more steps, and a question.
:::
:::
"""
GOAL: Final = """
::: goal {id}
eventually: {predicate}

{title}
:::
"""


class RecordError(ValueError):
    """A trace that does not say what happened, as a sentence."""


def scenario_files(trace: Trace, slug: str) -> Files:
    """The files of a scenario in which everything is done that a trace tells. Raises RecordError."""
    steps: list[Step] = []
    goals = _Goals(trace.scenario)

    def watch(world: World, checks: Checks, step: Step | None) -> None:
        if step is not None:
            steps.append(step)
        goals.observe(View(world, checks))

    verification: Verification = verify(trace, watch)
    if not verification.identical:
        raise RecordError(f"the trace differs from its replay at event {verification.position}: {verification.says}")
    setup = format_scenario(trace.scenario)
    script = script_text(trace.scenario, steps, trace.records, trace.end["time_us"])
    solution = script.removeprefix(setup.rstrip("\n")).lstrip("\n")
    written = "".join(
        GOAL.format(id=f"goal-{number}", predicate=predicate, title=title)
        for number, (predicate, title) in enumerate(goals.reached(), 1)
    )
    of = f" of {trace.header.lesson}" if trace.header.lesson else ""
    text = SKELETON.format(id=slug, title=title_of(slug), goals=written, of=of)
    return {
        SCENARIO_FILE: text,
        SETUP_FILE: f"# As the run began that this was recorded from.\n{setup}",
        SOLUTION_FILE: f"# What was done, step by step; setup.raft comes first.\n{solution}",
    }


def scenario_archive(text: str, slug: str) -> bytes:
    """The folder of a scenario as a ZIP archive, from the text of a trace. For a worker: the run is done again."""
    files = scenario_files(read_trace(text), slug)
    archive = BytesIO()
    with ZipFile(archive, "w", ZIP_DEFLATED) as folder:
        for name, content in files.items():
            # Archives of the same run are the same: no file has a time of its own.
            folder.writestr(ZipInfo(f"01-{slug}/{name}"), content, ZIP_DEFLATED)
    return archive.getvalue()


class _Goals:
    """What a goal could be: what comes true in the run, in that order, was not so at first, and is not by waiting."""

    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario
        self._at_first: set[str] | None = None
        self._came_true: dict[str, str] = {}

    def observe(self, view: View) -> None:
        """Look at the next moment of the run."""
        now = dict(_true_of(view))
        if self._at_first is None:
            self._at_first = set(now)
        for text, title in now.items():
            if text not in self._at_first:
                self._came_true.setdefault(text, title)

    def reached(self) -> list[tuple[str, str]]:
        """Some of them, the earliest first, the last of all among them: it is what the run was for."""
        by_waiting = self._by_waiting(set(self._came_true))
        left = [(text, title) for text, title in self._came_true.items() if text not in by_waiting]
        return left if len(left) <= MOST_GOALS else [*left[: MOST_GOALS - 1], left[-1]]

    def _by_waiting(self, texts: set[str]) -> set[str]:
        """Those that come true when nothing is done."""
        session = Session(self._scenario)
        predicates = {text: parse_predicate(text) for text in texts}
        met: set[str] = set()
        while True:
            view = View(session.world(session.main), session.checks(session.main))
            met |= {text for text in texts - met if predicates[text].holds(view)}
            if session.advance(session.main, IDLE_US) is None:
                return met


def _true_of(view: View) -> Iterator[tuple[str, str]]:
    """What is worth saying of a moment: predicates, each with a title."""
    for server in view.world.members():
        name, node = server.node.name, server.node
        if not server.up:
            yield f"not {name}.up", f"{name} is down"
        elif node.role_name == "leader":
            yield f"leader = {name}", f"{name} leads"
        elif node.role_name == "candidate":
            yield f"{name}.role = candidate", f"{name} stands for election"
    for key, value in sorted(view.checks.committed_machine.values.items()):
        if value.isalnum() and key.isalnum():
            yield f"committed.{key} = {value}", f"{key}={value} is committed"
    for finding in view.checks.findings:
        yield f"violated.{finding.property}", f"The property {finding.property.replace('_', ' ')} is broken"
