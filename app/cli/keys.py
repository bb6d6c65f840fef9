"""The key that a server signs with, as commands are told where it is."""

from __future__ import annotations

import argparse
from pathlib import Path

from app.cli.files import FileTrouble


def add_key_options(parser: argparse.ArgumentParser) -> None:
    """Describe the options."""
    options = parser.add_mutually_exclusive_group()
    options.add_argument("--key", metavar="FILE", type=Path, help="the key that the server signs with (signing.key)")
    options.add_argument(
        "--data-dir", metavar="DIR", type=Path, help="the data folder of the server, with that key in it"
    )


def key_of(chosen: argparse.Namespace) -> bytes | None:
    """The key; None when nobody said where it is. Raises FileTrouble."""
    from app.grading.signature import read_key

    path: Path | None = chosen.key or chosen.data_dir
    if path is None:
        return None
    try:
        return read_key(path)
    except OSError as error:
        raise FileTrouble(f"cannot read the key in {path}: {error.strerror or error}") from None
    except ValueError as error:
        raise FileTrouble(str(error)) from None
