"""The same question asked while a history grows: which values could one copy of the data hold now?

Lowe's just-in-time linearization: an operation takes effect at the latest when it completes, and others only because
one that completes needs them before it. What is left to know of the past is then small.
"""

from collections import deque
from typing import Final, TypeAlias

from raft_core.check.history import meaning
from raft_core.machine import Command, Result

WIDTH: Final = 4_000
"""How many possibilities of one key are followed before the answer is "unknown"."""

Effects: TypeAlias = frozenset[tuple[int, Result]]
Possibility: TypeAlias = tuple["str | None", Effects, frozenset[int]]
"""A value; the pending operations that took effect already, with their results; the abandoned ones that did.

Of two that differ only in the abandoned ones, the one with fewer of them can do all that the other can.
"""

_NONE: Final[Effects] = frozenset()
_NO_NUMBERS: Final[frozenset[int]] = frozenset()


class Frontier:
    """All that one copy of a key could be, given what clients saw so far. Immutable: each event makes a new one.

    `pending` holds the operations that may complete, `abandoned` those of which nobody will hear again. `possible` is
    empty when no order explains the history, None when there are too many to follow.
    """

    __slots__ = ("_abandoned", "_pending", "_possible")

    def __init__(
        self,
        pending: dict[int, Command],
        abandoned: dict[int, Command],
        possible: tuple[Possibility, ...] | None,
    ) -> None:
        self._pending = pending
        self._abandoned = abandoned
        self._possible = possible

    @classmethod
    def holding(cls, value: str | None) -> "Frontier":
        """A key that no client has touched."""
        return cls({}, {}, ((value, _NONE, _NO_NUMBERS),))

    @property
    def verdict(self) -> str:
        """yes, no or unknown."""
        if self._possible is None:
            return "unknown"
        return "yes" if self._possible else "no"

    def invoked(self, number: int, command: Command) -> "Frontier":
        """An operation begins; `number` is its own."""
        return Frontier({**self._pending, number: command}, self._abandoned, self._possible)

    def refused(self, number: int) -> "Frontier":
        """An operation did not happen: where it did is not possible."""
        left = self._possible
        if left is not None:
            left = tuple([one for one in left if all(done != number for done, _ in one[1])])
        return Frontier(_without(self._pending, number), self._abandoned, left)

    def given_up(self, number: int) -> "Frontier":
        """Nobody will hear of an operation again: it may take effect at any time, or never."""
        abandoned = {**self._abandoned, number: self._pending[number]}
        left = self._possible
        if left is not None:
            left = tuple([_give_up(one, number) for one in left])
        return Frontier(_without(self._pending, number), abandoned, left)

    def completed(self, number: int, result: Result) -> "Frontier":
        """An operation ends with a result: it took effect by now, alone or after others."""
        possible = self._possible
        if possible is not None and len(possible) == len(self._pending) == 1 and not self._abandoned:
            # Alone, as most operations are: the general way below would come to the same.
            value, effects, used = possible[0]
            if not effects:
                after, got = meaning(self._pending[number], value)
                return Frontier({}, self._abandoned, ((after, effects, used),) if got == result else ())
        after_all = self._after(number, result) if possible is not None else None
        return Frontier(_without(self._pending, number), self._abandoned, after_all)

    def _after(self, number: int, result: Result) -> tuple[Possibility, ...] | None:
        """Every way to let the operation take effect now, after any others in any order."""
        reached = _Reached()
        left = _Reached()
        for one in self._possible or ():
            reached.add(one)
        while reached.new:
            if reached.count > WIDTH:
                return None
            value, effects, used = reached.new.popleft()
            if (number, result) in effects:
                left.add((value, effects - {(number, result)}, used))
                continue
            done = {other for other, _ in effects}
            if number in done:
                continue
            for other, command in self._pending.items():
                if other not in done:
                    after, got = meaning(command, value)
                    reached.add((after, effects | {(other, got)}, used))
            for other, command in self._abandoned.items():
                if other not in used:
                    reached.add((meaning(command, value)[0], effects, used | {other}))
        return tuple(left.new)


class _Reached:
    """Possibilities, without those that another one makes needless; shorter orders come first."""

    __slots__ = ("_least", "count", "new")

    def __init__(self) -> None:
        self.new: deque[Possibility] = deque()
        self.count = 0
        self._least: dict[tuple[str | None, Effects], list[frozenset[int]]] = {}

    def add(self, one: Possibility) -> None:
        value, effects, used = one
        least = self._least.setdefault((value, effects), [])
        if not any(other <= used for other in least):
            least.append(used)
            self.count += 1
            self.new.append(one)


def _give_up(one: Possibility, number: int) -> Possibility:
    value, effects, used = one
    left = frozenset([(done, result) for done, result in effects if done != number])
    return one if len(left) == len(effects) else (value, left, used | {number})


def _without(commands: dict[int, Command], number: int) -> dict[int, Command]:
    return {other: command for other, command in commands.items() if other != number}


UNTOUCHED: Final = Frontier.holding(None)
"""A key that nobody has touched."""
