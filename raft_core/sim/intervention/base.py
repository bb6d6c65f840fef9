"""What every intervention offers, and what a refusal says."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Final

from raft_core.ids import SERVER_NAMES, ServerId
from raft_core.sim.step import Cause
from raft_core.sim.world import World

REFUSAL_RULES: Final = (
    "already_paused",
    "already_up",
    "change_pending",
    "does_not_lead",
    "last_voter",
    "leads",
    "manual_network",
    "no_configuration",
    "no_leader",
    "no_such_message",
    "no_such_server",
    "no_stickiness",
    "not_a_learner",
    "not_a_member",
    "not_a_voter",
    "not_caught_up",
    "not_paused",
    "not_running",
    "nothing_of_own_term",
    "nothing_to_change",
    "nothing_to_compact",
    "operation_pending",
    "still_up",
    "too_many_clients",
    "transfer_pending",
)
"""Every rule that refuses: what `refused.RULE` may name."""


@dataclass(slots=True, frozen=True)
class Refusal:
    """Why an intervention is impossible now: the rule's name, a sentence, and where the rule comes from."""

    rule: str
    says: str
    citation: str = ""


class Intervention(ABC):
    """Something done to the world from outside."""

    @property
    @abstractmethod
    def directive(self) -> str:
        """Its line of Raft script; parsing it gives an equal intervention."""

    @abstractmethod
    def refusal(self, world: World) -> Refusal | None:
        """Why the world does not let it happen now; None when it does."""

    @abstractmethod
    def carry_out(self, world: World) -> Cause | None:
        """Do it, in place. Returns the cause when it is more than the intervention itself (a message, a timer)."""


def missing_server(world: World, *servers: ServerId) -> Refusal | None:
    """The refusal for a server that does not exist."""
    for server in servers:
        if world.servers[server] is None:
            names = ", ".join(SERVER_NAMES[member.id] for member in world.members())
            return Refusal("no_such_server", f"there is no {SERVER_NAMES[server]}; the cluster has {names}")
    return None


def not_running(world: World, server: ServerId) -> Refusal | None:
    """The refusal for a server on which nothing runs."""
    found = world.server(server)
    if found.runs:
        return None
    state = "paused" if found.up else "stopped"
    return Refusal("not_running", f"{SERVER_NAMES[server]} is {state}; nothing runs on it")
