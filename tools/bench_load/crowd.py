"""Many viewers in one loop: what each has seen, and when."""

from __future__ import annotations

import json
import selectors
from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from time import monotonic
from typing import Final

from tools.bench_load.line import Line

STEPS: Final = b'{"type":"steps"'
KEYFRAME: Final = b'{"type":"keyframe"'
ACCEPTED: Final = b'{"type":"accepted"'
REFUSED: Final = b'{"type":"refused"'
ERROR: Final = b'{"type":"error"'
SETTLE_S: Final = 10.0


@dataclass(slots=True)
class Viewer:
    """A line, and what came over it: up to which position when, and whether every step was there."""

    line: Line
    reached: list[int] = field(default_factory=list)
    at: list[float] = field(default_factory=list)
    accepted: dict[int, int] = field(default_factory=dict)
    refused: int = 0
    steps: int = 0
    missing: int = 0
    keyframes: int = 0
    errors: list[str] = field(default_factory=list)

    @property
    def last(self) -> int:
        """The position up to which everything came."""
        return self.reached[-1] if self.reached else 0

    def take(self, text: bytes, now: float) -> None:
        """One frame has come."""
        if text.startswith(STEPS):
            first, last, count = _span(text)
            if count:
                if self.reached and first != self.reached[-1] + 1:
                    self.missing += abs(first - self.reached[-1] - 1)
                self.missing += last - first + 1 - count
                self.steps += count
                self.reached.append(last)
                self.at.append(now)
        elif text.startswith(KEYFRAME):
            self.keyframes += 1
            if self.keyframes == 1:
                self.reached.append(json.loads(text)["position"])
                self.at.append(now)
        elif text.startswith(ACCEPTED):
            frame = json.loads(text)
            self.accepted[frame["request"]] = frame["position"]
        elif text.startswith(REFUSED):
            self.refused += 1
        elif text.startswith(ERROR):
            self.errors.append(json.loads(text)["says"])

    def seen_at(self, position: int) -> float | None:
        """When the step at a position had come."""
        place = bisect_left(self.reached, position)
        return self.at[place] if place < len(self.at) else None


@lru_cache(maxsize=1_024)
def _span(text: bytes) -> tuple[int, int, int]:
    """First and last position of a frame of steps, and how many there are; all viewers get the same."""
    positions = [step["position"] for step in json.loads(text)["steps"]]
    return (positions[0], positions[-1], len(set(positions))) if positions else (0, 0, 0)


class Crowd:
    """Viewers that are read from whenever something comes."""

    def __init__(self) -> None:
        self.viewers: list[Viewer] = []
        self._selector = selectors.DefaultSelector()

    def join(self, port: int, seat: dict[str, str], role: str = "watch") -> Viewer:
        """Another viewer enters."""
        viewer = Viewer(Line(port, seat["room"], seat[role]))
        self.viewers.append(viewer)
        self._selector.register(viewer.line.socket, selectors.EVENT_READ, viewer)
        self._read(viewer)
        return viewer

    def run(self, until: float, acts: Iterable[tuple[float, Callable[[], None]]] = ()) -> None:
        """Read until a time on the monotonic clock, and act at the times given, which are in order."""
        waiting = list(acts)[::-1]
        while (now := monotonic()) < until:
            while waiting and waiting[-1][0] <= now:
                waiting.pop()[1]()
            next_s = min(until, waiting[-1][0] if waiting else until) - monotonic()
            for key, _ in self._selector.select(max(0.0, next_s)):
                self._read(key.data)

    def settle(self, viewers: Iterable[Viewer]) -> bool:
        """Wait, not forever, until these have come as far as each other; whether they have."""
        watched = list(viewers)
        deadline = monotonic() + SETTLE_S
        while monotonic() < deadline:
            self.run(monotonic() + 0.3)
            if len({viewer.last for viewer in watched}) == 1:
                return True
        return False

    def close(self) -> None:
        """Everybody leaves."""
        for viewer in self.viewers:
            viewer.line.close()
        self._selector.close()

    def _read(self, viewer: Viewer) -> None:
        now = monotonic()
        for text in viewer.line.receive():
            viewer.take(text, now)
        if viewer.line.code is not None:
            self._selector.unregister(viewer.line.socket)
