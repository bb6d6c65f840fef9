"""Linearizability: known histories, and random ones against a search by hand and against the growing frontier."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from raft_core.check import PENDING, Call, linearizable
from raft_core.check.frontier import UNTOUCHED
from raft_core.check.history import meaning
from raft_core.machine import Command, Result


def call(
    op: str,
    value: str | None,
    invoked: int,
    completed: int,
    result: Result = None,
    key: str = "x",
    expected: str | None = None,
) -> Call:
    return Call("c1", Command(op, key, value, expected), invoked, completed, result)


def test_nothing_happened() -> None:
    assert linearizable([]) == "yes"


def test_a_read_after_a_write_sees_it() -> None:
    assert linearizable([call("put", "1", 0, 1), call("get", None, 2, 3, "1")]) == "yes"
    assert linearizable([call("put", "1", 0, 1), call("get", None, 2, 3, None)]) == "no"


def test_a_read_during_a_write_may_see_either() -> None:
    for seen in (None, "1"):
        assert linearizable([call("put", "1", 0, 5), call("get", None, 2, 3, seen)]) == "yes"


def test_equal_times_are_concurrent() -> None:
    assert linearizable([call("put", "1", 0, 2), call("get", None, 2, 3, None)]) == "yes"


def test_what_was_read_once_stays_read() -> None:
    history = [call("put", "1", 0, 9), call("get", None, 1, 2, "1"), call("get", None, 3, 4, None)]
    assert linearizable(history) == "no"


def test_an_unknown_outcome_may_take_effect_late_or_never() -> None:
    lost = call("put", "1", 0, PENDING)
    assert linearizable([lost]) == "yes"
    assert linearizable([lost, call("get", None, 5, 6, None), call("get", None, 7, 8, "1")]) == "yes"
    assert linearizable([lost, call("get", None, 5, 6, "1"), call("get", None, 7, 8, None)]) == "no"


def test_a_command_executed_twice_shows() -> None:
    assert linearizable([call("append", "a", 0, 1), call("get", None, 2, 3, "aa")]) == "no"


def test_compare_and_set_tells_what_it_saw() -> None:
    first = call("put", "1", 0, 1)
    assert linearizable([first, call("cas", "2", 2, 3, True, expected="1"), call("get", None, 4, 5, "2")]) == "yes"
    assert linearizable([first, call("cas", "2", 2, 3, True, expected="0")]) == "no"
    assert linearizable([first, call("cas", "2", 2, 3, False, expected="0"), call("get", None, 4, 5, "1")]) == "yes"


def test_keys_are_independent_and_may_hold_something_at_first() -> None:
    reads = [call("get", None, 0, 1, "old"), call("get", None, 2, 3, None, key="y")]
    assert linearizable(reads, {"x": "old"}) == "yes"
    assert linearizable(reads) == "no"


def test_a_search_that_takes_too_long_says_so() -> None:
    crowd = [call("append", str(number), 0, 100) for number in range(12)]
    history = [*crowd, call("get", None, 200, 201, "impossible")]
    assert linearizable(history, budget=500) == "unknown"
    assert linearizable(history, stop=lambda: True) == "unknown"


def test_ten_thousand_operations_take_no_time() -> None:
    history = []
    for number in range(5_000):
        history += [call("put", str(number), 4 * number, 4 * number + 1)]
        history += [call("get", None, 4 * number + 2, 4 * number + 3, str(number))]
    assert linearizable(history) == "yes"


@st.composite
def histories(draw: st.DrawFn) -> list[Call]:
    """Up to six operations on one key, with small values, so that about half of the histories are linearizable."""
    calls = []
    for _ in range(draw(st.integers(1, 6))):
        op = draw(st.sampled_from(["put", "append", "delete", "cas", "get", "get"]))
        value = draw(st.sampled_from("ab")) if op in ("put", "append", "cas") else None
        expected = draw(st.sampled_from("ab")) if op == "cas" else None
        invoked = draw(st.integers(0, 12))
        completed = draw(st.one_of(st.just(PENDING), st.integers(invoked, 14)))
        result: Result = None
        if completed != PENDING and op == "get":
            result = draw(st.sampled_from([None, "a", "b", "ab"]))
        elif completed != PENDING and op == "cas":
            result = draw(st.booleans())
        calls.append(call(op, value, invoked, completed, result, expected=expected))
    return calls


def by_hand(calls: Sequence[Call]) -> bool:
    """Every order of every choice of the pending operations, tried one after the other."""
    pending = [one for one in calls if one.completed == PENDING]
    done = [one for one in calls if one.completed != PENDING]
    for chosen in range(2 ** len(pending)):
        happened = [*done, *[one for place, one in enumerate(pending) if chosen >> place & 1]]
        if any(explains(order) for order in permutations(happened)):
            return True
    return False


def explains(order: Sequence[Call]) -> bool:
    value: str | None = None
    for place, one in enumerate(order):
        if any(later.completed != PENDING and later.completed < one.invoked for later in order[place + 1 :]):
            return False
        value, result = meaning(one.command, value)
        if one.completed != PENDING and result != one.result:
            return False
    return True


def as_it_grows(calls: Sequence[Call]) -> str:
    """The verdict of the frontier, which hears of invocations before completions of the same time."""
    events = [(one.invoked, 0, number) for number, one in enumerate(calls)]
    for number, one in enumerate(calls):
        # Of those that never complete, every other one is given up at some time.
        if one.completed != PENDING or number % 2:
            events.append((one.invoked + 3 if one.completed == PENDING else one.completed, 1, number))
    frontier = UNTOUCHED
    for _, is_end, number in sorted(events):
        one = calls[number]
        if not is_end:
            frontier = frontier.invoked(number, one.command)
        elif one.completed == PENDING:
            frontier = frontier.given_up(number)
        else:
            frontier = frontier.completed(number, one.result)
    return frontier.verdict


@settings(max_examples=300)
@given(histories())
@example([call("put", "a", 0, PENDING), call("get", None, 1, 1, "a"), call("get", None, 1, 2, None)])
def test_both_ways_agree_with_a_search_by_hand(calls: list[Call]) -> None:
    expected = "yes" if by_hand(calls) else "no"
    assert linearizable(calls) == expected
    assert as_it_grows(calls) == expected


def test_a_refused_operation_did_not_happen() -> None:
    refused = UNTOUCHED.invoked(1, Command("put", "x", "1")).invoked(2, Command("get", "x"))
    assert refused.refused(1).completed(2, None).verdict == "yes"
    assert refused.refused(1).completed(2, "1").verdict == "no"
    assert refused.completed(2, "1").refused(1).verdict == "no"


def test_writes_that_nobody_heard_of_again_cost_little() -> None:
    frontier = UNTOUCHED
    for number in range(200):
        frontier = frontier.invoked(number, Command("put", "x", str(number))).given_up(number)
    frontier = frontier.invoked(200, Command("get", "x")).completed(200, "17")
    frontier = frontier.invoked(201, Command("get", "x")).completed(201, "17")
    assert frontier.verdict == "yes"
    assert frontier.invoked(202, Command("get", "x")).completed(202, "none of them").verdict == "no"


def test_a_frontier_that_grows_too_wide_says_so() -> None:
    frontier = UNTOUCHED.invoked(0, Command("get", "x"))
    for number in range(1, 14):
        frontier = frontier.invoked(number, Command("append", "x", str(number)))
    assert frontier.completed(0, "impossible").verdict == "unknown"
