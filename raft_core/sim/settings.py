"""The settings of a cluster: the keys of a script's `cluster` line."""

from dataclasses import dataclass, field, replace
from typing import Any, Final, TypeAlias

from raft_core.ids import ServerId
from raft_core.transition import Options
from raft_core.units import format_duration, format_percent, format_range, parse_duration, parse_percent, parse_range

Range: TypeAlias = tuple[int, int]
"""Lowest and highest value, in microseconds."""


@dataclass(slots=True, frozen=True)
class Settings:
    """What can be set of a cluster. Times in microseconds, probabilities in hundredths of a percent."""

    seed: int = 1
    timing: str = "lan"
    election_timeout: Range = (150_000, 300_000)
    heartbeat: int = 50_000
    latency: Range = (5_000, 15_000)
    loss: int = 0
    duplicate: int = 0
    fsync: Range = (1_000, 2_000)
    pre_vote: bool = False
    check_quorum: bool = False
    leader_stickiness: bool = False
    noop: bool = True
    max_append_entries: int = 64
    max_inflight: int = 16
    parallel_disk: bool = True
    snapshot_every: int = 0
    snapshot_trailing: int = 0
    snapshot_chunk: int = 16
    clock_drift_bound: int = 1_000
    network: str = "auto"
    timers: str = "auto"
    variant: tuple[str, ...] = ()

    @property
    def options(self) -> Options:
        """The part that the protocol looks at."""
        return Options(
            self.election_timeout,
            self.heartbeat,
            self.noop,
            self.max_append_entries,
            self.max_inflight,
            self.pre_vote,
            self.check_quorum,
            self.leader_stickiness,
            self.snapshot_every,
            self.snapshot_trailing,
            self.snapshot_chunk,
            self.clock_drift_bound,
            self.parallel_disk,
        )


TIMINGS: Final[dict[str, dict[str, Any]]] = {
    "lan": {
        "election_timeout": (150_000, 300_000),
        "heartbeat": 50_000,
        "latency": (5_000, 15_000),
        "fsync": (1_000, 2_000),
    },
    "classroom": {
        "election_timeout": (2_000_000, 4_000_000),
        "heartbeat": 1_000_000,
        "latency": (200_000, 500_000),
        "fsync": (50_000, 100_000),
    },
    "wan": {
        "election_timeout": (1_000_000, 2_000_000),
        "heartbeat": 150_000,
        "latency": (40_000, 120_000),
        "fsync": (1_000, 5_000),
    },
}
"""The presets of `timing=`: what each sets."""

SETTING_KINDS: Final = {
    "seed": "seed",
    "timing": "lan|classroom|wan",
    "election_timeout": "range",
    "heartbeat": "duration",
    "latency": "range",
    "loss": "percent",
    "duplicate": "percent",
    "fsync": "range",
    "pre_vote": "on|off",
    "check_quorum": "on|off",
    "leader_stickiness": "on|off",
    "noop": "on|off",
    "max_append_entries": "count",
    "max_inflight": "count",
    "parallel_disk": "on|off",
    "snapshot_every": "off|count",
    "snapshot_trailing": "count0",
    "snapshot_chunk": "count",
    "clock_drift_bound": "percent",
    "network": "auto|manual",
    "timers": "auto|manual",
    "variant": "names",
}
"""The keys of the `cluster` line, in the order in which they are written, and what each takes."""

_LIMITS: Final = {"seed": (0, 2**63 - 1), "count": (1, 10_000), "off|count": (1, 10_000), "count0": (0, 10_000)}
"""The lowest and highest whole number that each kind takes."""

CLIENT_TIMEOUT_US: Final = {"lan": 500_000, "classroom": 5_000_000, "wan": 500_000}


def changed(settings: Settings, pairs: tuple[tuple[str, str], ...]) -> Settings:
    """The settings with some keys changed, values as a script writes them.

    `timing` sets its whole preset; keys after it override. Raises ValueError with what would be legal.
    """
    for key, text in pairs:
        fields: dict[str, Any] = {key: parse_setting(key, text)}
        if key == "timing":
            fields |= TIMINGS[text]
        settings = replace(settings, **fields)
    return settings


def parse_setting(key: str, text: str) -> "int | bool | str | Range | tuple[str, ...]":
    """The value of one key. Raises ValueError that says what would be legal."""
    kind = SETTING_KINDS.get(key)
    if kind is None:
        raise ValueError(f"{key!r} is not a setting; settings are {', '.join(SETTING_KINDS)}")
    if kind == "range" or kind == "duration":
        # A timer that runs out at once would be due again at the same instant, for ever.
        if key in ("election_timeout", "heartbeat") and parse_range(text)[0] == 0:
            raise ValueError(f"{text!r} leaves {key} no time; write 1us or more")
        return parse_range(text) if kind == "range" else parse_duration(text)
    if kind == "percent":
        return parse_percent(text)
    if kind == "names":
        return () if text == "none" else tuple(text.split(","))
    if kind == "off|count" and text == "off":
        return 0
    if kind in _LIMITS:
        lowest, highest = _LIMITS[kind]
        if not (text.isascii() and text.isdigit() and lowest <= int(text) <= highest):
            raise ValueError(f"{key}={text} is not a whole number from {lowest} to {highest}")
        return int(text)
    words = kind.split("|")
    if text not in words:
        raise ValueError(f"{key}={text}: legal values are {', '.join(words)}")
    return text == "on" if "on" in words else text


def format_setting(settings: Settings, key: str) -> str:
    """The value of one key as a script writes it."""
    value = getattr(settings, key)
    kind = SETTING_KINDS[key]
    if kind == "range":
        return format_range(value)
    if kind == "duration":
        return format_duration(value)
    if kind == "percent":
        return format_percent(value)
    if kind == "names":
        return ",".join(value) or "none"
    if kind == "off|count" and not value:
        return "off"
    return {True: "on", False: "off"}[value] if isinstance(value, bool) else str(value)


@dataclass(slots=True, frozen=True)
class ServerStart:
    """A server's state at position 0: `log` lists the terms of its entries after the snapshot (index, term)."""

    server: ServerId
    term: int
    voted_for: ServerId = 0
    log: tuple[int, ...] = ()
    commit: int = 0
    up: bool = True
    snapshot: tuple[int, int] = (0, 0)


@dataclass(slots=True, frozen=True)
class ClientStart:
    """A client's habits: whether it retries, and after how many microseconds without an answer."""

    name: str
    retry: bool = True
    timeout_us: int | None = None


@dataclass(slots=True, frozen=True)
class Scenario:
    """Everything that a cluster begins with."""

    servers: tuple[ServerId, ...]
    learners: tuple[ServerId, ...] = ()
    settings: Settings = field(default_factory=Settings)
    starts: tuple[ServerStart, ...] = ()
    clients: tuple[ClientStart, ...] = ()
