"""One schedule: a cluster and an adversary drawn from a seed, run in place until something breaks or it ends."""

from dataclasses import dataclass, replace
from typing import Final, Protocol

from raft_core.check import Checks, Finding
from raft_core.explore import convergence
from raft_core.explore.adversary import Adversary
from raft_core.explore.dice import Dice
from raft_core.explore.prefix import Prefixed
from raft_core.explore.priorities import Priorities
from raft_core.explore.situation import draw_scenario, preparations
from raft_core.explore.stories import STORIES, Story
from raft_core.role import NEVER
from raft_core.sim.intervention import Intervention, carry_out
from raft_core.sim.settings import Scenario
from raft_core.sim.setup import initial_world
from raft_core.sim.step import Step, happen
from raft_core.sim.world import World
from raft_core.variant import rules_for

STEPS: Final = 200
STRATEGIES: Final = ("faults", "priorities", "prefix")
PORTFOLIO: Final = "portfolio"
_MIX: Final = ("faults", "faults", "priorities", "prefix", "prefix")


class Opponent(Protocol):
    """What decides what happens next."""

    def next(self, step: Step | None) -> Intervention | None:
        """What to do after a step, None to let things take their course; without a step nothing happens by itself."""


@dataclass(slots=True, frozen=True)
class Deed:
    """An intervention of a schedule: the position it became, and when."""

    position: int
    time_us: int
    intervention: Intervention


@dataclass(slots=True, frozen=True)
class Outcome:
    """How a schedule ended. A scenario and its deeds are a recording: running them again gives the same findings.

    The last deeds, as many as `healing` says, ended the faults.
    """

    seed: int
    scenario: Scenario
    deeds: tuple[Deed, ...]
    steps: int
    findings: tuple[Finding, ...]
    strategy: str = "faults"
    healing: int = 0


def run_schedule(
    seed: int,
    variant: tuple[str, ...] = (),
    smallest: int = 2,
    largest: int = 7,
    steps: int = STEPS,
    strategy: str = PORTFOLIO,
    converge: bool = False,
    wanted: frozenset[str] = frozenset(),
    given: Scenario | None = None,
) -> Outcome:
    """The schedule of a seed, against the rules of a variant.

    It ends with the first step that breaks a property: one of those that are wanted, or any when none is named. In a
    cluster that is given, it begins by setting the variant and the options that were drawn.

    With `converge` the faults are healed at the end and the cluster has to get on; if it does not, that is a finding of
    `liveness`. Raises ValueError for an unknown variant or strategy.
    """
    if strategy not in (*STRATEGIES, PORTFOLIO):
        raise ValueError(f"{strategy!r} is not a strategy; strategies are {', '.join(STRATEGIES)} and {PORTFOLIO}")
    dice = Dice(seed)
    chosen = dice.pick(_MIX) if strategy == PORTFOLIO else strategy
    scenario = draw_scenario(dice, smallest, largest, variant)
    if chosen == "priorities":
        settings = replace(scenario.settings, network="manual", timers="manual", leader_stickiness=False)
        scenario = replace(scenario, settings=settings)
    story = dice.pick(STORIES)
    if chosen == "prefix":
        scenario = story.fit(scenario, smallest, largest)
    first = preparations(given, scenario) if given is not None else []
    world = initial_world(given or scenario, rules_for)
    checks = Checks(world)
    deeds: list[Deed] = []
    for act in first:
        _do(world, checks, deeds, act)
    _play(world, checks, _opponent(chosen, world, dice, story), steps, deeds, wanted)
    before = len(deeds)
    if converge and not checks.findings:
        _end(world, checks, deeds)
    healing = len(deeds) - before
    return Outcome(seed, given or scenario, tuple(deeds), world.position, tuple(checks.findings), chosen, healing)


def _opponent(strategy: str, world: World, dice: Dice, story: Story) -> Opponent:
    if strategy == "priorities":
        return Priorities(world, dice)
    return Prefixed(world, dice, story) if strategy == "prefix" else Adversary(world, dice)


def _play(
    world: World, checks: Checks, opponent: Opponent, steps: int, deeds: list[Deed], wanted: frozenset[str]
) -> None:
    step: Step | None = None
    idle = 0
    while world.position < steps and idle < steps:
        act = opponent.next(step)
        if act is not None and act.refusal(world) is None:
            step, found = _do(world, checks, deeds, act)
        elif world.next_us() != NEVER:
            step = happen(world)
            found = checks.fold(world, step)
        else:
            # Timers wait for a hand, or everything is down: the adversary has to think of something.
            step = None
            idle += 1
            continue
        if found and (not wanted or any(finding.property in wanted for finding in found)):
            return


def _do(world: World, checks: Checks, deeds: list[Deed], act: Intervention) -> tuple[Step, list[Finding]]:
    step = carry_out(world, act, world.time_us)
    deeds.append(Deed(step.position, step.time_us, act))
    return step, checks.fold(world, step)


def _end(world: World, checks: Checks, deeds: list[Deed]) -> None:
    """Heal everything, and see whether the cluster gets on."""
    recovery = convergence.recovers(world, checks)
    deeds += [Deed(step.position, step.time_us, act) for step, act in recovery.acts]
    if not recovery.got_on:
        checks.note(world, "liveness", convergence.says(world))
