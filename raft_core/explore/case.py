"""A counterexample as something to run again and to make smaller: a cluster, and interventions with steps between."""

from dataclasses import dataclass, replace

from raft_core.check import Checks, Finding
from raft_core.explore import convergence
from raft_core.explore.schedule import Outcome
from raft_core.ids import SERVER_NAMES
from raft_core.role import NEVER
from raft_core.script.start import format_scenario
from raft_core.sim.intervention import Intervention, SetSetting, carry_out
from raft_core.sim.settings import Scenario, changed
from raft_core.sim.setup import initial_world
from raft_core.sim.step import happen
from raft_core.sim.world import World
from raft_core.units import format_duration
from raft_core.variant import find, rules_for


@dataclass(slots=True, frozen=True)
class Act:
    """Let so many steps pass, then intervene."""

    steps: int
    intervention: Intervention


@dataclass(slots=True, frozen=True)
class Case:
    """What leads to a finding of a property: `tail` steps follow the last act.

    When `waits`, the harm is that nothing happens any more, so the cluster is healed then, and given time. When
    `given`, the cluster stays as it is, and only what is done to it may become less.
    """

    scenario: Scenario
    acts: tuple[Act, ...]
    tail: int
    breaks: str
    waits: bool = False
    given: bool = False


@dataclass(slots=True, frozen=True)
class Replay:
    """A case as it ran: what it found, if it did, the acts that were not refused, and the steps after the last one.

    `ended` is what healed the cluster, and what it was asked then.
    """

    finding: Finding | None
    acts: tuple[Act, ...]
    tail: int
    ended: tuple[Act, ...] = ()


def case_of(outcome: Outcome, name: str, given: bool = False) -> Case:
    """The case of a schedule that found a property broken."""
    # Only the wait at the end of a schedule finds something that no server did.
    waits = name == "liveness" and any(finding.property == name and not finding.servers for finding in outcome.findings)
    deeds = outcome.deeds[: len(outcome.deeds) - outcome.healing] if waits else outcome.deeds
    acts: list[Act] = []
    position = 0
    for deed in deeds:
        acts.append(Act(deed.position - position - 1, deed.intervention))
        position = deed.position
    end = outcome.deeds[len(deeds)].position - 1 if waits else outcome.steps
    return Case(outcome.scenario, tuple(acts), end - position, name, waits, given)


def play(case: Case) -> Replay:
    """Run a case up to its finding. Acts that are refused are left out, their steps are not."""
    world = initial_world(case.scenario, rules_for)
    checks = Checks(world)
    done: list[Act] = []
    passed = 0
    for act in case.acts:
        walked = _walk(world, checks, act.steps, case.breaks)
        passed += walked
        finding = _found(checks, case.breaks)
        if finding is not None:
            return Replay(finding, tuple(done), passed)
        if act.intervention.refusal(world) is None:
            checks.fold(world, carry_out(world, act.intervention, world.time_us))
            done.append(Act(passed, act.intervention))
            passed = 0
            finding = _found(checks, case.breaks)
            if finding is not None:
                return Replay(finding, tuple(done), 0)
    passed += _walk(world, checks, case.tail, case.breaks)
    if case.waits:
        return _wait_for_progress(world, checks, tuple(done), passed)
    return Replay(_found(checks, case.breaks), tuple(done), passed)


def _wait_for_progress(world: World, checks: Checks, done: tuple[Act, ...], passed: int) -> Replay:
    position = world.position - passed
    recovery = convergence.recovers(world, checks)
    if not recovery.got_on and not checks.findings:
        checks.note(world, "liveness", convergence.says(world))
    ended: list[Act] = []
    for step, act in recovery.acts:
        ended.append(Act(step.position - position - 1, act))
        position = step.position
    return Replay(_found(checks, "liveness"), done, passed, tuple(ended))


def script_of(case: Case, replay: Replay, origin: str) -> str:
    """The case as Raft script that fails the protocol in the same way, with a sentence on what happened."""
    if replay.finding is None:
        raise ValueError("a case without a finding tells no story")
    lines = [f"# {line}" for line in _story(case, replay.finding, origin)]
    lines.append(format_scenario(case.scenario).rstrip())
    for act in (*replay.acts, *replay.ended):
        if act.steps:
            lines.append(f"step {act.steps}" if act.steps > 1 else "step")
        lines.append(act.intervention.directive)
    if case.waits:
        stuck = "not converged or leader = none"
        if any(convergence.LAST_CLIENT in act.intervention.directive for act in replay.ended):
            stuck += f" or {convergence.LAST_CLIENT}.last != ok"
        lines += [f"run {format_duration(_patience_us(case))}", f"expect {stuck}"]
    else:
        lines += [f"step {replay.tail}"] if replay.tail else []
        lines.append(f"expect violated.{case.breaks}")
    return "\n".join(lines) + "\n"


def with_servers(case: Case, count: int) -> Case:
    """The case with fewer voters, those of the highest numbers gone."""
    scenario = case.scenario
    gone = scenario.servers[count:]
    names = {SERVER_NAMES[server] for server in gone}
    acts = tuple(act for act in case.acts if not names & set(_words(act.intervention)))
    starts = tuple(start for start in scenario.starts if start.server not in gone)
    return replace(case, scenario=replace(scenario, servers=scenario.servers[:count], starts=starts), acts=acts)


def _words(intervention: Intervention) -> list[str]:
    text = intervention.directive
    for sign in "-><|=,":
        text = text.replace(sign, " ")
    return text.split()


def _walk(world: World, checks: Checks, steps: int, name: str) -> int:
    """Let steps pass until the property breaks; returns how many there were."""
    for done in range(steps):
        if world.next_us() == NEVER:
            return done
        checks.fold(world, happen(world))
        if checks.findings and _found(checks, name) is not None:
            return done + 1
    return steps


def _found(checks: Checks, name: str) -> Finding | None:
    for finding in checks.findings:
        if finding.property == name:
            return finding
    return None


def _patience_us(case: Case) -> int:
    return max(convergence.LEAST_US, convergence.PATIENCE * case.scenario.settings.election_timeout[1])


def _story(case: Case, finding: Finding, origin: str) -> list[str]:
    set_later = [act.intervention for act in case.acts if isinstance(act.intervention, SetSetting)]
    settings = changed(case.scenario.settings, tuple(pair for act in set_later for pair in act.pairs))
    names = settings.variant
    rule = ", ".join(find(name).title for name in names) or "The protocol as it should be"
    return [f"{rule} ({', '.join(names) or 'no variant'}): {case.breaks}. {origin}", finding.says]
