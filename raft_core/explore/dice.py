"""The chance of a schedule: a stream of draws that depends on its seed and nothing else."""

from collections.abc import Sequence
from typing import Final, TypeVar

from raft_core.sim.chance import draw

X = TypeVar("X")

SCHEDULE: Final = 100
"""The purpose of these draws, apart from those of the simulated world."""


class Dice:
    """Draws in a row. Equal seeds give equal rows."""

    __slots__ = ("_count", "_seed")

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._count = 0

    def below(self, limit: int) -> int:
        """A number from 0 to limit - 1."""
        self._count += 1
        return draw(self._seed, SCHEDULE, 0, self._count) % limit

    def between(self, low: int, high: int) -> int:
        """A number from low to high, both included."""
        return low + self.below(high - low + 1)

    def happens(self, percent: int) -> bool:
        """True in so many of a hundred cases."""
        return self.below(100) < percent

    def pick(self, choices: Sequence[X]) -> X:
        """One of several. Raises IndexError when there are none."""
        return choices[self.below(len(choices))]

    def shuffled(self, things: Sequence[X]) -> list[X]:
        """All of several, in another order."""
        rest = list(things)
        return [rest.pop(self.below(len(rest))) for _ in things]
