"""Linearizability of a client history (8, dissertation 6.3), after Wing and Gong, with Lowe's memory of what failed.

Is there an order of the operations that one copy of the data could have executed, in which each takes effect between
its invocation and its completion? Keys are independent, so each is searched alone.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from raft_core.check.history import PENDING, Call, meaning

BUDGET: Final = 2_000_000
"""How many orders of one key are looked at before the answer is "unknown"."""


def linearizable(
    calls: Sequence[Call],
    values: Mapping[str, str] | None = None,
    budget: int = BUDGET,
    stop: Callable[[], bool] | None = None,
) -> str:
    """Say "yes", "no", or "unknown" when the budget is used up or `stop` asks for it.

    `values` is what the keys hold before the first operation. Equal times are concurrent.
    """
    keys: dict[str, list[Call]] = {}
    for call in calls:
        keys.setdefault(call.command.key, []).append(call)
    answer = "yes"
    for key in sorted(keys):
        found = _Search(keys[key], budget, stop).run(values.get(key) if values is not None else None)
        if found == "no":
            return found
        if found == "unknown":
            answer = found
    return answer


class _Search:
    """A depth-first search for an order of the operations on one key.

    Operations are numbered by invocation. An operation may come next when it was invoked before any other that is not
    in the order yet was completed. `seen` holds what led nowhere: which operations are in the order, as bits, and the
    value they leave behind.
    """

    __slots__ = ("_budget", "_calls", "_ends", "_must", "_stop")

    def __init__(self, calls: Sequence[Call], budget: int, stop: Callable[[], bool] | None) -> None:
        self._calls = sorted(calls, key=lambda call: (call.invoked, call.completed))
        self._budget = budget
        self._stop = stop
        latest = max((max(call.invoked, call.completed) for call in calls), default=0) + 1
        self._ends = [latest if call.completed == PENDING else call.completed for call in self._calls]
        self._must = sum(1 << number for number, call in enumerate(self._calls) if call.completed != PENDING)

    def run(self, first: str | None) -> str:
        """The answer for this key, which holds a first value."""
        seen = {(0, first)}
        # What is still to be tried: an order as bits and value, and how many operations from the front are in it.
        open_: list[tuple[int, str | None, int]] = [(0, first, 0)]
        spent = 0
        while open_:
            done, value, front = open_.pop()
            if done & self._must == self._must:
                return "yes"
            spent += 1
            if spent > self._budget or (self._stop is not None and spent % 256 == 0 and self._stop()):
                return "unknown"
            while done >> front & 1:
                front += 1
            for number in self._candidates(done, front):
                call = self._calls[number]
                after, result = meaning(call.command, value)
                if call.completed != PENDING and result != call.result:
                    continue
                state = (done | 1 << number, after)
                if state not in seen:
                    seen.add(state)
                    open_.append((*state, front))
        return "no"

    def _candidates(self, done: int, front: int) -> list[int]:
        """The operations that may come next, the one that ends first last, so that it is tried first."""
        candidates, deadline = [], self._ends[front]
        for number in range(front, len(self._calls)):
            if self._calls[number].invoked > deadline:
                break
            if not done >> number & 1:
                candidates.append(number)
                deadline = min(deadline, self._ends[number])
        candidates.sort(key=lambda number: -self._ends[number])
        return [number for number in candidates if self._calls[number].invoked <= deadline]
