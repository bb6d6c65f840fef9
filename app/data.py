"""The folders of files that the application serves: static, templates, lessons.

In a checkout they stand beside `app`; in a wheel they lie in `app/_data` (pyproject.toml puts them there).
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

FOLDERS: Final = ("static", "templates", "lessons")


def data_folder(name: str, package: Path = Path(__file__).parent) -> Path:
    """Where the data folder `name` is, for the `app` package that lies at `package`.

    Raises ValueError for a name that is not in FOLDERS and FileNotFoundError when an installation has lost the folder.
    """
    if name not in FOLDERS:
        raise ValueError(f"{name!r} is not a data folder; the data folders are {', '.join(FOLDERS)}")
    packaged = package / "_data"
    folder = (packaged if packaged.is_dir() else package.parent) / name
    if not folder.is_dir():
        raise FileNotFoundError(f"the folder {name} is missing: {folder}; install orbital-raft again")
    return folder
