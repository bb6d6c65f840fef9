"""What every checker is: it watches some kinds of events, and remembers what no single server knows.

A checker reads the world after the step, and may keep entries, disk states and events of it, which never change; never
servers, which do.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from raft_core.check.chronicle import Chronicle
from raft_core.check.finding import Findings
from raft_core.ids import ServerId
from raft_core.log import Log
from raft_core.node import Node
from raft_core.sim.world import World

Watch: TypeAlias = Callable[[World, Any], None]
"""Called with the world after the step, and one of its events or sent messages."""


class Checker(ABC):
    """A family of properties."""

    __slots__ = ("chronicle", "findings")

    def __init__(self, chronicle: Chronicle, findings: Findings) -> None:
        self.chronicle = chronicle
        self.findings = findings

    @abstractmethod
    def watches(self) -> Mapping[type, Watch]:
        """What it wants to see: kinds of events, and types of messages at the moment when they are sent."""

    @abstractmethod
    def copy(self, chronicle: Chronicle, findings: Findings) -> "Checker":
        """A checker that knows the same and goes its own way, with a chronicle and findings of its own."""


def node_of(world: World, server: ServerId) -> Node:
    """A server's node, for looking at. Raises KeyError when there is no such server."""
    found = world.servers[server]
    if found is None:
        raise KeyError(f"there is no S{server}")
    return found.node


def entry_words(log: Log, index: int) -> str:
    """An entry as a phrase: put x 1 (term 2, index 5)."""
    if not log.base_index < index <= log.last_index:
        return f"nothing at index {index}"
    entry = log.entry(index)
    return f"{entry.words} (term {entry.term}, index {index})"
