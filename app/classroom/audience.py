"""Who watches the class itself: the dashboard of presenters, and the smaller stream of everybody else."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import TYPE_CHECKING, Final

from app.classroom import documents
from app.classroom.course import Member
from app.classroom.scene import Scene, scene_of
from app.classroom.standing import progress_of
from app.viewer import Stalled
from app.wire.classroom import (
    ClassCall,
    ClassChanges,
    ClassLesson,
    ClassOver,
    ClassView,
    Head,
    Me,
    Presence,
    Row,
    Split,
    View,
)

if TYPE_CHECKING:
    from app.classroom.hall import Hall
    from app.room import Room

BEAT_S: Final = 0.25
"""So often at most are changes told."""
CLOCK_S: Final = 1.0
"""So often is told how far time has come where it runs."""
NEEDS_S: Final = 5.0
"""So often is looked who needs a look: that changes with time alone."""
VIEW_S: Final = 0.1
"""So often at most is told what the presenter looks at."""
MOST_UNSENT: Final = 32
"""A watcher further behind gets the whole anew."""


class Watcher:
    """One connection to the class: what it has to be sent, and what its member was told last."""

    def __init__(self, member: str, presents: bool) -> None:
        self.member = member
        self.presents = presents
        self.me: Me | None = None
        self.is_over = False
        self._texts: deque[str] = deque()
        self._view: str | None = None
        self._wake = asyncio.Event()

    @property
    def is_behind(self) -> bool:
        """Whether so much is unsent that the whole is less."""
        return len(self._texts) > MOST_UNSENT

    def begin(self, text: str) -> None:
        """Send the whole, and nothing that came before."""
        self._texts.clear()
        self._view = None
        self.send(text)

    def send(self, text: str) -> None:
        """Send a frame."""
        self._texts.append(text)
        self._wake.set()

    def show(self, text: str) -> None:
        """Send the newest view; older ones that were not sent are nobody's concern."""
        self._view = text
        self._wake.set()

    def end(self, last: ClassOver) -> None:
        """Send the last frame."""
        self.begin(last.encode())
        self.is_over = True

    async def run(self, send: Callable[[str], Awaitable[None]], stall_s: float) -> None:
        """Send until the class is over for this watcher. Raises Stalled when a frame is not taken in time."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._texts or self._view is not None:
                text = self._texts.popleft() if self._texts else self._view
                if not self._texts and text is self._view:
                    self._view = None
                try:
                    async with asyncio.timeout(stall_s):
                        await send(text or "")
                except TimeoutError:
                    raise Stalled from None
            if self.is_over:
                return


class Audience:
    """All watchers of a class, and the beat in which changes are told."""

    def __init__(self, hall: Hall) -> None:
        self._hall = hall
        self._watchers: set[Watcher] = set()
        self._rooms: set[str] = set()
        self._members: set[str] = set()
        self._all = False
        self._beating: asyncio.Task[None] | None = None
        self._showing: asyncio.Task[None] | None = None
        self._clock_at = self._needs_at = 0.0
        # What was told last.
        self._head: Head | None = None
        self._lesson: ClassLesson | None = None
        self._presence: Presence | None = None
        self._splits: dict[bool, dict[str, Split]] = {True: {}, False: {}}
        self._rows: dict[str, Row] = {}
        self._view: View | None = None

    def __len__(self) -> int:
        return len(self._watchers)

    def count(self, member: str) -> int:
        """How many connections a member has."""
        return sum(watcher.member == member for watcher in self._watchers)

    def enter(self, member: Member) -> Watcher:
        """Let a member watch; the first frame is the whole."""
        watcher = Watcher(member.id, member.presents)
        self._begin(watcher, scene_of(self._hall))
        self._watchers.add(watcher)
        self.stir_all()
        return watcher

    def leave(self, watcher: Watcher) -> None:
        """A watcher is gone."""
        self._watchers.discard(watcher)

    def stir(self, member: str) -> None:
        """Something about a member may be otherwise."""
        self._members.add(member)
        self._beat()

    def stir_room(self, room: Room) -> None:
        """Something in a room may be otherwise."""
        self._rooms.add(room.id)
        self._beat()

    def stir_all(self) -> None:
        """Everything may be otherwise."""
        self._all = True
        self._beat()

    def show(self) -> None:
        """The presenter looks at something else."""
        if self._showing is None:
            self._showing = asyncio.create_task(self._show(), name="view of a class")

    def call(self) -> None:
        """Call back who is alone; whoever follows is there already, and takes no notice."""
        text = ClassCall().encode()
        for watcher in self._watchers:
            if not watcher.presents and not watcher.is_over:
                watcher.send(text)

    def end(self, last: ClassOver, member: str | None = None) -> None:
        """It is over, for a member or for everybody."""
        for watcher in self._watchers:
            if member is None or watcher.member == member:
                watcher.end(last)

    # The beat.

    def _beat(self) -> None:
        if self._beating is None:
            self._beating = asyncio.create_task(self._run(), name="beat of a class")

    async def _run(self) -> None:
        """Tell what changed, until nothing does any more and nobody watches."""
        try:
            while self._watchers or self._rooms or self._members or self._all:
                await asyncio.sleep(BEAT_S)
                self._look_at_clocks()
                if self._rooms or self._members or self._all:
                    self._tell()
        finally:
            self._beating = None

    def _look_at_clocks(self) -> None:
        now = monotonic()
        if now - self._clock_at >= CLOCK_S:
            self._clock_at = now
            self._rooms |= {room.id for room in self._hall.all_rooms() if room.pacer.playing}
        if now - self._needs_at >= NEEDS_S:
            self._needs_at = now
            self._members |= {student.id for student in self._hall.course.students}

    def _tell(self) -> None:
        hall, course = self._hall, self._hall.course
        rooms, members, everything = self._rooms, self._members, self._all
        self._rooms, self._members, self._all = set(), set(), False
        if course.round.room in rooms:
            everything = True
        owners = {member.own.room: member for member in course.students if member.own is not None}
        for name in rooms:
            if (owner := owners.get(name)) is not None:
                self._note_progress(owner)
                members.add(owner.id)
        if not self._watchers:
            return
        scene = scene_of(hall)
        changed = self._changed(scene)
        shared = {presents: self._frame(changed, scene, presents, members, everything) for presents in (True, False)}
        texts = {presents: frame.encode() for presents, frame in shared.items() if frame is not None}
        for watcher in self._watchers:
            if watcher.is_over:
                continue
            if watcher.is_behind:
                self._begin(watcher, scene)
                continue
            if watcher.presents in texts:
                watcher.send(texts[watcher.presents])
            if everything or watcher.member in members:
                self._tell_me(watcher, scene)

    def _note_progress(self, member: Member) -> None:
        """Remember how far a student has come, when it is further than was known."""
        hall = self._hall
        room = hall.known_room(member.own.room) if member.own is not None else None
        if room is None or member.own is None:
            return
        progress = progress_of(room, member.own)
        if member.standing is None or member.standing.document() != progress:
            hall.ledger.note("progress", member=member.id, room=room.id, **progress)

    def _changed(self, scene: Scene) -> ClassChanges:
        head, lesson, presence = documents.head(scene), documents.lesson(scene), documents.presence(scene)
        changes = ClassChanges(
            head=head if head != self._head else None,
            lesson=lesson if lesson != self._lesson else None,
            presence=presence if presence != self._presence else None,
        )
        self._head, self._lesson, self._presence = head, lesson, presence
        return changes

    def _frame(
        self, changed: ClassChanges, scene: Scene, presents: bool, members: set[str], everything: bool
    ) -> ClassChanges | None:
        """What all presenters, or all others, are told; None when there is nothing to tell."""
        splits = documents.splits(scene, presents)
        fresh = [split for name, split in splits.items() if self._splits[presents].get(name) != split]
        hidden = [name for name in self._splits[presents] if name not in splits]
        self._splits[presents] = splits
        rows, gone = self._news_of_rows(scene, members, everything) if presents else ([], [])
        lesson = documents.lesson_for(changed.lesson, presents) if changed.lesson is not None else None
        news = {"lesson": lesson, "splits": fresh, "rows": rows, "gone": gone, "hidden": hidden}
        frame = changed.model_copy(update={name: part or None for name, part in news.items()})
        return frame if frame != ClassChanges() else None

    def _news_of_rows(self, scene: Scene, members: set[str], everything: bool) -> tuple[list[Row], list[str]]:
        students = scene.hall.course.students
        rows = {
            student.id: documents.row(scene, student)
            if everything or student.id in members or student.id not in self._rows
            else self._rows[student.id]
            for student in students
        }
        before, self._rows = self._rows, rows
        return [row for name, row in rows.items() if before.get(name) != row], [n for n in before if n not in rows]

    def _tell_me(self, watcher: Watcher, scene: Scene) -> None:
        member = self._hall.member(watcher.member)
        me = documents.me(scene, member) if member is not None else None
        if member is None or me is None or me == watcher.me:
            return
        if member.presents != watcher.presents:
            # Another role sees another class.
            watcher.presents = member.presents
            self._begin(watcher, scene)
            return
        watcher.me = me
        watcher.send(ClassChanges(me=me).encode())

    def _begin(self, watcher: Watcher, scene: Scene) -> None:
        member = self._hall.member(watcher.member)
        if member is not None:
            document = documents.class_document(scene, member)
            watcher.me = document.me
            watcher.begin(document.encode())

    async def _show(self) -> None:
        """Tell the view, and again as long as it changes."""
        try:
            while self._view != self._shown_view():
                self._view = self._shown_view()
                text = ClassView(view=self._view).encode()
                for watcher in self._watchers:
                    if not watcher.is_over:
                        watcher.show(text)
                await asyncio.sleep(VIEW_S)
        finally:
            self._showing = None

    def _shown_view(self) -> View | None:
        course = self._hall.course
        return self._hall.view if course.follow_me else None
