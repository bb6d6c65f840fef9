"""What can be set of the server: by flag, else in the environment (ORBITAL_PORT), else in a file, else the default."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from ipaddress import ip_network
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

PREFIX: Final = "ORBITAL_"
CONFIG: Final = "config"
"""What the file is named by: --config and ORBITAL_CONFIG. It is the one thing that cannot stand in the file."""
LOG_LEVELS: Final = ("debug", "info", "warning", "error")

_PATH: Final = re.compile(r"(?:/[A-Za-z0-9._~-]+)+")


def default_data_dir(environment: Mapping[str, str] = os.environ) -> Path:
    """Where the server keeps what must survive it: the signing key and the journal of the rooms."""
    base = environment.get("XDG_DATA_HOME") or environment.get("LOCALAPPDATA")
    return (Path(base) if base else Path.home() / ".local" / "share") / "orbital-raft"


class Settings(BaseModel):
    """Where to listen, where to keep things, and how much anybody may ask for."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    host: str = Field("127.0.0.1", min_length=1, description="address to listen on")
    port: int = Field(8000, ge=0, le=65_535, description="port to listen on; 0 takes a free one")
    data_dir: Path = Field(default_factory=default_data_dir, description="folder for the signing key and the journal")
    lessons_dir: Path | None = Field(None, description="folder of lessons; those of the program if none is given")
    authoring: bool = Field(False, description="read a lesson again when its files change, and show what is wrong")
    log_level: str = Field("info", description="debug, info, warning or error")
    origins: tuple[str, ...] = Field(
        (), description="further origins whose pages may connect, such as https://lab.example"
    )
    root_path: str = Field("", description="the path under which a proxy serves the lab, such as /raft")
    trusted_proxies: tuple[str, ...] = Field(
        (), description="addresses or networks of proxies whose X-Forwarded-For and -Proto are believed"
    )
    max_rooms: int = Field(200, ge=1, le=100_000, description="rooms open at a time")
    max_viewers: int = Field(400, ge=1, le=100_000, description="viewers of one room")
    max_steps: int = Field(100_000, ge=1, le=10_000_000, description="steps of one room, all branches together")
    max_branches: int = Field(64, ge=1, le=10_000, description="branches of one room")
    max_rate: int = Field(20, ge=1, le=100_000, description="interventions a second, from one viewer")
    max_openings: int = Field(240, ge=1, le=100_000, description="rooms opened a minute, from one address")
    max_connections: int = Field(1_000, ge=1, le=100_000, description="viewers connected at a time, from one address")
    max_classes: int = Field(50, ge=0, le=10_000, description="classes that go on at a time")
    max_members: int = Field(400, ge=1, le=100_000, description="members of one class")
    class_days: int = Field(
        60, ge=1, le=3_650, description="days after which a class is deleted, and its cookies expire"
    )
    max_frame_bytes: int = Field(65_536, ge=1_024, le=16_777_216, description="size of one frame from a browser")
    idle_minutes: int = Field(120, ge=1, le=100_000, description="after so long without a viewer a room is put to rest")
    keep_days: int = Field(
        60, ge=1, le=36_500, description="days after which a room that nothing was done in is deleted"
    )
    stall_seconds: float = Field(5.0, gt=0, le=600, description="a viewer that takes nothing for so long is dropped")
    lag_frames: int = Field(60, ge=1, le=100_000, description="a viewer further behind skips to a keyframe")
    stop_seconds: float = Field(3.0, ge=0, le=60, description="so long may viewers take their last frames at a stop")

    @field_validator("origins", "trusted_proxies", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(value.replace(",", " ").split()) if isinstance(value, str) else value

    @field_validator("root_path")
    @classmethod
    def _plain_path(cls, value: str) -> str:
        path = value.rstrip("/")
        if path and not _PATH.fullmatch(path):
            raise ValueError("legal is a path of letters, digits and . _ ~ - that begins with a slash: /raft")
        return path

    @field_validator("trusted_proxies")
    @classmethod
    def _known_proxies(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for each in value:
            try:
                ip_network(each)
            except ValueError as error:
                raise ValueError(f"{error}; legal are addresses and networks such as 127.0.0.1 or 10.0.0.0/8") from None
        return value

    @field_validator("log_level")
    @classmethod
    def _known_level(cls, value: str) -> str:
        if value not in LOG_LEVELS:
            raise ValueError(f"legal values are {', '.join(LOG_LEVELS)}")
        return value


@dataclass(slots=True, frozen=True)
class Sources:
    """The settings, and where each of them is from: a flag, a variable, a line of the file, or nowhere."""

    settings: Settings
    origins: Mapping[str, str]

    def table(self) -> str:
        """Every setting with its value and its origin, one a line; the file `--config` reads has this form."""
        lines = [_line(name, getattr(self.settings, name)) for name in Settings.model_fields]
        width = max(map(len, lines))
        return "\n".join(
            f"{line:<{width}}  # {self.origins.get(name, 'default')}"
            for name, line in zip(Settings.model_fields, lines, strict=True)
        )


def read_settings(environment: Mapping[str, str] = os.environ, **flags: object) -> Settings:
    """The settings; a flag that is None was not given. Raises ValueError: what is wrong, where it is from."""
    return read_sources(environment, **flags).settings


def read_sources(environment: Mapping[str, str] = os.environ, **flags: object) -> Sources:
    """The settings with where they are from. Raises ValueError as `read_settings` does."""
    file = flags.get(CONFIG) or environment.get(PREFIX + CONFIG.upper())
    given = _read_file(Path(str(file))) if file else {}
    origins = {field: f"{file}: {field}" for field in given}
    for field in Settings.model_fields:
        variable = PREFIX + field.upper()
        if variable in environment:
            given[field], origins[field] = environment[variable], variable
        if flags.get(field) is not None:
            given[field], origins[field] = flags[field], flag_of(field)
    try:
        return Sources(Settings(**given), origins)
    except ValidationError as error:
        wrong = []
        for found in error.errors():
            field = str(found["loc"][0])
            wrong.append(f"{origins.get(field, field)}={found['input']}: {found['msg'].removeprefix('Value error, ')}")
        raise ValueError("; ".join(wrong)) from None


def flag_of(field: str) -> str:
    """The flag of a setting."""
    return f"--{field.replace('_', '-')}"


def _read_file(path: Path) -> dict[str, Any]:
    """What a TOML file sets. A folder in it that is no whole path lies beside the file."""
    try:
        with path.open("rb") as file:
            given = tomllib.load(file)
    except OSError as error:
        raise ValueError(f"{path}: {error.strerror or error}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"{path}: this is no TOML: {error}") from None
    for key, value in given.items():
        if key not in Settings.model_fields:
            near = get_close_matches(key, Settings.model_fields, 1)
            legal = f"did you mean {near[0]}?" if near else f"legal keys are {', '.join(Settings.model_fields)}"
            raise ValueError(f"{path}: {key} is no setting; {legal}")
        if key.endswith("_dir") and isinstance(value, str):
            given[key] = path.parent / Path(value).expanduser()
    return given


def _line(name: str, value: object) -> str:
    return f"# {name} is not set" if value is None else f"{name} = {_as_toml(value)}"


def _as_toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, tuple):
        return f"[{', '.join(map(_as_toml, value))}]"
    return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'
