"""The lessons that a server offers: read when it starts, and while somebody writes at them, whenever they changed."""

from __future__ import annotations

from pathlib import Path

from app.lessons.load import catalogue_of, load_lesson, numbered
from app.lessons.model import BrokenLesson, Catalogue, Lesson

Stamp = tuple[tuple[str, int, int], ...]
"""Names, times and sizes of the files of a lesson: it is read again when one of them is another."""


class Library:
    """A folder of lessons. With `authoring`, one whose files changed is read again by the next who asks.

    Raises FileNotFoundError when there is no such folder.
    """

    def __init__(self, folder: Path, authoring: bool = False) -> None:
        self.folder = folder
        self.authoring = authoring
        self._known: dict[str, tuple[Stamp, Lesson | BrokenLesson]] = {}
        self._catalogue = Catalogue(())
        self._read()

    @property
    def catalogue(self) -> Catalogue:
        """The lessons as they are now."""
        if self.authoring:
            self._read()
        return self._catalogue

    def revision(self, lesson: str) -> str:
        """What changes whenever a file of a lesson does; "" for a lesson that is not there."""
        for stamp, known in self._known.values():
            if known.id == lesson:
                return f"{hash(stamp) & 0xFFFFFFFF:08x}"
        return ""

    def _read(self) -> None:
        if not self.folder.is_dir():
            raise FileNotFoundError(f"there is no folder {self.folder}")
        places = numbered(self.folder)
        stamps = {place.name: _stamp(place) for place in places}
        if {name: stamp for name, (stamp, _) in self._known.items()} == stamps:
            return
        known = self._known
        self._known = {
            place.name: known[place.name]
            if place.name in known and known[place.name][0] == stamps[place.name]
            else (stamps[place.name], load_lesson(place, self.folder))
            for place in places
        }
        self._catalogue = catalogue_of([lesson for _, lesson in self._known.values()])


def _stamp(folder: Path) -> Stamp:
    found = []
    for path in sorted(folder.rglob("*")):
        try:
            status = path.stat()
        except OSError:
            # It went away while we looked: then it is not there.
            continue
        found.append((path.relative_to(folder).as_posix(), status.st_mtime_ns, status.st_size))
    return tuple(found)
