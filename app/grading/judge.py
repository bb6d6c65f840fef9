"""Grading one trace: it is executed again, and what happens is judged as the lab judges it (`app.lessons.progress`).

The goals and verdicts that stand in the trace are compared with that, and never counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from app.grading.assignment import Assignment, setup_of
from app.grading.follow import Follower, TooLongError
from app.grading.results import Deed, Result
from app.grading.signature import SAYS, Signature, check_signature
from app.grading.verdicts import answers_of, claims_of, goals_of
from raft_core.trace.read import Trace, TraceError, read_header, read_trace
from raft_core.trace.verify import Verification, verify

MAX_POSITIONS: Final = 1_000_000
"""Longer traces are not executed again: a room of the lab ends long before."""


@dataclass(slots=True, frozen=True)
class Grader:
    """What traces are graded by: the assignments by their lessons, and the server's key if it is known.

    With `only`, traces of other lessons are not graded. `detailed` adds what a report shows besides the score.
    """

    assignments: Mapping[str, Assignment]
    key: bytes | None = None
    only: str | None = None
    detailed: bool = False

    def grade(self, file: str, content: bytes) -> Result:
        """Grade what a file holds. Whatever it holds, this is an answer and no exception."""
        try:
            trace = read_trace(content.decode("utf-8"))
        except UnicodeDecodeError as error:
            return Result(file, "unreadable", f"not UTF-8 at byte {error.start}; a trace is UTF-8 text")
        except TraceError as error:
            return _unreadable(file, content, str(error))
        return self._grade(trace, _header(file, trace, check_signature(content, self.key)))

    def _grade(self, trace: Trace, result: Result) -> Result:
        lesson = trace.header.lesson.partition("/")[0]
        if self.only is not None and lesson != self.only:
            made_in = f"of the lesson {lesson!r}" if lesson else "of no lesson"
            return replace(result, status="not_graded", reason=f"the trace is {made_in}, not of {self.only!r}")
        assignment = self.assignments.get(lesson)
        if assignment is None:
            there = ", ".join(self.assignments) or "none"
            reason = f"there is no lesson {lesson!r}; lessons are {there}" if lesson else "the trace is of no lesson"
            return replace(result, status="not_graded", reason=reason)
        scenario = assignment.scenario(result.scenario)
        if scenario is None:
            ids = ", ".join(scenario.id for scenario in assignment.scenarios)
            reason = f"there is no scenario {result.scenario!r} that counts; those of {lesson} are {ids}"
            return replace(result, status="not_graded", reason=reason)
        result = replace(result, title=scenario.title)
        if setup_of(scenario.setup) != trace.scenario:
            reason = "it begins with another cluster than the scenario, or the scenario was changed since"
            return replace(result, status="not_verified", reason=reason, position=0)
        if trace.end["position"] > MAX_POSITIONS:
            reason = f"it claims {trace.end['position']:,} positions; at most {MAX_POSITIONS:,} are executed again"
            return replace(result, status="not_verified", reason=reason)
        follower = Follower(scenario, trace, self.detailed)
        try:
            verification = verify(trace, follower, follower.refuse)
        except TooLongError as error:
            return replace(result, status="not_verified", reason=str(error))
        reason = _why_not(verification, result.signature)
        return replace(
            result,
            status="not_verified" if reason else "verified",
            reason=reason,
            position=verification.position,
            steps=verification.steps,
            goals=goals_of(assignment, scenario, follower, trace.header.given_until),
            answers=answers_of(assignment, scenario, follower),
            claims=claims_of(scenario, trace, follower) if verification.identical else (),
            deeds=_deeds(trace, verification.steps) if self.detailed else (),
            reigns=tuple(follower.reigns()),
        )


def _why_not(verification: Verification, signature: Signature) -> str:
    """Why a trace does not count; "" for one that does."""
    reasons = [SAYS[signature]] if signature in ("wrong", "missing") else []
    if not verification.identical:
        reasons.append(f"the replay differs at position {verification.position}: {verification.says}")
    return "; ".join(reasons)


def _header(file: str, trace: Trace, signature: Signature) -> Result:
    header, end = trace.header, trace.end
    return Result(
        file,
        "verified",
        lesson=header.lesson.partition("/")[0],
        scenario=header.lesson.partition("/")[2],
        participant=header.participant,
        room=header.room,
        created=header.created,
        signature=signature,
        seed=trace.scenario.settings.seed,
        length_us=end["time_us"],
        digest=end["digest"],
        findings=len(end["findings"]),
        acts=sum(1 for record in trace.records if header.given_until is None or record.position > header.given_until),
    )


def _unreadable(file: str, content: bytes, reason: str) -> Result:
    """A trace that cannot be read as a whole; whose it is, its first line may tell all the same."""
    header = read_header(content.partition(b"\n")[0].decode("utf-8", "replace"))
    if header is None:
        return Result(file, "unreadable", reason)
    lesson, _, scenario = header.lesson.partition("/")
    return Result(
        file, "unreadable", reason, lesson=lesson, scenario=scenario, participant=header.participant, room=header.room
    )


def _deeds(trace: Trace, last: int) -> tuple[Deed, ...]:
    return tuple(
        Deed(record.position, record.time_us, record.directive, record.who)
        for record in trace.records
        if record.position <= last
    )
