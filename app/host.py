"""The class that a room belongs to, as the room knows it: who may come in, what they may do, who wants to be told."""

from __future__ import annotations

from collections.abc import Awaitable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from app.room import Room
    from app.viewer import Role, Viewer
    from app.wire.browser import AnyBrowserFrame
    from app.wire.server import Question, ServerFrame
    from raft_core.sim.timeline import Branch


@dataclass(slots=True, frozen=True)
class Guest:
    """A member of the class, and what the room allows that member now."""

    member: str
    role: Role


class Host(Protocol):
    """A class with several rooms."""

    def admit(self, room: str, key: str) -> Guest | None:
        """Whose key to a room it is; None for nobody's."""

    def obey(self, room: Room, viewer: Viewer, frame: AnyBrowserFrame) -> Awaitable[ServerFrame] | None:
        """What the class itself makes of a frame, such as a ballot; None leaves it to the room. Raises RequestError."""

    def asked(self, room: Room, question: Question) -> None:
        """How a question stands in a room."""

    def stir(self, room: Room) -> None:
        """Something happened in a room that a dashboard may show."""

    def whose(self, room: str, branch: Branch) -> tuple[str, int | None]:
        """Whose the trace of a branch is, as a pseudonym, and up to which position it is the class's."""

    def keeps(self, room: Room) -> bool:
        """Whether the room is still wanted when nobody is in it."""
