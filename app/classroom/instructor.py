"""The key that opens classes: shown once, when it is made, and kept as a hash."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Final

from app.classroom.names import new_instructor_key
from app.security import same_token

FILE: Final = "instructor.key"
DIGITS: Final = 64


class Instructor:
    """Knows whether a key is the instructor's. `fresh` is the key itself when it was made just now, else None."""

    def __init__(self, data_dir: Path) -> None:
        """Raises OSError where the folder cannot be used, ValueError for a broken file."""
        path = data_dir / FILE
        self.fresh: str | None = None
        try:
            self._hash = path.read_text(encoding="ascii").strip()
        except FileNotFoundError:
            self.fresh = new_instructor_key()
            self._hash = _hash(self.fresh)
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "w", encoding="ascii") as file:
                file.write(self._hash + "\n")
        if len(self._hash) != DIGITS:
            raise ValueError(f"{path} does not hold the hash of an instructor key; remove it to get a new key")

    @property
    def mark(self) -> str:
        """What changes with the key: who showed an old one has to show the new one."""
        return self._hash[:16]

    def holds(self, key: str) -> bool:
        """Whether it is the instructor's key, typed in whatever case and with or without hyphens."""
        return same_token(_hash(key), self._hash)


def _hash(key: str) -> str:
    typed = "".join(letter for letter in key.upper() if letter.isalnum())
    return hashlib.sha256(b"orbital instructor key\n" + typed.encode()).hexdigest()
