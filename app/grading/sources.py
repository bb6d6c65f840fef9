"""Where traces come from: files, folders, archives. Whatever is in them, reading it takes bounded memory."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Final

MAX_BYTES: Final = 32 * 1024 * 1024
"""Of one trace. A session of 500 interventions takes 60 KB."""
MAX_TOTAL: Final = 2 * 1024 * 1024 * 1024
"""Of all that one archive unpacks to."""
MAX_FILES: Final = 20_000
MAX_DEPTH: Final = 2
"""Archives in archives: those of the students in that of the course."""
SUFFIXES: Final = (".jsonl", ".json")
UNOPENED: Final = (zipfile.BadZipFile, NotImplementedError, zlib.error, RuntimeError, EOFError, KeyError)
"""What `zipfile` says of an archive that is broken, locked, or packed in a way that it does not know."""
ZIP: Final = b"PK\x03\x04"
EMPTY_ZIP: Final = b"PK\x05\x06"


class SourceError(ValueError):
    """Something that was given to be graded and cannot be opened, with a sentence."""


@dataclass(slots=True, frozen=True)
class Source:
    """One file that may be a trace. `path` and what leads to it inside of archives, in `inside`, find it again.

    `folder` is the name of the folder that it lies in, below what was given: many courses have one for each student.
    `problem` says why there is nothing to be read, where that is known.
    """

    path: Path
    inside: tuple[str, ...] = ()
    folder: str = ""
    problem: str = ""

    @property
    def name(self) -> str:
        """The name to speak of it by."""
        return " > ".join([self.path.name, *self.inside])

    @property
    def stem(self) -> str:
        """Its name without folders and endings."""
        name = PurePosixPath(self.inside[-1]).name if self.inside else self.path.name
        return name.removesuffix(".jsonl").removesuffix(".json").removesuffix(".trace")

    def read(self, most: int = MAX_BYTES) -> bytes:
        """Its content, of so many bytes at most. Raises SourceError."""
        if self.problem:
            raise SourceError(self.problem)
        try:
            with self.path.open("rb") as file:
                return _unpacked(file, self.inside, most)
        except OSError as error:
            raise SourceError(f"cannot be read: {error.strerror or error}") from None


def find(given: Sequence[str]) -> Iterator[Source]:
    """Every file of what was given: itself, what a folder holds, what an archive holds.

    Raises SourceError for what is not there. An archive that cannot be opened is one source with a problem: a student
    who hands in nonsense does not keep the others from being graded.
    """
    for name in given:
        path = Path(name)
        if path.is_dir():
            for file in sorted(path.rglob("*")):
                if file.is_file() and (_is_trace(file.name) or file.suffix == ".zip"):
                    folder = file.parent.relative_to(path)
                    yield from _inside(file, folder.parts[0] if folder.parts else "")
        elif path.exists():
            yield from _inside(path, "")
        else:
            raise SourceError(f"there is no file {name}")


def _inside(path: Path, folder: str) -> Iterator[Source]:
    try:
        with path.open("rb") as file:
            if not _is_zip(file):
                yield Source(path, (), folder)
                return
            total, count = 0, 0
            for inside, size, problem in _listed(file, ()):
                total, count = total + size, count + 1
                if total > MAX_TOTAL or count > MAX_FILES:
                    raise SourceError(f"unpacks to more than {MAX_FILES:,} files or {MAX_TOTAL // 1024**2:,} MB")
                parts = PurePosixPath(inside[-1]).parts
                yield Source(path, inside, parts[0] if len(parts) > 1 else folder, problem)
    except OSError as error:
        yield Source(path, (), folder, f"cannot be read: {error.strerror or error}")
    except SourceError as error:
        yield Source(path, (), folder, str(error))


def _listed(file: IO[bytes], above: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], int, str]]:
    """What an archive holds: the way to it, the size that it claims, and why it cannot be opened."""
    try:
        with zipfile.ZipFile(file) as archive:
            for entry in archive.infolist():
                inside = (*above, entry.filename)
                if entry.is_dir() or "__MACOSX" in entry.filename:
                    continue
                if entry.filename.endswith(".zip") and len(inside) < MAX_DEPTH:
                    try:
                        yield from _listed(io.BytesIO(_entry(archive, entry.filename)), inside)
                    except SourceError as error:
                        yield inside, 0, str(error)
                elif _is_trace(entry.filename):
                    yield inside, entry.file_size, ""
    except UNOPENED as error:
        raise SourceError(f"is no archive that can be opened: {error}") from None


def _unpacked(file: IO[bytes], inside: tuple[str, ...], most: int) -> bytes:
    if not inside:
        return _bounded(file, most)
    try:
        with zipfile.ZipFile(file) as archive:
            content = _entry(archive, inside[0], most)
    except UNOPENED as error:
        raise SourceError(f"cannot be unpacked: {error}") from None
    return _unpacked(io.BytesIO(content), inside[1:], most)


def _entry(archive: zipfile.ZipFile, name: str, most: int = MAX_BYTES) -> bytes:
    """What an entry unpacks to, whatever size its archive claims for it. Raises SourceError."""
    with archive.open(name) as opened:
        return _bounded(opened, most)


def _bounded(file: IO[bytes], most: int) -> bytes:
    content = file.read(most + 1)
    if len(content) > most:
        raise SourceError(f"has more than {most // 1024**2} MB; a recorded session has some kilobytes")
    return content


def _is_trace(name: str) -> bool:
    return name.endswith(SUFFIXES) and not PurePosixPath(name).name.startswith(".")


def _is_zip(file: IO[bytes]) -> bool:
    begin = file.read(4)
    file.seek(0)
    return begin in (ZIP, EMPTY_ZIP)
