"""A run as Raft script: the set-up, and the interventions with what passes between them."""

from collections.abc import Sequence

from raft_core.script import format_scenario
from raft_core.sim.settings import Scenario
from raft_core.sim.step import Step
from raft_core.sim.timeline import Recorded
from raft_core.units import format_duration


def script_text(scenario: Scenario, steps: Sequence[Step], records: Sequence[Recorded], now_us: int) -> str:
    """A script that does what was done, and ends at the last step, at time `now_us`."""
    lines = [format_scenario(scenario).rstrip("\n")]
    position, time_us = 0, 0

    def wait(until_position: int, until_us: int) -> None:
        """Directives that lead to just before an intervention: so many steps, then the rest of the time."""
        nonlocal position, time_us
        ahead = steps[position:until_position]
        if ahead and ahead[-1].time_us == until_us:
            lines.append(f"step {len(ahead)}")  # more may be due at this instant, so a time would say too much
        elif until_us > time_us:
            lines.append(f"run {format_duration(until_us - time_us)}")
        position, time_us = until_position, until_us

    for record in records:
        wait(record.position - 1, record.time_us)
        lines.append(record.directive)
        position += 1
        end = len(steps) if record.count is None else record.position - 1 + record.count
        while record.intervention is None and position < end and steps[position].is_settling:
            position += 1
        if position:
            time_us = max(time_us, steps[position - 1].time_us)
    wait(len(steps), now_us)
    return "\n".join(lines) + "\n"
