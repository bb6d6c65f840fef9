"""What can be set of the server: from flags, from the environment (ORBITAL_PORT and so on), else defaults."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

PREFIX: Final = "ORBITAL_"
LOG_LEVELS: Final = ("debug", "info", "warning", "error")


def default_data_dir(environment: Mapping[str, str] = os.environ) -> Path:
    """Where the server keeps what must survive it: the signing key."""
    base = environment.get("XDG_DATA_HOME") or environment.get("LOCALAPPDATA")
    return (Path(base) if base else Path.home() / ".local" / "share") / "orbital-raft"


class Settings(BaseModel):
    """Where to listen, where to keep things, and how much anybody may ask for."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    host: str = Field("127.0.0.1", min_length=1, description="address to listen on")
    port: int = Field(8000, ge=0, le=65_535, description="port to listen on; 0 takes a free one")
    data_dir: Path = Field(default_factory=default_data_dir, description="folder for the signing key")
    lessons_dir: Path | None = Field(None, description="folder of lessons; those of the program if none is given")
    authoring: bool = Field(False, description="read a lesson again when its files change, and show what is wrong")
    log_level: str = Field("info", description="debug, info, warning or error")
    origins: tuple[str, ...] = Field(
        (), description="further origins whose pages may connect, such as https://lab.example"
    )
    max_rooms: int = Field(200, ge=1, le=100_000, description="rooms open at a time")
    max_viewers: int = Field(400, ge=1, le=100_000, description="viewers of one room")
    max_steps: int = Field(100_000, ge=1, le=10_000_000, description="steps of one room, all branches together")
    max_branches: int = Field(64, ge=1, le=10_000, description="branches of one room")
    max_rate: int = Field(20, ge=1, le=100_000, description="interventions a second, from one viewer")
    max_classes: int = Field(50, ge=0, le=10_000, description="classes that go on at a time")
    max_members: int = Field(400, ge=1, le=100_000, description="members of one class")
    class_days: int = Field(
        60, ge=1, le=3_650, description="days after which a class is deleted, and its cookies expire"
    )
    max_frame_bytes: int = Field(65_536, ge=1_024, le=16_777_216, description="size of one frame from a browser")
    idle_minutes: int = Field(120, ge=1, le=100_000, description="after so long without a viewer a room is closed")
    stall_seconds: float = Field(5.0, gt=0, le=600, description="a viewer that takes nothing for so long is dropped")
    lag_frames: int = Field(60, ge=1, le=100_000, description="a viewer further behind skips to a keyframe")

    @field_validator("origins", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(value.split()) if isinstance(value, str) else value

    @field_validator("log_level")
    @classmethod
    def _known_level(cls, value: str) -> str:
        if value not in LOG_LEVELS:
            raise ValueError(f"legal values are {', '.join(LOG_LEVELS)}")
        return value


def read_settings(environment: Mapping[str, str] = os.environ, **flags: object) -> Settings:
    """The settings; a flag that is None was not given. Raises ValueError: what is wrong, where it is from."""
    given: dict[str, Any] = {}
    origin: dict[str, str] = {}
    for field in Settings.model_fields:
        variable = PREFIX + field.upper()
        if variable in environment:
            given[field], origin[field] = environment[variable], variable
        if flags.get(field) is not None:
            given[field], origin[field] = flags[field], f"--{field.replace('_', '-')}"
    try:
        return Settings(**given)
    except ValidationError as error:
        wrong = []
        for found in error.errors():
            field = str(found["loc"][0])
            wrong.append(f"{origin.get(field, field)}={found['input']}: {found['msg'].removeprefix('Value error, ')}")
        raise ValueError("; ".join(wrong)) from None
