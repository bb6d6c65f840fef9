"""The adversary of Fischer, Lynch and Paterson (1985), against Raft: deliver everything, and never let anybody lead.

It may hold a message back, though not for ever. It looks at timers and terms and lets nothing arrive that would tell a
server of a newer term: so each server finds its own way into every term, by its own timer, votes for itself there, and
refuses all others. Every message is delivered; nobody is ever elected. Where messages have to arrive within a bound
that is short against the spread of the timeouts, it loses: sooner or later a request comes before the other's timer.
"""

from dataclasses import dataclass
from typing import Final

from raft_core.check import Checks
from raft_core.explore.dice import Dice
from raft_core.ids import SERVER_NAMES, ServerId
from raft_core.messages import RequestVote
from raft_core.role import LEADER, NEVER
from raft_core.script.start import format_scenario
from raft_core.sim.intervention import DeliverMessage, carry_out
from raft_core.sim.server import Flight
from raft_core.sim.settings import Scenario, Settings
from raft_core.sim.setup import initial_world
from raft_core.sim.step import happen
from raft_core.sim.world import World
from raft_core.units import format_duration
from raft_core.variant import rules_for

EQUAL_TIMEOUT_US: Final = 150_000


@dataclass(slots=True, frozen=True)
class Choice:
    """One thing that the adversary did: a message that it let arrive, when, and why just then."""

    time_us: int
    source: ServerId
    target: ServerId
    type_name: str
    why: str
    forced: bool


@dataclass(slots=True, frozen=True)
class FlpRun:
    """How it went. `leader` is nobody (0) when the adversary won; `undelivered` counts messages still held."""

    scenario: Scenario
    choices: tuple[Choice, ...]
    rounds: int
    leader: ServerId
    undelivered: int
    longest_hold_us: int
    end_us: int


def scenario_for(servers: int, seed: int, timeout_us: tuple[int, int]) -> Scenario:
    """A cluster whose messages move by hand and whose timers run by themselves."""
    settings = Settings(seed=seed, election_timeout=timeout_us, fsync=(0, 0), network="manual")
    return Scenario(tuple(range(1, servers + 1)), settings=settings)


def run_flp(scenario: Scenario, rounds: int, max_hold_us: int | None = None) -> FlpRun:
    """Play until every server has stood so many times, or somebody leads.

    `max_hold_us` bounds how long a message may be held; then it has to arrive, whatever it does.
    """
    return _Game(scenario, rounds, max_hold_us).play()


def script_of(run: FlpRun) -> str:
    """The run as Raft script, each choice with its reason."""
    lines = [
        "# The adversary of Fischer, Lynch and Paterson: every message is delivered, and nobody is elected. It holds",
        "# back whatever would tell a server of a newer term until that server has stood in it by its own timer.",
        format_scenario(run.scenario).rstrip(),
    ]
    now_us = 0
    for choice in run.choices:
        if choice.time_us > now_us:
            lines.append(f"run {format_duration(choice.time_us - now_us)}")
            now_us = choice.time_us
        lines.append(f"# {choice.why}")
        lines.append(f"deliver {SERVER_NAMES[choice.source]}>{SERVER_NAMES[choice.target]} {choice.type_name}")
    if run.end_us > now_us:
        lines.append(f"run {format_duration(run.end_us - now_us)}")
    return "\n".join([*lines, ""])


class _Game:
    """One run, while it lasts."""

    def __init__(self, scenario: Scenario, rounds: int, max_hold_us: int | None) -> None:
        self.scenario = scenario
        self.rounds = rounds
        self.max_hold_us = max_hold_us
        self.world: World = initial_world(scenario, rules_for)
        self.checks = Checks(self.world)
        self.choices: list[Choice] = []
        self.longest_us = 0
        self.now_us = 0

    def play(self) -> FlpRun:
        while not self._leader() and self._least_term() < self.rounds:
            if not self._deliver_what_is_harmless() and not self._go_on():
                break
        while not self._leader() and self._deliver_what_is_harmless():
            pass
        return FlpRun(
            self.scenario,
            tuple(self.choices),
            self._least_term(),
            self._leader(),
            len(self.world.held),
            self.longest_us,
            self.now_us,
        )

    def _leader(self) -> ServerId:
        for server in self.world.members():
            if server.node.role.kind == LEADER:
                return server.id
        return 0

    def _least_term(self) -> int:
        return min(server.node.current_term for server in self.world.members())

    def _deliver_what_is_harmless(self) -> bool:
        """Let a message arrive that tells its target nothing new."""
        for flight in self.world.held:
            message = flight.message
            node = self.world.server(message.target).node
            if message.term <= node.current_term:
                self._deliver(flight, self._reason(flight), forced=False)
                return True
        return False

    def _reason(self, flight: Flight) -> str:
        message = flight.message
        source, target = SERVER_NAMES[message.source], SERVER_NAMES[message.target]
        node = self.world.server(message.target).node
        if isinstance(message, RequestVote):
            if message.term < node.current_term:
                return (
                    f"{source} asks {target} for term {message.term}, which {target} has left for {node.current_term}."
                )
            return (
                f"{source} asks {target} for term {message.term}; by its own timer {target} has voted for itself there."
            )
        return f"The refusal of {source} tells {target} nothing new: both are in term {node.current_term} or beyond."

    def _go_on(self) -> bool:
        """Let time pass: to the next timer, or to the moment at which a message may not be held any longer."""
        world = self.world
        due_us = world.next_us()
        oldest = min(world.held, key=lambda flight: flight.sent_at_us, default=None)
        if oldest is not None and self.max_hold_us is not None:
            limit_us = oldest.sent_at_us + self.max_hold_us
            if due_us == NEVER or limit_us <= due_us:
                self.now_us = max(self.now_us, limit_us)
                held = format_duration(self.max_hold_us)
                source, target = SERVER_NAMES[oldest.message.source], SERVER_NAMES[oldest.message.target]
                why = f"{oldest.message.type_name} from {source} to {target} was held for {held}, which is the bound."
                self._deliver(oldest, why, forced=True)
                return True
        if due_us == NEVER:
            return False
        self.now_us = max(self.now_us, due_us)
        self.checks.fold(world, happen(world))
        return True

    def _deliver(self, flight: Flight, why: str, *, forced: bool) -> None:
        message = flight.message
        act = DeliverMessage(message.source, message.target, message.type_name)
        step = carry_out(self.world, act, self.now_us)
        self.checks.fold(self.world, step)
        self.longest_us = max(self.longest_us, self.now_us - flight.sent_at_us)
        self.choices.append(Choice(self.now_us, message.source, message.target, message.type_name, why, forced))


def randomized(servers: int, seed: int) -> Scenario:
    """The same cluster with the paper's timeouts, drawn anew each time (5.2)."""
    return scenario_for(servers, Dice(seed).below(2**32), (EQUAL_TIMEOUT_US, 2 * EQUAL_TIMEOUT_US))


def equal(servers: int) -> Scenario:
    """A cluster in which all wait equally long."""
    return scenario_for(servers, 1, (EQUAL_TIMEOUT_US, EQUAL_TIMEOUT_US))
