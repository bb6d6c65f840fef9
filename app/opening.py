"""Opening a room: from a lesson's scenario, from a script, or as a sandbox."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from app.errors import RequestError
from app.execution import carry_out
from app.languages import ENGLISH, Words
from app.lessons import Catalogue, Lesson
from app.lessons import Scenario as LessonScenario
from app.metrics import Metrics
from app.replaying import lesson_of, read, replay, verified
from app.room import Room
from app.settings import Settings
from app.workers import Workers
from raft_core.script import Expect, ScriptError, Show, Watch, parse
from raft_core.script.words import MAX_BYTES
from raft_core.sim.settings import Scenario

SANDBOX: Final = "cluster S1 S2 S3 S4 S5 timing=classroom"
MAX_TRACE: Final = 3 * 1024 * 1024
"""Of a trace that is opened in the lab: some 20,000 interventions."""
LARGEST_SEED: Final = 1_000_000


class Wish(BaseModel):
    """What is to be opened; with nothing said, the sandbox."""

    model_config = ConfigDict(extra="forbid", strict=True)

    lesson: str | None = Field(None, max_length=200)
    scenario: str | None = Field(None, max_length=200)
    script: str | None = Field(None, max_length=MAX_BYTES)
    trace: str | None = Field(None, max_length=MAX_TRACE)
    resume: bool = False


@dataclass(slots=True, frozen=True)
class _House:
    """What every room is made with."""

    catalogue: Catalogue
    settings: Settings
    metrics: Metrics
    workers: Workers
    words: Words

    def room(self, scenario: Scenario, title: str, lesson: tuple[Lesson, LessonScenario] | None = None) -> Room:
        """A room of a scenario."""
        return Room(scenario, self.settings, self.metrics, title, lesson, self.workers, self.words)


async def open_room(
    wish: Wish,
    catalogue: Catalogue,
    settings: Settings,
    metrics: Metrics,
    workers: Workers,
    words: Words = ENGLISH,
) -> Room:
    """A new room, ready to be entered, in somebody's language. Raises RequestError for what cannot be opened."""
    house = _House(catalogue.spoken(words.tag), settings, metrics, workers, words)
    if wish.trace is not None:
        if wish.lesson is not None or wish.scenario is not None or wish.script is not None:
            raise RequestError("bad_body", "A trace comes alone.", where="body", legal="a trace", status=422)
        room = await _from_trace(wish.trace, house)
        return _resumed(room) if wish.resume else room
    if wish.script is not None:
        if wish.lesson is not None or wish.scenario is not None:
            legal = "a script, or a lesson and a scenario"
            raise RequestError("bad_body", "A script comes without a lesson.", where="body", legal=legal, status=422)
        return await _from_script(wish.script, house)
    if wish.lesson is not None:
        return _from_lesson(wish.lesson, wish.scenario, house)
    if wish.scenario is not None:
        says = "A scenario belongs to a lesson, and none is named."
        raise RequestError("bad_body", says, where="body.lesson", legal=_lessons(catalogue), status=422)
    scenario = parse(SANDBOX, "sandbox").scenario
    seeded = replace(scenario.settings, seed=1 + secrets.randbelow(LARGEST_SEED))
    return house.room(replace(scenario, settings=seeded), words("Sandbox"))


def _resumed(room: Room) -> Room:
    """A room in which a learner goes on with a lesson: nobody asks whether the replay agrees, unless it does not."""
    if room.guide is None or room.replay is None or not room.replay.verified:
        says = "The lesson has changed since, so that the run cannot be gone on with."
        raise RequestError("not_resumable", says, where="trace", legal="the lesson, begun anew", status=409)
    room.replay = None
    return room


def _lessons(catalogue: Catalogue) -> list[str]:
    return [lesson.id for lesson in catalogue.working]


def _from_lesson(name: str, chosen: str | None, house: _House) -> Room:
    catalogue = house.catalogue
    for broken in catalogue.broken:
        if broken.id == name:
            says = "\n".join([f"The lesson {name} cannot be opened.", *broken.reasons])
            raise RequestError("broken_lesson", says, where="lesson", legal=_lessons(catalogue), status=422)
    try:
        lesson = catalogue.lesson(name)
    except KeyError as error:
        says = f"{str(error.args[0])[:1].upper()}{str(error.args[0])[1:]}."
        raise RequestError("unknown_lesson", says, where="lesson", legal=_lessons(catalogue), status=404) from None
    try:
        scenario = lesson.scenario(chosen) if chosen is not None else lesson.scenarios[0]
    except KeyError as error:
        legal = [candidate.id for candidate in lesson.scenarios]
        says = f"{str(error.args[0])[:1].upper()}{str(error.args[0])[1:]}."
        raise RequestError("unknown_scenario", says, where="scenario", legal=legal, status=404) from None
    setup = parse(scenario.setup, f"{lesson.id}/{scenario.id}/setup.raft").scenario
    return house.room(setup, scenario.title, (lesson, scenario))


async def _from_script(text: str, house: _House) -> Room:
    """A room in which a script was carried out. As in any run, what it wants and is refused changes nothing."""
    try:
        script = parse(text, "script")
        room = house.room(script.scenario, house.words("Script"))
    except ScriptError as error:
        where = f"{error.file}:{error.line}:{error.column}"
        raise RequestError("bad_script", f"{where}: {error.says}", where=where, legal=error.legal, status=422) from None
    except ValueError as error:
        raise RequestError("bad_script", str(error), where="script", status=422) from None
    async with room.writing():
        for directive in script.directives:
            if not isinstance(directive.action, Expect | Show | Watch):
                await carry_out(room, room.branch, directive.action)
    return room


async def _from_trace(text: str, house: _House) -> Room:
    """A room in which everything that a trace tells was done again."""
    trace = read(text)
    if trace.end["position"] > house.settings.max_steps:
        says = f"The trace has {trace.end['position']:,} steps."
        legal = f"at most {house.settings.max_steps:,} steps"
        raise RequestError("too_large", says, where="trace", legal=legal, status=413)
    verification = await house.workers.submit(verified, text)
    lesson = lesson_of(trace, house.catalogue)
    room = house.room(trace.scenario, lesson[1].title if lesson is not None else house.words("Trace"), lesson)
    await replay(room, trace, verification)
    return room
