"""Durations, ranges and percentages are read and written without loss."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from raft_core.units import (
    MAX_DURATION_US,
    format_duration,
    format_percent,
    format_range,
    parse_duration,
    parse_percent,
    parse_range,
)


@pytest.mark.parametrize(
    ("text", "microseconds"), [("400us", 400), ("150ms", 150_000), ("2s", 2_000_000), ("1.5s", 1_500_000), ("0us", 0)]
)
def test_a_duration_has_a_unit(text: str, microseconds: int) -> None:
    assert parse_duration(text) == microseconds


@pytest.mark.parametrize("text", ["150", "ms", "-1ms", "1 s", "1m", "1e3ms", "٣ms!", "2days", "100000s"])
def test_anything_else_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not a duration|is more than a day"):
        parse_duration(text)


def test_a_range_does_not_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="write the lower duration first"):
        parse_range("2s..1s")


def test_more_than_everything_is_not_a_percentage() -> None:
    with pytest.raises(ValueError, match="more than 100%"):
        parse_percent("100.01%")


@given(st.integers(0, MAX_DURATION_US))
def test_durations_survive_being_written(microseconds: int) -> None:
    assert parse_duration(format_duration(microseconds)) == microseconds


@given(st.tuples(st.integers(0, 10**9), st.integers(0, 10**9)).map(sorted))
def test_ranges_survive_being_written(bounds: list[int]) -> None:
    assert parse_range(format_range((bounds[0], bounds[1]))) == (bounds[0], bounds[1])


@given(st.integers(0, 10_000))
def test_percentages_survive_being_written(hundredths: int) -> None:
    assert parse_percent(format_percent(hundredths)) == hundredths
