"""What a variant is: one decision of the protocol, changed on purpose."""

from collections.abc import Callable
from dataclasses import dataclass

from raft_core.rules import Rules


@dataclass(slots=True, frozen=True)
class Variant:
    """A change of one decision, with its story.

    `ids` are the catalogue's names for it, `citation` is the section whose sentence it breaks, `violates` the
    properties that must find it, `smallest_cluster` how many servers it takes, and `rules` changes the rules.
    """

    name: str
    ids: tuple[str, ...]
    title: str
    story: str
    citation: str
    violates: tuple[str, ...]
    smallest_cluster: int
    rules: Callable[[Rules], Rules]
