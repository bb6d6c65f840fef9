"""Reading what a command is given and writing what it makes; trouble with files is bad input."""

from __future__ import annotations

import sys
from pathlib import Path


class FileTrouble(Exception):  # noqa: N818 - said to the user as it is, never traced back
    """A file that cannot be read or written, as a sentence."""


def read_bytes(name: str, limit: int) -> bytes:
    """The content of a file, or of stdin for "-"; at most one byte more than the limit. Raises FileTrouble."""
    if name == "-":
        return sys.stdin.buffer.read(limit + 1)
    try:
        with Path(name).open("rb") as file:
            return file.read(limit + 1)
    except OSError as error:
        raise FileTrouble(f"cannot read {name}: {error.strerror or error}") from None


def check_writable(*names: str | None) -> None:
    """Raise FileTrouble for an output that cannot be written, before the work for it is done."""
    for name in names:
        if name is not None:
            path = Path(name)
            if path.is_dir():
                raise FileTrouble(f"cannot write {name}: it is a folder")
            if not path.parent.is_dir():
                raise FileTrouble(f"cannot write {name}: there is no folder {path.parent}")


def write_text(name: str, text: str) -> None:
    """Write a file. Raises FileTrouble."""
    try:
        Path(name).write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise FileTrouble(f"cannot write {name}: {error.strerror or error}") from None


def complain(says: str) -> None:
    """Tell the user what is wrong."""
    sys.stdout.flush()
    print(says, file=sys.stderr)
