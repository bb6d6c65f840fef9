"""The lock on a data folder: it belongs to one server at a time, and is free when that one is gone, however it went."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

NAME: Final = "server.lock"
FAR: Final = 1 << 30
"""Where Windows locks a byte: whoever holds it keeps others from reading there, and the number is to be read."""


class FolderTaken(OSError):  # noqa: N818 - named after what happened
    """Another server works on this folder."""


class FolderLock:
    """Held from its making to its `release`."""

    def __init__(self, folder: Path) -> None:
        """Raises FolderTaken that names the folder and the process that has it, OSError for one that is no folder."""
        self._handle: int | None = None
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = folder / NAME
        self._handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _take(self._handle)
        except OSError:
            holder = path.read_text(encoding="ascii", errors="replace").strip() or "unknown"
            os.close(self._handle)
            self._handle = None
            raise FolderTaken(
                f"the data folder {folder} is in use by another server (process {holder}); "
                "stop that one, or give this one a --data-dir of its own"
            ) from None
        os.truncate(path, 0)
        os.write(self._handle, f"{os.getpid()}\n".encode("ascii"))

    def release(self) -> None:
        """Let another server have the folder."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def __del__(self) -> None:
        self.release()


if sys.platform == "win32":
    import msvcrt

    def _take(handle: int) -> None:
        os.lseek(handle, FAR, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        os.lseek(handle, 0, os.SEEK_SET)

else:
    import fcntl

    def _take(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
