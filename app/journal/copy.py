"""A copy of a data folder that can be made while a server works on it."""

from __future__ import annotations

import shutil
from pathlib import Path

from app.journal.journal import FILE, back_up
from app.journal.lock import NAME as LOCK


def copy_folder(source: Path, target: Path) -> int:
    """Copy the journal and the keys into a new folder; how many records there are.

    Raises FileExistsError when the target is there, FileNotFoundError when there is nothing to be copied, OSError or
    JournalError when it cannot be.
    """
    if not (source / FILE).is_file():
        raise FileNotFoundError(f"{source} holds no journal; name the server's folder with --data-dir")
    # Keys sign traces and open rooms: nobody else is to read them.
    target.mkdir(mode=0o700, parents=True)
    records = back_up(source / FILE, target / FILE)
    (target / FILE).chmod(0o600)
    for file in sorted(source.iterdir()):
        if file.is_file() and file.name != LOCK and not file.name.startswith("journal."):
            shutil.copy2(file, target / file.name)
    return records
