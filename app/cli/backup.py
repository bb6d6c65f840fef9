"""`orbital-raft backup`: a copy of what the server keeps, made while it runs."""

from __future__ import annotations

import argparse
from pathlib import Path

from app.cli.files import complain


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command."""
    parser = commands.add_parser(
        "backup",
        help="copy what the server keeps, while it runs",
        description="Copies the data folder into a new folder: the journal as it is at one moment, and the keys beside "
        "it. To go back to it, start the server with it as --data-dir.",
    )
    parser.add_argument("out", metavar="OUT", type=Path, help="a folder that is not there yet")
    parser.add_argument("--data-dir", metavar="DIR", help="the server's folder (as for serve)")
    parser.set_defaults(execute=execute)


def execute(chosen: argparse.Namespace) -> int:
    """Make the copy; the exit code."""
    from app.journal import JournalError
    from app.journal.copy import copy_folder
    from app.settings import read_settings

    try:
        source = read_settings(data_dir=chosen.data_dir).data_dir
        records = copy_folder(source, chosen.out)
    except FileExistsError:
        complain(f"orbital-raft: {chosen.out} is there already; name a folder that is not")
        return 2
    except (OSError, ValueError, JournalError) as error:
        complain(f"orbital-raft: cannot back up: {error}")
        return 2
    print(f"{chosen.out}: {records:,} records and the server's keys. Keep it as safe as the server itself.")
    return 0
