"""Keyed, stateless randomness.

A draw depends on the seed, on what it is for and on a counter of the thing itself, never on draws made before. So
dropping one message shifts no other draw, and two branches differ only by what was done to them.
"""

from typing import Final

ELECTION_TIMEOUT: Final = 1
LATENCY: Final = 2
LOSS: Final = 3
DUPLICATE: Final = 4
DUPLICATE_LATENCY: Final = 5
FSYNC: Final = 6
RELEASE: Final = 7

_MASK: Final = 0xFFFF_FFFF_FFFF_FFFF


def draw(seed: int, purpose: int, who: int, count: int) -> int:
    """A number from 0 to 2**64 - 1, the same for the same four keys (the finalizer of splitmix64)."""
    x = seed * 0x9E3779B97F4A7C15 + purpose * 0xD1342543DE82EF95 + who * 0xA0761D6478BD642F + count * 0xE7037ED1A0B428DB
    x &= _MASK
    x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) & _MASK
    return x ^ (x >> 31)


def between(low: int, high: int, seed: int, purpose: int, who: int, count: int) -> int:
    """A number from low to high, both included."""
    if low == high:
        return low
    return low + draw(seed, purpose, who, count) % (high - low + 1)


def happens(percent_hundredths: int, seed: int, purpose: int, who: int, count: int) -> bool:
    """Whether something that happens in so many of 10,000 cases happens in this one."""
    return percent_hundredths > 0 and draw(seed, purpose, who, count) % 10_000 < percent_hundredths
