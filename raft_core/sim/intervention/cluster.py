"""Interventions on the cluster as a whole."""

from dataclasses import dataclass

from raft_core.event import SettingChanged
from raft_core.ids import NOBODY
from raft_core.role import LEADER, NEVER, Leader
from raft_core.sim.intervention.base import Intervention, Refusal
from raft_core.sim.settings import changed, format_setting
from raft_core.sim.world import World
from raft_core.transition import Turn


@dataclass(slots=True, frozen=True)
class SetSetting(Intervention):
    """Change settings of the running cluster: pairs of key and value as a script writes them."""

    pairs: tuple[tuple[str, str], ...]

    @property
    def directive(self) -> str:
        return "set " + " ".join(f"{key}={value}" for key, value in self.pairs)

    def refusal(self, world: World) -> Refusal | None:
        return None

    def carry_out(self, world: World) -> None:
        before = world.settings
        world.change_settings(changed(before, self.pairs))
        for key, _ in self.pairs:
            world.events.append(SettingChanged(key, format_setting(world.settings, key)))
        if before.network != world.settings.network:
            world.switch_network()
        if before.timers != world.settings.timers:
            self._switch_timers(world)
        elif before.check_quorum != world.settings.check_quorum:
            for server in world.members():
                if server.up and server.node.role.kind == LEADER:
                    world.react(server.id, _start_or_stop_check, None)

    def _switch_timers(self, world: World) -> None:
        """Stop every timer, or start every timer anew."""
        for server in world.members():
            world.alarms[server.id] = NEVER
            if world.settings.timers == "auto" and server.up:
                world.react(server.id, _start_timer, None)


def _start_timer(turn: Turn, _: None) -> None:
    if turn.node.role.kind == LEADER:
        turn.arm_heartbeat_timer()
        if turn.options.check_quorum:
            turn.node.quorum_deadline_us = turn.now_us + turn.least_timeout_us
        if isinstance(turn.node.role, Leader) and turn.node.role.transfer_to != NOBODY:
            turn.node.transfer_deadline_us = turn.now_us + turn.least_timeout_us
    else:
        turn.arm_election_timer()


def _start_or_stop_check(turn: Turn, _: None) -> None:
    is_on = turn.options.check_quorum
    turn.node.quorum_deadline_us = turn.now_us + turn.least_timeout_us if is_on else NEVER
