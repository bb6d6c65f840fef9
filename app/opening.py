"""Opening a room: from a lesson's scenario, from a script, or as a sandbox."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from app.errors import RequestError
from app.metrics import Metrics
from app.room import Room
from app.settings import Settings
from raft_core.script import ScriptError, parse
from raft_core.script.words import MAX_BYTES

SANDBOX: Final = "cluster S1 S2 S3 S4 S5 timing=classroom"
LARGEST_SEED: Final = 1_000_000


class Wish(BaseModel):
    """What is to be opened; with nothing said, the sandbox."""

    model_config = ConfigDict(extra="forbid", strict=True)

    lesson: str | None = Field(None, max_length=200)
    scenario: str | None = Field(None, max_length=200)
    script: str | None = Field(None, max_length=MAX_BYTES)


def open_room(wish: Wish, settings: Settings, metrics: Metrics) -> Room:
    """A new room, ready to be entered. Raises RequestError for a bad script or an unknown lesson."""
    if wish.script is not None:
        return _from_script(wish.script, settings, metrics)
    scenario = parse(SANDBOX, "sandbox").scenario
    seeded = replace(scenario.settings, seed=1 + secrets.randbelow(LARGEST_SEED))
    return Room(replace(scenario, settings=seeded), settings, metrics)


def _from_script(text: str, settings: Settings, metrics: Metrics) -> Room:
    try:
        script = parse(text, "script")
        return Room(script.scenario, settings, metrics, "Script")
    except ScriptError as error:
        where = f"{error.file}:{error.line}:{error.column}"
        raise RequestError("bad_script", f"{where}: {error.says}", where=where, legal=error.legal) from None
    except ValueError as error:
        raise RequestError("bad_script", str(error), where="script") from None
