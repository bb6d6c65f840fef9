"""The smallest part of a history that shows why it is not linearizable."""

from collections.abc import Mapping, Sequence

from raft_core.check.history import PENDING, Call
from raft_core.check.linearizability import linearizable


def smallest_window(
    calls: Sequence[Call], values: Mapping[str, str] | None = None, budget: int = 200_000
) -> list[Call]:
    """Operations on one key that cannot be ordered, none of which can be left out; by invocation.

    The history must not be linearizable. What is left out never makes the rest worse: a read takes nothing with it, and
    a write goes only when nobody saw what it wrote.
    """
    window = _failing_key(calls, values, budget)
    window = _until_it_fails(window, values, budget)
    shrunk = True
    while shrunk:
        shrunk = False
        for call in list(window):
            rest = [other for other in window if other is not call]
            if _may_go(call, rest) and linearizable(rest, values, budget) == "no":
                window, shrunk = rest, True
    return sorted(window, key=lambda call: (call.invoked, call.completed))


def _failing_key(calls: Sequence[Call], values: Mapping[str, str] | None, budget: int) -> list[Call]:
    for key in sorted({call.command.key for call in calls}):
        of_key = [call for call in calls if call.command.key == key]
        if linearizable(of_key, values, budget) == "no":
            return of_key
    raise ValueError("this history is linearizable; it has no window that is not")


def _until_it_fails(calls: list[Call], values: Mapping[str, str] | None, budget: int) -> list[Call]:
    """What had begun when the first impossible answer was given; what was not over then counts as pending."""
    ends = sorted({call.completed for call in calls if call.completed != PENDING})
    low, high = 0, len(ends) - 1
    while low < high:
        middle = (low + high) // 2
        if linearizable(_before(calls, ends[middle]), values, budget) == "no":
            high = middle
        else:
            low = middle + 1
    return _before(calls, ends[low]) if ends else calls


def _before(calls: list[Call], time: int) -> list[Call]:
    cut: list[Call] = []
    for call in calls:
        if call.completed != PENDING and call.completed <= time:
            cut.append(call)
        elif call.invoked <= time and call.command.op != "get":
            cut.append(Call(call.client, call.command, call.invoked, PENDING, None))
    return cut


def _may_go(call: Call, rest: list[Call]) -> bool:
    """Whether the rest can be judged without an operation."""
    if call.command.op == "get":
        return True
    if call.completed != PENDING and call.command.op == "cas" and call.result is False:
        return True
    if any(other.command.op == "append" for other in [call, *rest]):
        return False
    seen = {other.result for other in rest if other.command.op == "get"}
    compared = {other.command.expected for other in rest if other.command.op == "cas"}
    written = None if call.command.op == "delete" else call.command.value
    fails = any(other.command.op == "cas" and other.result is False for other in rest)
    return written not in seen and written not in compared and not fails
