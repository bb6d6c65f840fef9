"""What a learner, a script or an adversary does to the world: one class each, in the imperative.

An intervention first says whether the world lets it (`refusal`), then does it (`carry_out`). A refused one changes
nothing. `directive` is its line of Raft script.
"""

from raft_core.sim.intervention.base import REFUSAL_RULES, Intervention, Refusal
from raft_core.sim.intervention.clients import InvokeClient
from raft_core.sim.intervention.cluster import SetSetting
from raft_core.sim.intervention.links import ChangeLink, CutLink, HealEverything, HealLink, Isolate, Partition
from raft_core.sim.intervention.membership import (
    ChangeMembership,
    TakeSnapshot,
    TransferLeadership,
    add_server,
    promote,
    reconfigure,
    remove,
)
from raft_core.sim.intervention.messages import DelayMessage, DeliverMessage, DropMessage, DuplicateMessage
from raft_core.sim.intervention.servers import (
    ChangeClock,
    ChangeDisk,
    Crash,
    ExpireElectionTimer,
    ExpireHeartbeatTimer,
    Pause,
    Restart,
    Resume,
    Wipe,
)
from raft_core.sim.step import BY_INTERVENTION, Cause, Step, begin, finish
from raft_core.sim.world import World

__all__ = [
    "REFUSAL_RULES",
    "ChangeClock",
    "ChangeDisk",
    "ChangeLink",
    "ChangeMembership",
    "Crash",
    "CutLink",
    "DelayMessage",
    "DeliverMessage",
    "DropMessage",
    "DuplicateMessage",
    "ExpireElectionTimer",
    "ExpireHeartbeatTimer",
    "HealEverything",
    "HealLink",
    "Intervention",
    "InvokeClient",
    "Isolate",
    "Partition",
    "Pause",
    "Refusal",
    "Restart",
    "Resume",
    "SetSetting",
    "TakeSnapshot",
    "TransferLeadership",
    "Wipe",
    "add_server",
    "carry_out",
    "perform",
    "promote",
    "reconfigure",
    "remove",
]


def perform(world: World, intervention: Intervention, time_us: int, who: str = "") -> Step | Refusal:
    """Carry an intervention out as the next step, in place; or refuse it and change nothing."""
    refusal = intervention.refusal(world)
    return carry_out(world, intervention, time_us, who) if refusal is None else refusal


def carry_out(world: World, intervention: Intervention, time_us: int, who: str = "") -> Step:
    """Carry out, in place, an intervention that is not refused."""
    begin(world, time_us)
    found = intervention.carry_out(world)
    cause = Cause(BY_INTERVENTION, 0, world.position - 1) if found is None else found
    cause.kind = BY_INTERVENTION
    cause.intervention = intervention
    cause.who = who
    return finish(world, cause)
