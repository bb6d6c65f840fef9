"""The same question asked while a history grows: which values could one copy of the data hold now?

Lowe's just-in-time linearization: an operation takes effect at the latest when it completes, and others only because
one that completes needs them before it. What is left to know of the past is then small.
"""

from typing import Final, TypeAlias

from raft_core.check.history import meaning
from raft_core.machine import Command, Result

WIDTH: Final = 4_000
"""How many possibilities of one key are followed before the answer is "unknown"."""

Effects: TypeAlias = frozenset[tuple[int, Result]]
"""The pending operations that took effect already, with the results they must give."""

Possibility: TypeAlias = tuple["str | None", Effects]


class Frontier:
    """All that one copy of a key could be, given what clients saw so far. Immutable: each event makes a new one.

    `possible` is empty when no order explains the history, None when there are too many to follow.
    """

    __slots__ = ("pending", "possible")

    def __init__(self, pending: dict[int, Command], possible: frozenset[Possibility] | None) -> None:
        self.pending = pending
        self.possible = possible

    @property
    def verdict(self) -> str:
        """yes, no or unknown."""
        if self.possible is None:
            return "unknown"
        return "yes" if self.possible else "no"

    def invoked(self, number: int, command: Command) -> "Frontier":
        """An operation begins; `number` is its own."""
        return Frontier({**self.pending, number: command}, self.possible)

    def refused(self, number: int) -> "Frontier":
        """An operation did not happen: where it did is not possible."""
        pending = {other: command for other, command in self.pending.items() if other != number}
        if self.possible is None:
            return Frontier(pending, None)
        left = [(value, effects) for value, effects in self.possible if all(done != number for done, _ in effects)]
        return Frontier(pending, frozenset(left))

    def completed(self, number: int, result: Result) -> "Frontier":
        """An operation ends with a result: it took effect by now, alone or after others that are pending."""
        pending = {other: command for other, command in self.pending.items() if other != number}
        if self.possible is None:
            return Frontier(pending, None)
        if not pending and len(self.possible) == 1:
            # Alone, as most operations are: the general way below would come to the same.
            ((value, effects),) = self.possible
            if not effects:
                after, got = meaning(self.pending[number], value)
                return Frontier(pending, frozenset({(after, effects)} if got == result else ()))
        open_ = list(self.possible)
        seen = set(open_)
        left: set[Possibility] = set()
        while open_:
            if len(seen) > WIDTH:
                return Frontier(pending, None)
            value, effects = open_.pop()
            if (number, result) in effects:
                left.add((value, effects - {(number, result)}))
                continue
            done = {other for other, _ in effects}
            if number in done:
                continue
            for other, command in self.pending.items():
                if other in done:
                    continue
                after, got = meaning(command, value)
                reached = (after, effects | {(other, got)})
                if reached not in seen:
                    seen.add(reached)
                    open_.append(reached)
        return Frontier(pending, frozenset(left))


UNTOUCHED: Final = Frontier({}, frozenset({(None, frozenset())}))
"""A key that no client has touched."""
