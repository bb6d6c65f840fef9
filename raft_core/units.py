"""Durations, ranges and probabilities as people write them: 150ms, 150ms..300ms, 2.5%."""

import re
from typing import Final

_UNITS: Final = {"us": 1, "ms": 1_000, "s": 1_000_000}
_DURATION: Final = re.compile(r"(\d+(?:\.\d+)?)(us|ms|s)")
_PERCENT: Final = re.compile(r"(\d+(?:\.\d{1,2})?)%")

MAX_DURATION_US: Final = 86_400_000_000


def parse_duration(text: str) -> int:
    """Microseconds of "150ms", "2s" or "400us". Raises ValueError for anything else, and for more than a day."""
    found = _DURATION.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is not a duration; write a number with us, ms or s, such as 150ms")
    whole, _, fraction = found[1].partition(".")
    unit = _UNITS[found[2]]
    duration = int(whole) * unit + (int(fraction) * unit // 10 ** len(fraction) if fraction else 0)
    if duration > MAX_DURATION_US:
        raise ValueError(f"{text!r} is more than a day")
    return duration


def format_duration(us: int) -> str:
    """The shortest exact way to write a number of microseconds."""
    if us and us % 1_000_000 == 0:
        return f"{us // 1_000_000}s"
    return f"{us // 1_000}ms" if us and us % 1_000 == 0 else f"{us}us"


def parse_range(text: str) -> tuple[int, int]:
    """Lowest and highest of "150ms..300ms"; a single duration is both. Raises ValueError when they are swapped."""
    low, dots, high = text.partition("..")
    first = parse_duration(low)
    last = parse_duration(high) if dots else first
    if last < first:
        raise ValueError(f"{text!r} ends before it begins; write the lower duration first")
    return first, last


def format_range(bounds: tuple[int, int]) -> str:
    """A range as it is written; one duration when both ends are equal."""
    low, high = bounds
    return format_duration(low) if low == high else f"{format_duration(low)}..{format_duration(high)}"


def parse_percent(text: str) -> int:
    """Hundredths of a percent of "2.5%". Raises ValueError for anything else, and beyond 100%."""
    found = _PERCENT.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is not a percentage; write 0% to 100%, such as 2.5%")
    whole, _, fraction = found[1].partition(".")
    hundredths = int(whole) * 100 + int(fraction.ljust(2, "0") or "0")
    if hundredths > 10_000:
        raise ValueError(f"{text!r} is more than 100%")
    return hundredths


def format_percent(hundredths: int) -> str:
    """Hundredths of a percent as they are written."""
    whole, fraction = divmod(hundredths, 100)
    return f"{whole}.{fraction:02}".rstrip("0").rstrip(".") + "%" if fraction else f"{whole}%"


def quoted(word: str) -> str:
    """A word as a script writes it: in double quotes when it is empty or holds anything that would split it."""
    if word and not any(character in word for character in ' \t;#"\\=|()<>!'):
        return word
    return '"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"'
