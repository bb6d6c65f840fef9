"""One line of a log, whichever form it came in: what a node said of itself, what it sent, what it received."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

ROLES: Final = ("follower", "pre_candidate", "candidate", "leader")

MOST_LINES: Final = 100_000
MOST_BYTES: Final = 64 * 1024 * 1024
MOST_NODES: Final = 9


class LogError(ValueError):
    """A log that cannot be read: the line, and what is wrong with it."""

    def __init__(self, line: int, says: str) -> None:
        super().__init__(f"line {line}: {says}")
        self.line = line
        self.says = says


@dataclass(slots=True)
class Letter:
    """A message as one of its ends saw it; None for what was not said. `count` is how many entries it carries."""

    type: str
    source: str
    target: str
    id: str | None = None
    term: int | None = None
    accepted: bool | None = None
    prev_index: int | None = None
    prev_term: int | None = None
    count: int | None = None
    commit: int | None = None
    match: int | None = None


@dataclass(slots=True)
class LogChange:
    """From index `first` on a log holds these entries now, and nothing behind them: (term, command or None)."""

    first: int
    entries: Sequence[tuple[int, str | None]]


@dataclass(slots=True)
class Observation:
    """What one line says of its node; None for what it does not speak of, and `vote` "" for nobody."""

    line: int
    node: str
    text: str
    time_us: int | None = None
    term: int | None = None
    role: str | None = None
    vote: str | None = None
    log: LogChange | None = None
    commit: int | None = None
    applied: int | None = None
    snapshot: tuple[int, int] | None = None
    sent: list[Letter] = field(default_factory=list)
    received: list[Letter] = field(default_factory=list)
    stops: bool = False
    starts: bool = False


@dataclass(slots=True)
class ObservedLog:
    """A whole log: its lines in the order in which they are to be believed, and the names of all nodes.

    `voters` are the cluster's, when the log says so; `skips` names properties that this form cannot tell of.
    """

    form: str
    nodes: tuple[str, ...]
    voters: tuple[str, ...]
    lines: list[Observation]
    skips: frozenset[str] = frozenset()
