"""What a script consists of: a scenario, then directives, each an intervention or one of the actions here."""

from dataclasses import dataclass, field
from typing import Final, TypeAlias

from raft_core.ids import NOBODY, SERVER_NAMES, ServerId
from raft_core.script.error import Place
from raft_core.script.predicate import Predicate
from raft_core.sim.intervention import Intervention
from raft_core.sim.settings import Scenario
from raft_core.units import format_duration

WITHIN_US: Final = 60_000_000
"""How long `run until` waits when it does not say."""


@dataclass(slots=True, frozen=True)
class StepOn:
    """Let the next so many things happen, whenever they are due."""

    count: int = 1

    @property
    def directive(self) -> str:
        """Its line of Raft script."""
        return "step" if self.count == 1 else f"step {self.count}"


@dataclass(slots=True, frozen=True)
class RunFor:
    """Let simulated time pass."""

    duration_us: int

    @property
    def directive(self) -> str:
        """Its line of Raft script."""
        return f"run {format_duration(self.duration_us)}"


@dataclass(slots=True, frozen=True)
class RunUntil:
    """Run to the first position at which a predicate holds; fails when that takes too long."""

    predicate: Predicate
    within_us: int = WITHIN_US

    @property
    def directive(self) -> str:
        """Its line of Raft script."""
        within = f" within {format_duration(self.within_us)}" if self.within_us != WITHIN_US else ""
        return f"run until {self.predicate.text}{within}"


@dataclass(slots=True, frozen=True)
class Settle:
    """With all timers frozen, deliver and persist until nothing is in flight, or so many times."""

    count: int | None = None

    @property
    def directive(self) -> str:
        """Its line of Raft script."""
        return "settle" if self.count is None else f"settle {self.count}"


@dataclass(slots=True, frozen=True)
class Expect:
    """A predicate that must hold here."""

    predicate: Predicate

    @property
    def directive(self) -> str:
        """Its line of Raft script."""
        return f"expect {self.predicate.text}"


@dataclass(slots=True, frozen=True)
class Watch:
    """A predicate that must hold at every position from here to the end; at none when it is forbidden."""

    predicate: Predicate
    is_forbidden: bool

    @property
    def directive(self) -> str:
        """Its line of Raft script."""
        return f"{'never' if self.is_forbidden else 'always'} {self.predicate.text}"


@dataclass(slots=True, frozen=True)
class Show:
    """Print the state of a server, or of everything, into the transcript."""

    server: ServerId = NOBODY

    @property
    def directive(self) -> str:
        """Its line of Raft script."""
        return f"show {SERVER_NAMES[self.server]}" if self.server != NOBODY else "show"


Action: TypeAlias = "Intervention | StepOn | RunFor | RunUntil | Settle | Expect | Watch | Show"


@dataclass(slots=True, frozen=True)
class Directive:
    """An action and where the script says it. Two directives are equal when their actions are."""

    action: Action
    place: Place = field(compare=False)


@dataclass(slots=True, frozen=True)
class Script:
    """A parsed script."""

    scenario: Scenario
    directives: tuple[Directive, ...]
