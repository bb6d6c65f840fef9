"""The log is a view of a shared buffer; nobody can tell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from raft_core.log import ABSENT, NOOP, Entry, Log


def entry(term: int) -> Entry:
    return Entry(term, NOOP, None)


def log_of(*terms: int) -> Log:
    log = Log()
    for term in terms:
        log.append(entry(term))
    return log


def terms(log: Log) -> list[int]:
    return [each.term for each in log.entries(1, log.last_index)]


def test_terms_are_found_by_index() -> None:
    log = log_of(1, 1, 4)
    assert [log.term_at(index) for index in (0, 1, 3, 4)] == [0, 1, 4, ABSENT]


def test_a_copy_does_not_see_what_is_appended_later() -> None:
    log = log_of(1)
    twin = log.copy()
    log.append(entry(2))
    assert terms(twin) == [1]


def test_two_copies_that_grow_apart_keep_apart() -> None:
    log = log_of(1)
    twin = log.copy()
    log.append(entry(2))
    twin.append(entry(3))
    assert (terms(log), terms(twin)) == ([1, 2], [1, 3])


def test_cutting_one_view_leaves_the_other_whole() -> None:
    log = log_of(1, 2, 3)
    twin = log.copy()
    log.keep_until(1)
    log.append(entry(9))
    assert (terms(log), terms(twin)) == ([1, 9], [1, 2, 3])


def test_an_index_outside_is_an_error_that_says_what_is_there() -> None:
    with pytest.raises(IndexError, match="no entry at index 3; the log holds 1 to 2"):
        log_of(1, 2).entry(3)


def test_a_run_of_equal_terms_begins_where_it_began() -> None:
    log = log_of(1, 4, 4, 4, 5)
    assert log.first_index_of_term(4) == 2


def test_agreement_is_the_shared_beginning_of_two_views() -> None:
    log = log_of(1, 2, 3, 4)
    twin = log.copy()
    twin.keep_until(2)
    twin.append(entry(7))
    assert twin.agreement_with(log) == 2


@given(
    st.lists(st.tuples(st.integers(0, 3), st.sampled_from(["append", "cut", "copy"]), st.integers(0, 9)), max_size=60)
)
def test_many_views_behave_like_many_lists(actions: list[tuple[int, str, int]]) -> None:
    views, lists = [Log()], [[0][:0]]
    for which, action, number in actions:
        at = which % len(views)
        if action == "append":
            views[at].append(entry(number))
            lists[at].append(number)
        elif action == "cut":
            keep = min(number, len(lists[at]))
            views[at].keep_until(keep)
            del lists[at][keep:]
        else:
            views.append(views[at].copy())
            lists.append(lists[at][:])
        assert [terms(view) for view in views] == lists
        assert [view.last_term for view in views] == [each[-1] if each else 0 for each in lists]
