"""Traces: a run as its set-up, its interventions and its length, from which everything else is computed again.

One JSON object a line, keys sorted, integers only (contract 4).
"""

import json
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from raft_core import ENGINE_VERSION
from raft_core.check import Finding
from raft_core.script import format_scenario
from raft_core.session import Session
from raft_core.sim.step import Step
from raft_core.sim.timeline import Branch, Recorded
from raft_core.trace.digest import Digest
from raft_core.trace.document import finding_document
from raft_core.trace.events import event_document

TRACE_FORMAT: Final = "orbital-raft-trace"
TRACE_VERSION: Final = 1

Line = dict[str, Any]


@dataclass(slots=True, frozen=True)
class Header:
    """Who made the trace, of what, where and when (`created` in seconds since 1970; 0 when nobody says).

    A run may go on from somebody else's, such as that of a class: up to the position `given_until` it is not the
    participant's own.
    """

    lesson: str = ""
    participant: str = ""
    room: str = ""
    created: int = 0
    given_until: int | None = None


@dataclass(slots=True, frozen=True)
class Answered:
    """An answer to a question: where it was asked, and whether the simulator agreed; None while it has not said.

    `given_at` is there when it was given later than it was asked.
    """

    question: str
    choice: str
    position: int
    correct: bool | None
    given_at: int | None = None


@dataclass(slots=True, frozen=True)
class Declined:
    """An intervention that was refused after the step of a position, and by which rule. It changed nothing.

    A lesson may ask for a refusal; then its trace has to tell of it.
    """

    position: int
    time_us: int
    directive: str
    rule: str
    who: str = ""


@dataclass(slots=True, frozen=True)
class Extras:
    """What a lesson adds to a trace: answers, goals reached with their positions, refusals that mattered to it."""

    answers: tuple[Answered, ...] = ()
    goals: dict[str, int] = field(default_factory=dict)
    declined: tuple[Declined, ...] = ()


def write_trace(
    session: Session, branch: Branch, header: Header, extras: Extras | None = None, with_events: bool = False
) -> str:
    """The trace of a branch from the beginning to its edge."""
    extras = extras if extras is not None else Extras()
    timeline = session.timeline
    steps = timeline.steps(branch)
    records = timeline.recorded(branch)
    lines = [header_line(header, format_scenario(timeline.scenario))]
    lines += body_lines(steps, records, extras, with_events)
    digest = Digest()
    for step in steps:
        digest.update(step)
    findings = session.findings(branch, branch.last_position)
    lines.append(end_line(branch.last_position, branch.now_us, digest.hexdigest(), findings, extras))
    return "".join(encode(line) + "\n" for line in lines)


def header_line(header: Header, script: str) -> Line:
    """The first line of a trace."""
    return {
        "type": "header",
        "format": TRACE_FORMAT,
        "version": TRACE_VERSION,
        "engine": ENGINE_VERSION,
        "script": script,
        "lesson": header.lesson,
        "participant": header.participant,
        "room": header.room,
        "created": header.created,
        **({"given_until": header.given_until} if header.given_until is not None else {}),
    }


def body_lines(steps: list[Step], records: list[Recorded], extras: Extras, with_events: bool) -> list[Line]:
    """Interventions, answers and (when wanted) events, by position."""
    by_position: dict[int, list[Line]] = {}
    checks = running_digests(steps, {record.position for record in records})
    for record in records:
        by_position.setdefault(record.position, []).append(intervention_line(record, checks[record.position]))
    for answer in extras.answers:
        by_position.setdefault(answer.position, []).append(
            {
                "type": "answer",
                "question": answer.question,
                "choice": answer.choice,
                "position": answer.position,
                "correct": answer.correct,
                **({"given_at": answer.given_at} if answer.given_at is not None else {}),
            }
        )
    if with_events:
        for step in steps:
            by_position.setdefault(step.position, []).extend(event_lines(step))
    return [line for position in sorted(by_position) for line in by_position[position]]


def intervention_line(record: Recorded, check: str) -> Line:
    """One intervention; `check` is the running digest after its step, so that a difference can be located."""
    return {
        "type": "intervention",
        "position": record.position,
        "time_us": record.time_us,
        "directive": record.directive,
        "who": record.who,
        "check": check,
    }


def event_lines(step: Step) -> list[Line]:
    """The events of a step, one line each (`--events`)."""
    return [
        {"type": "event", "position": step.position, "time_us": step.time_us, "event": event_document(event)}
        for event in step.events
    ]


def end_line(position: int, time_us: int, digest: str, findings: list[Finding], extras: Extras) -> Line:
    """The last line of a trace. `refused` is there when anything was refused; who does not know it may ignore it."""
    refused = {"refused": [asdict(declined) for declined in extras.declined]} if extras.declined else {}
    return {
        "type": "end",
        "position": position,
        "time_us": time_us,
        "digest": digest,
        "findings": [finding_document(finding) for finding in findings],
        "goals": extras.goals,
        **refused,
    }


def running_digests(steps: list[Step], positions: set[int]) -> dict[int, str]:
    """The short running digest after each of the positions."""
    digest, found = Digest(), {}
    for step in steps:
        digest.update(step)
        if step.position in positions:
            found[step.position] = digest.short()
    return found


def encode(line: Line) -> str:
    """A line of a trace as canonical JSON."""
    return json.dumps(line, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
