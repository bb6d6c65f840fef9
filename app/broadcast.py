"""Everything of a room that goes to browsers: a stream for each branch, keyframes, and notices."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from operator import attrgetter
from typing import Final

import orjson

from app.errors import RequestError
from app.stream import Stream
from app.wire.server import Branch as BranchDocument
from app.wire.server import ServerFrame
from raft_core.session import Session
from raft_core.sim.step import Step
from raft_core.sim.timeline import Branch
from raft_core.trace.document import state_document

KEPT_KEYFRAMES: Final = 8

BRANCHES: Final = "branches"
"""The kind of notice that goes ahead of steps: they may be those of a new branch."""


@dataclass(slots=True, frozen=True)
class Notice:
    """Something told to everybody apart from the steps; the versions of a room's notices only grow."""

    version: int
    text: str
    for_newcomers: bool


class Broadcast:
    """What viewers watch. Streams and notices only grow in number, so a viewer is no more than a place in them."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._keyframes: OrderedDict[tuple[str, int], str] = OrderedDict()
        self.streams: dict[str, Stream] = {}
        self.active = self.open(session.main)
        self.notices: dict[str, Notice] = {}
        self.version = 0

    def open(self, branch: Branch) -> Stream:
        """Begin the stream of a branch that is new."""
        stream = self.streams[branch.id] = Stream(self._session, branch)
        return stream

    def stream(self, identity: str) -> Stream:
        """The stream of a branch. Raises RequestError for one that does not exist."""
        found = self.streams.get(identity)
        if found is None:
            says = f"There is no branch {identity!r}."
            raise RequestError("unknown_branch", says, where="branch", legal=list(self.streams))
        return found

    def lineage(self, stream: Stream) -> list[Stream]:
        """The streams that make up a branch's history, from the beginning on."""
        streams = [stream]
        while (parent := streams[0].branch.parent) is not None:
            streams.insert(0, self.streams[parent.id])
        return streams

    def add(self, step: Step) -> None:
        """Take in the newest step of the active branch."""
        self.active.add(step)

    def keyframe(self, branch: Branch, position: int) -> str:
        """The full state at a position, encoded once as long as it is asked for again and again."""
        known = self._keyframes.get((branch.id, position))
        if known is not None:
            self._keyframes.move_to_end((branch.id, position))
            return known
        session = self._session
        world = session.timeline.world(branch, position)
        holder = [each for each in self.lineage(self.streams[branch.id]) if each.branch.fork_position <= position][-1]
        findings = session.findings(branch, position)
        frame = {
            "type": "keyframe",
            "branch": branch.id,
            "position": position,
            "time_us": world.time_us,
            "state": state_document(world, findings, holder.linearizable(position)),
        }
        text = orjson.dumps(frame).decode()
        self._keyframes[branch.id, position] = text
        if len(self._keyframes) > KEPT_KEYFRAMES:
            self._keyframes.popitem(last=False)
        return text

    def branches(self) -> list[BranchDocument]:
        """All branches, as they are told to browsers."""
        return [
            BranchDocument(
                id=branch.id,
                name=branch.name,
                parent=branch.parent.id if branch.parent is not None else None,
                fork_position=branch.fork_position,
                last_position=branch.last_position,
                time_us=branch.now_us,
            )
            for branch in self._session.timeline.branches.values()
        ]

    def post(self, frame: ServerFrame, kind: str, *, for_newcomers: bool = False) -> None:
        """Put a notice up; it replaces the one of the same kind. Viewers get those that they have not seen.

        Who comes later learns from the welcome what most notices say; the others are marked `for_newcomers`.
        """
        self.version += 1
        self.notices[kind] = Notice(self.version, frame.encode(), for_newcomers)

    def news(self, since: int, of: str | None = None) -> Notice | None:
        """The oldest notice after a version, of one kind or of all others but the branches."""
        if self.version <= since:
            return None
        if of is not None:
            notice = self.notices.get(of)
            return notice if notice is not None and notice.version > since else None
        found = [notice for kind, notice in self.notices.items() if kind != BRANCHES and notice.version > since]
        return min(found, key=attrgetter("version"), default=None)
