"""One schedule: a cluster and an adversary drawn from a seed, run in place until something breaks or it ends."""

from dataclasses import dataclass

from raft_core.check import Checks, Finding
from raft_core.explore.adversary import Adversary
from raft_core.explore.dice import Dice
from raft_core.explore.situation import draw_scenario
from raft_core.role import NEVER
from raft_core.sim.intervention import Intervention, carry_out
from raft_core.sim.settings import Scenario
from raft_core.sim.setup import initial_world
from raft_core.sim.step import Step, happen
from raft_core.variant import rules_for

STEPS = 200


@dataclass(slots=True, frozen=True)
class Deed:
    """An intervention of a schedule: the position it became, and when."""

    position: int
    time_us: int
    intervention: Intervention


@dataclass(slots=True, frozen=True)
class Outcome:
    """How a schedule ended. A scenario and its deeds are a recording: running them again gives the same findings."""

    seed: int
    scenario: Scenario
    deeds: tuple[Deed, ...]
    steps: int
    findings: tuple[Finding, ...]


def run_schedule(
    seed: int, variant: tuple[str, ...] = (), smallest: int = 2, largest: int = 5, steps: int = STEPS
) -> Outcome:
    """The schedule of a seed, against the rules of a variant; it ends with the first step that breaks anything.

    Raises ValueError for an unknown variant.
    """
    dice = Dice(seed)
    scenario = draw_scenario(dice, smallest, largest, variant)
    world = initial_world(scenario, rules_for)
    checks = Checks(world)
    adversary = Adversary(world, dice)
    deeds: list[Deed] = []
    step: Step | None = None
    while world.position < steps:
        act = adversary.next(step)
        if act is not None and act.refusal(world) is None:
            step = carry_out(world, act, world.time_us)
            deeds.append(Deed(step.position, step.time_us, act))
        elif world.next_us() != NEVER:
            step = happen(world)
        else:
            # Timers wait for a hand, or everything is down: the adversary has to think of something.
            step = None
            continue
        if checks.fold(world, step):
            break
    return Outcome(seed, scenario, tuple(deeds), world.position, tuple(checks.findings))
