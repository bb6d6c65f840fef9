"""One branch as it goes to browsers: frames of steps, encoded once, that only ever grow in number."""

from __future__ import annotations

from bisect import bisect_right
from operator import attrgetter, itemgetter
from time import monotonic
from typing import Final
from zlib import compress, decompress

import orjson

from raft_core.session import Session
from raft_core.sim.step import Step
from raft_core.sim.timeline import Branch
from raft_core.trace.delta import DeltaWriter
from raft_core.trace.events import step_document
from raft_core.trace.parts import Document

LARGEST_FRAME: Final = 200
"""Steps in one frame."""
UNPACKED: Final = 64
"""The newest frames, kept as they are."""
PACKING: Final = 1
CLOCK_S: Final = 0.07
"""While nothing happens, viewers are told no more often than this how far time has come."""
LARGEST_JOINED: Final = 2_000
"""Steps in one frame that is made of several to catch up."""


class Frame:
    """The steps `first` to `last` as JSON text, ready to be sent.

    `reached_us` is the simulated time that it tells, `made_at` when it was made on the monotonic clock. A frame that
    all viewers at the live edge have passed is kept packed: it takes a tenth of the memory, and is seldom wanted.
    """

    __slots__ = ("_packed", "_text", "first", "last", "made_at", "reached_us")

    def __init__(self, first: int, last: int, text: str, reached_us: int) -> None:
        self.first = first
        self.last = last
        self.reached_us = reached_us
        self.made_at = monotonic()
        self._text: str | None = text
        self._packed = b""

    @property
    def text(self) -> str:
        """The frame as it is sent."""
        return self._text if self._text is not None else decompress(self._packed).decode()

    def pack(self) -> None:
        """Keep it small from now on."""
        if self._text is not None:
            self._packed = compress(self._text.encode(), PACKING)
            self._text = None


class Stream:
    """The frames of one branch, after its fork. Whoever watches keeps an index into `frames`."""

    def __init__(self, session: Session, branch: Branch) -> None:
        self.branch = branch
        self.frames: list[Frame] = []
        self.reached_us = branch.now_us
        self._session = session
        self._writer = DeltaWriter(session.timeline.world(branch, branch.last_position))
        self._pending: list[Document] = []
        self._verdicts = [(branch.last_position, session.checks(branch).linearizable)]
        self._found = len(session.checks(branch).findings)
        self._clock: tuple[int, str] = (-1, "")
        self._told_at = 0.0

    @property
    def last_position(self) -> int:
        """The position up to which frames were made."""
        return self.frames[-1].last if self.frames else self.branch.fork_position

    def add(self, step: Step) -> None:
        """Take in the branch's newest step; `flush` makes the frame."""
        checks = self._session.checks(self.branch)
        found = checks.findings[self._found :]
        self._found += len(found)
        verdict: str | None = None
        if checks.linearizable != self._verdicts[-1][1]:
            verdict = checks.linearizable
            self._verdicts.append((step.position, verdict))
        document = step_document(step)
        document["delta"] = self._writer.delta(self._session.world(self.branch), found, verdict)
        self._pending.append(document)
        if len(self._pending) >= LARGEST_FRAME:
            self.flush()

    def has_news(self) -> bool:
        """Whether anything happened since viewers were told, or so much time has passed that they are told of that."""
        return bool(self._pending) or monotonic() - self._told_at >= CLOCK_S

    def flush(self) -> bool:
        """Make a frame of what was taken in, and let the time reached be known. Whether there is anything new."""
        reached_us, self.reached_us = self.reached_us, self.branch.now_us
        pending, self._pending = self._pending, []
        self._told_at = monotonic()
        if pending:
            text = self._encode(pending, self.reached_us)
            first, last = pending[0]["position"], pending[-1]["position"]
            self.frames.append(Frame(first, last, text, self.reached_us))
            if len(self.frames) > UNPACKED:
                self.frames[-1 - UNPACKED].pack()
        return bool(pending) or reached_us != self.reached_us

    def linearizable(self, position: int) -> str:
        """What the clients' history was judged to be at a position of this stream."""
        return self._verdicts[max(0, bisect_right(self._verdicts, position, key=itemgetter(0)) - 1)][1]

    def clock(self) -> str:
        """A frame without steps that tells the simulated time reached; the same text for everybody."""
        if self._clock[0] != self.reached_us:
            self._clock = (self.reached_us, self._encode([], self.reached_us))
        return self._clock[1]

    def index_after(self, position: int) -> int:
        """The index of the first frame that holds anything after a position."""
        return bisect_right(self.frames, position, key=attrgetter("last"))

    def after(self, position: int) -> tuple[str, int]:
        """One frame with the steps after a position, at most LARGEST_JOINED of them; and the last position in it."""
        steps: list[Document] = []
        for frame in self.frames[self.index_after(position) :]:
            steps += [step for step in orjson.loads(frame.text)["steps"] if step["position"] > position]
            if len(steps) >= LARGEST_JOINED:
                break
        last = steps[-1]["position"] if steps else position
        is_complete = last >= self.last_position
        return self._encode(steps, self.reached_us if is_complete else steps[-1]["time_us"]), last

    def _encode(self, steps: list[Document], time_us: int) -> str:
        frame = {"type": "steps", "branch": self.branch.id, "steps": steps, "time_us": time_us}
        return orjson.dumps(frame).decode()
