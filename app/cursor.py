"""A viewer's place in a broadcast. It holds no frames of its own: what it sends next follows from where it stands."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

from app.broadcast import BRANCHES, Broadcast
from app.stream import Stream

WINDOW: Final = 4_000
"""So many steps of the past does a viewer get who joins; earlier ones are there when they are asked for."""


class Outgoing(NamedTuple):
    """A text to be sent. `made_at` on the monotonic clock, for a frame of steps that is new; else 0."""

    text: str
    made_at: float = 0.0
    is_skip: bool = False


@dataclass(slots=True)
class _Leg:
    """A stretch of a stream that a viewer catches up on: frames from `index` to before `end`."""

    stream: Stream
    index: int
    end: int


class Cursor:
    """Where a viewer stands: in which stream, before which frame, and up to which notice."""

    def __init__(self, broadcast: Broadcast, lag_frames: int) -> None:
        self._broadcast = broadcast
        self._lag_frames = lag_frames
        self._way: deque[str | _Leg] = deque()
        self._aside: deque[str | _Leg] = deque()
        self._stream: Stream | None = None
        self._index = 0
        self._told_us = -1
        self._left_at: dict[str, int] = {}
        self._is_catching_up = True
        self._seen = self._seen_branches = broadcast.version
        self._first_news = [notice.text for notice in broadcast.notices.values() if notice.for_newcomers]

    def next(self) -> Outgoing | None:
        """What to send next; None when there is nothing new."""
        branches = self._broadcast.news(self._seen_branches, BRANCHES)
        if branches is not None:
            self._seen_branches = branches.version
            return Outgoing(branches.text)
        outgoing = self._next_of(self._way) or self._next_of(self._aside)
        if outgoing is None and self._stream is not self._broadcast.active:
            self._follow(self._broadcast.active)
            outgoing = self._next_of(self._way)
        return outgoing or self._from_stream() or self._notice()

    def resume(self, stream: Stream, position: int) -> None:
        """Go on after a position of which everything before is known to the viewer."""
        # who asks for another branch, to compare, still gets all of the one on show
        way = self._way if stream is self._broadcast.active else self._aside
        way.clear()
        lineage = self._broadcast.lineage(stream)
        for parent, child in pairwise(lineage):
            fork = child.branch.fork_position
            if position < fork:
                text, last = parent.after(position)
                way.append(text)
                way.append(_Leg(parent, parent.index_after(last), _end(parent, child)))
                position = fork
        text, last = stream.after(position)
        way.append(text)
        index = stream.index_after(last)
        if stream is self._broadcast.active:
            self._stand(stream, index)
        else:
            way.append(_Leg(stream, index, len(stream.frames)))

    def _follow(self, stream: Stream) -> None:
        """Turn to another stream: to where it was left, to its fork, or at first to some way back."""
        is_first = self._stream is None
        if self._stream is not None:
            self._left_at[self._stream.branch.id] = self._index
        branch = stream.branch
        known = self._left_at.get(branch.id)
        if known is not None:
            self._stand(stream, known)
        elif is_first or branch.parent is None:
            self._join(stream)
        else:
            self._way.append(self._broadcast.keyframe(branch, branch.fork_position))
            self._stand(stream, 0)

    def _join(self, stream: Stream) -> None:
        """Begin some way back with a keyframe, and catch up from there."""
        lineage = self._broadcast.lineage(stream)
        start = max(0, stream.last_position - WINDOW)
        while len(lineage) > 1 and start >= lineage[1].branch.fork_position:
            lineage.pop(0)
        first = lineage[0]
        index = first.index_after(start)
        position = first.frames[index].first - 1 if index < len(first.frames) else first.last_position
        if len(lineage) > 1:
            position = min(position, lineage[1].branch.fork_position)
        self._way.append(self._broadcast.keyframe(first.branch, position))
        for parent, child in pairwise(lineage):
            end = _end(parent, child)
            self._way.append(_Leg(parent, index, end))
            self._left_at.setdefault(parent.branch.id, end)
            index = 0
        self._stand(stream, index)

    def _stand(self, stream: Stream, index: int) -> None:
        self._stream = stream
        self._index = index
        self._told_us = -1
        self._is_catching_up = True

    @staticmethod
    def _next_of(way: deque[str | _Leg]) -> Outgoing | None:
        while way:
            here = way[0]
            if isinstance(here, str):
                way.popleft()
                return Outgoing(here)
            if here.index < here.end:
                here.index += 1
                return Outgoing(here.stream.frames[here.index - 1].text)
            way.popleft()
        return None

    def _from_stream(self) -> Outgoing | None:
        stream = self._stream
        if stream is None:
            return None
        behind = len(stream.frames) - self._index
        if behind > self._lag_frames and not self._is_catching_up:
            self._index = len(stream.frames)
            self._told_us = -1
            return Outgoing(self._broadcast.keyframe(stream.branch, stream.last_position), is_skip=True)
        if behind:
            frame = stream.frames[self._index]
            self._index += 1
            self._told_us = frame.reached_us
            return Outgoing(frame.text, 0.0 if self._is_catching_up else frame.made_at)
        self._is_catching_up = False
        if self._told_us != stream.reached_us:
            self._told_us = stream.reached_us
            return Outgoing(stream.clock())
        return None

    def _notice(self) -> Outgoing | None:
        if self._first_news:
            return Outgoing(self._first_news.pop(0))
        notice = self._broadcast.news(self._seen)
        if notice is None:
            return None
        self._seen = notice.version
        return Outgoing(notice.text)


def _end(parent: Stream, child: Stream) -> int:
    """Past the parent's frame that holds the position where the child forks."""
    fork = child.branch.fork_position
    index = parent.index_after(fork)
    return index + 1 if index < len(parent.frames) and parent.frames[index].first <= fork else index
