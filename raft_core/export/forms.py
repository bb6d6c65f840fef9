"""The forms that a trace can be written in: for each its ending, its media type, and how it is made."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from raft_core.check import Checks
from raft_core.export.history import History
from raft_core.export.jsonl import json_lines
from raft_core.export.mermaid import mermaid_diagram
from raft_core.export.perfetto import perfetto_trace
from raft_core.export.script import script_text
from raft_core.export.shiviz import shiviz_log
from raft_core.export.svg import svg_picture
from raft_core.export.tla import TlaWriter
from raft_core.sim.step import Step
from raft_core.sim.world import World
from raft_core.trace.read import Trace
from raft_core.trace.verify import Verification, verify


class DiffersError(ValueError):
    """A trace that is not what comes out when it is done again, so that its form would be of another run."""

    def __init__(self, verification: Verification) -> None:
        super().__init__(f"differs at position {verification.position}: {verification.says}")


@dataclass(slots=True)
class Run:
    """A trace that was executed again: what the forms are made from. `name` is for those that have one."""

    trace: Trace
    name: str
    steps: list[Step]
    history: History
    tla: TlaWriter


@dataclass(slots=True, frozen=True)
class Form:
    """One form."""

    ending: str
    media_type: str
    make: Callable[[Run], str]


def _script(run: Run) -> str:
    return script_text(run.trace.scenario, run.steps, run.trace.records, run.trace.end["time_us"])


FORMS: Final = {
    "script": Form(".raft", "text/plain", _script),
    "jsonl": Form(".events.jsonl", "application/x-ndjson", lambda run: json_lines(run.steps)),
    "shiviz": Form(".shiviz.log", "text/plain", lambda run: shiviz_log(run.history)),
    "tla": Form(".tla", "text/plain", lambda run: run.tla.module(run.name)),
    "mermaid": Form(".mmd", "text/plain", lambda run: mermaid_diagram(run.history)),
    "svg": Form(".svg", "image/svg+xml", lambda run: svg_picture(run.history)),
    "perfetto": Form(".perfetto.json", "application/json", lambda run: perfetto_trace(run.history)),
}


def converted(trace: Trace, form: str, name: str = "Trace") -> str:
    """A trace in a form. Raises DiffersError for a trace that cannot be done again as it says, KeyError for no form."""
    made = FORMS[form]
    run = Run(trace, name, [], History(), TlaWriter())

    def observe(world: World, checks: Checks, step: Step | None) -> None:
        run.tla.observe(world, checks, step)
        run.history.observe(world, checks, step)
        if step is not None:
            run.steps.append(step)

    verification = verify(trace, observe)
    if not verification.identical:
        raise DiffersError(verification)
    run.history.end(trace.end["time_us"])
    return made.make(run)
