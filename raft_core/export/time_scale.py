"""The axis of the space-time picture: piecewise linear, with quiet time folded, as in the lab.

Neighbouring interesting events keep apart; a stretch in which nothing interesting happens becomes a fold.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, log10
from typing import Final

LEAST_APART: Final = 40
FOLD_PX: Final = (24, 36)
FLIGHT_PX: Final = 46
"""How far a message of usual latency travels along time."""
QUIET_FLIGHTS: Final = 1_500 / 350
"""So many latencies without anything interesting are quiet."""
SHOWN: Final = 0.36
"""Around a fold stays what the events beside it set off, in parts of that time."""
TICK_PX: Final = 56
ROUND: Final = (1, 2, 5)


@dataclass(slots=True, frozen=True)
class Piece:
    """A stretch of time and where it lies; within it the axis is linear."""

    from_us: int
    to_us: int
    start: float
    end: float
    folded: bool


class TimeScale:
    """Where times lie, in pixels from the beginning."""

    def __init__(self, interesting: Sequence[int], to_us: int, latency_us: int) -> None:
        self.pace = FLIGHT_PX / latency_us
        self._quiet_us = round(QUIET_FLIGHTS * latency_us)
        self.pieces: list[Piece] = []
        self.length = 0.0
        stops = [0, *sorted({time for time in interesting if 0 < time < to_us})]
        if to_us > stops[-1]:
            stops.append(to_us)
        for number, (from_us, end_us) in enumerate(pairwise(stops)):
            inner = 0 < number < len(stops) - 2
            self._stretch(from_us, end_us, LEAST_APART if inner else 0)
        self._times = [piece.from_us for piece in self.pieces]

    def at(self, time_us: int) -> float:
        """Where a time lies."""
        if not self.pieces:
            return 0.0
        piece = self.pieces[max(0, bisect_right(self._times, time_us) - 1)]
        part = (time_us - piece.from_us) / (piece.to_us - piece.from_us)
        return piece.start + min(1.0, part) * (piece.end - piece.start)

    def hides(self, from_us: int, to_us: int) -> bool:
        """Whether one fold hides both times."""
        if not self.pieces:
            return False
        piece = self.pieces[max(0, bisect_right(self._times, from_us) - 1)]
        return piece.folded and piece.from_us < from_us and to_us < piece.to_us

    @property
    def folds(self) -> list[Piece]:
        """The stretches that are folded away."""
        return [piece for piece in self.pieces if piece.folded]

    def ticks(self) -> Iterator[tuple[int, str]]:
        """Round times and their texts, none in a fold, none too near to another."""
        step_us = _round_up(TICK_PX * 1.6 / self.pace)
        digits = max(0, 6 - (len(str(step_us)) - 1))
        last = -float(TICK_PX)
        for piece in self.pieces:
            if piece.folded:
                continue
            for time in range(ceil(piece.from_us / step_us) * step_us, piece.to_us + 1, step_us):
                along = self.at(time)
                if along - last >= TICK_PX:
                    last = along
                    yield time, f"{time / 1_000_000:.{digits}f} s"

    def _stretch(self, from_us: int, end_us: int, least: int) -> None:
        margin = round(self._quiet_us * SHOWN)
        if end_us - from_us <= self._quiet_us:
            self._add(from_us, end_us, max((end_us - from_us) * self.pace, least), folded=False)
            return
        begins, ends = from_us + margin, end_us - margin
        low, high = FOLD_PX
        share = min(1.0, log10(max(1.0, (ends - begins) / self._quiet_us)))
        self._add(from_us, begins, margin * self.pace, folded=False)
        self._add(begins, ends, low + (high - low) * share, folded=True)
        self._add(ends, end_us, margin * self.pace, folded=False)

    def _add(self, from_us: int, to_us: int, length: float, *, folded: bool) -> None:
        if to_us > from_us:
            self.pieces.append(Piece(from_us, to_us, self.length, self.length + length, folded))
            self.length += length


def _round_up(us: float) -> int:
    """The next 1, 2 or 5 times a power of ten."""
    power = 1
    while True:
        for first in ROUND:
            if first * power >= us:
                return first * power
        power *= 10
