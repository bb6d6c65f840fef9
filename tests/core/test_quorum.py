"""Any two majorities share a server; what a majority holds is found by sorting."""

from itertools import combinations

import pytest

from raft_core.quorum import Tally, agreed_index, majority


@pytest.mark.parametrize("voters", range(1, 10))
def test_any_two_majorities_share_a_server(voters: int) -> None:
    groups = list(combinations(range(voters), majority(voters)))
    assert all(set(one) & set(other) for one in groups for other in groups)


@pytest.mark.parametrize("voters", range(1, 10))
def test_one_fewer_would_not_do(voters: int) -> None:
    smaller = majority(voters) - 1
    assert smaller * 2 <= voters


def test_the_agreed_index_is_held_by_a_majority() -> None:
    match = [0, 7, 5, 5, 2, 0, 0, 0, 0, 0]
    assert agreed_index(match, (1, 2, 3, 4, 5), 3) == 5


def test_while_joint_both_groups_must_have_enough() -> None:
    tally = Tally(9, [1, 2, 4])
    tally.add_group((1, 2, 3), 2)
    first = tally.suffices
    tally.add_group((4, 5, 6), 2)
    assert (first, tally.suffices) == (True, False)
    assert tally.words == "2 of the 2 needed and 1 of the 2 needed"
