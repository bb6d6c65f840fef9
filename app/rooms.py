"""All rooms of the server: opening, finding and closing them."""

from __future__ import annotations

import asyncio
import logging
from time import monotonic
from typing import Final

from app.errors import RequestError
from app.host import Host
from app.journal import JournalError, JournalFull
from app.keeping.diary import NoDiary
from app.keeping.house import House
from app.logging_json import LOGGER
from app.metrics import Metrics
from app.room import Room
from app.security import same_token
from app.settings import Settings
from app.viewer import Role
from app.wire.server import Error, Standing

SWEEP_S: Final = 60.0
LOOK_S: Final = 0.02
EVICTABLE_S: Final = 600.0
"""When the server is full, a room that nobody has watched for so long makes way for another."""


class Rooms:
    """The rooms by their id."""

    def __init__(self, settings: Settings, metrics: Metrics, house: House | None = None) -> None:
        """With a house, rooms are kept there when nobody is in them, and when the server is not."""
        self._settings = settings
        self._house = house
        self._waking: dict[str, asyncio.Lock] = {}
        self._metrics = metrics
        self._rooms: dict[str, Room] = {}
        self.hosts: dict[str, Host] = {}
        """The classes, by the ids of their rooms; a room that comes back belongs to its class again."""
        self._log = logging.getLogger(f"{LOGGER}.rooms")

    def __len__(self) -> int:
        return len(self._rooms)

    def check_space(self) -> None:
        """Raises RequestError when no other room may be opened."""
        if len(self._rooms) >= self._settings.max_rooms and not self._make_way():
            limit = self._settings.max_rooms
            says = "The server has as many rooms as it may have."
            raise RequestError(
                "rooms_limit", says, legal=f"at most {limit} rooms; try again later", status=503, retry_after_s=60
            )

    def add(self, room: Room) -> None:
        """Let a new room be found. It is kept from its diary's next commit on."""
        if self._house is not None:
            self._house.begin(room)
        self._admit(room)
        self._metrics.rooms_opened.inc()
        self._metrics.rooms.set(len(self._rooms))
        self._log.info("room opened", extra={"room": room.id, "title": room.title})

    async def keep(self, room: Room) -> None:
        """Let a new room be found once it is kept. Raises RequestError when it cannot be kept now."""
        self.add(room)
        try:
            async with room.writing():
                pass
        except RequestError:
            self._rooms.pop(room.id, None)
            self._metrics.rooms.set(len(self._rooms))
            raise

    async def wake(self, identity: str, key: str) -> None:
        """Let a room that is kept be found again by who has a key to it. Raises RequestError when that cannot be."""
        house = self._house
        if house is None or identity in self._rooms or not self._fits(house, identity, key):
            return
        lock = self._waking.setdefault(identity, asyncio.Lock())
        try:
            async with lock:
                if identity not in self._rooms and identity in house:
                    self.check_space()
                    began = monotonic()
                    room = await house.rebuild(identity)
                    self._admit(room)
                    spent_ms = round((monotonic() - began) * 1000)
                    steps = room.steps_taken
                    self._log.info("room woken", extra={"room": identity, "ms": spent_ms, "steps": steps})
        finally:
            self._waking.pop(identity, None)

    def _fits(self, house: House, identity: str, key: str) -> bool:
        host = self.hosts.get(identity)
        return house.role(identity, key) is not None or (host is not None and host.admit(identity, key) is not None)

    def has(self, identity: str) -> bool:
        """Whether a room is there, awake or at rest."""
        return identity in self._rooms or (self._house is not None and identity in self._house)

    async def forget(self, room: Room) -> None:
        """End a room for good, and keep nothing of it."""
        room.diary = NoDiary()
        self.close(room, "forgotten", "The room was deleted by its owner, with everything that was kept of it.")
        if self._house is not None:
            await self._house.forget(room.id)

    def listen(self) -> None:
        """Let rooms rest while nothing can be kept. To be called in the event loop in which they live."""
        if self._house is not None:
            self._house.journal.on_trouble(self._on_trouble)

    def _admit(self, room: Room) -> None:
        self._rooms[room.id] = room
        room.host = self.hosts.get(room.id)
        if self._house is not None:
            self._stand(room, self._house.journal.trouble)

    def _on_trouble(self, trouble: JournalError | None) -> None:
        for room in self._rooms.values():
            self._stand(room, trouble)

    @staticmethod
    def _stand(room: Room, trouble: JournalError | None) -> None:
        if trouble is not None:
            room.stand(Standing(reason="disk_full" if isinstance(trouble, JournalFull) else "journal"))
        elif room.standing is not None:
            room.stand(None)

    def find(self, identity: str) -> Room:
        """The room of that id. Raises RequestError when there is none."""
        room = self._rooms.get(identity)
        if room is None:
            says = "There is no such room. It may have ended, or the server was started anew."
            raise RequestError("unknown_room", says, where="room", legal="a room of this server", status=404)
        room.host = self.hosts.get(identity)
        return room

    def admit(self, identity: str, key: str) -> tuple[Room, Role]:
        """A room and what a key allows in it. Raises RequestError for an unknown room or a wrong key."""
        room = self.find(identity)
        may_control = same_token(key, room.control)
        may_watch = same_token(key, room.watch)
        if may_control:
            return room, "control"
        if may_watch:
            return room, "watch"
        if room.host is not None and (guest := room.host.admit(room.id, key)) is not None:
            return room, guest.role
        raise RequestError(
            "bad_key", "The key does not fit this room.", where="key", legal="the room's own key", status=403
        )

    def close(self, room: Room, code: str, says: str) -> None:
        """End a room."""
        self._rooms.pop(room.id, None)
        self._metrics.rooms.set(len(self._rooms))
        if not room.is_over:
            room.close(Error(code=code, says=says))
        self._log.info("room closed", extra={"room": room.id, "code": code})

    async def sweep_forever(self) -> None:
        """Close, once a minute, what nobody has watched for long, and what has ended by a fault."""
        while True:
            await asyncio.sleep(SWEEP_S)
            self.sweep()
            await self.let_go()

    async def let_go(self) -> None:
        """Forget the rooms that nothing was done in for longer than rooms are kept."""
        if self._house is None:
            return
        try:
            for identity in self._house.old():
                room = self._rooms.get(identity)
                if room is None or not room.viewers:
                    if room is not None:
                        await self.forget(room)
                    await self._house.forget(identity)
                    self._log.info("room forgotten", extra={"room": identity, "days": self._settings.keep_days})
        except JournalError as error:
            self._log.warning("cannot let go of old rooms", extra={"why": str(error)})

    def sweep(self) -> None:
        """Close what nobody has watched for long, and what has ended by a fault."""
        longest_s = self._settings.idle_minutes * 60
        for room in list(self._rooms.values()):
            if room.is_over:
                self.close(room, "fault", "The room has ended.")
            elif not room.viewers and monotonic() - room.seen_at > longest_s and not _is_kept(room):
                self.close(room, "idle", "Nobody has watched this room for long; it was closed.")

    def close_all(self) -> None:
        """The server stops."""
        for room in list(self._rooms.values()):
            self.close(room, "stopping", "The server stops.")

    async def farewell(self, longest_s: float) -> None:
        """The server is about to stop: time stands still, everybody gets what is left to say to them and goes.

        Who does not take it in time is not waited for. Nobody's room is over: it is the server that ends.
        """
        for room in self._rooms.values():
            room.let_go()
        for _ in range(round(longest_s / LOOK_S)):
            if not any(room.viewers for room in self._rooms.values()):
                return
            await asyncio.sleep(LOOK_S)

    def _make_way(self) -> bool:
        idle = [
            room
            for room in self._rooms.values()
            if not room.viewers
            and monotonic() - room.seen_at > EVICTABLE_S
            # A class's room that is kept comes back when it is wanted.
            and (self._house is not None or not _is_kept(room))
        ]
        if not idle:
            return False
        self.close(min(idle, key=lambda room: room.seen_at), "evicted", "The room made way for another.")
        return True


def _is_kept(room: Room) -> bool:
    return room.host is not None and room.host.keeps(room)
