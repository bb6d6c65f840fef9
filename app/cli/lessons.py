"""`orbital-raft lessons check`: every lesson is valid, and every solution solves."""

from __future__ import annotations

import argparse
from pathlib import Path


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command."""
    parser = commands.add_parser("lessons", help="work on lessons", description="Work on lessons.")
    tasks = parser.add_subparsers(title="tasks", metavar="TASK", required=True)
    check = tasks.add_parser(
        "check",
        help="validate lessons and run their solutions",
        description="Validates lessons, runs every solution, and proves that doing nothing passes no goal.",
    )
    check.add_argument("folder", metavar="DIR", nargs="?", type=Path, help="the lessons; those of the program if none")
    check.set_defaults(execute=execute)


def execute(chosen: argparse.Namespace) -> int:
    """Check the lessons; the exit code."""
    from app.data import data_folder
    from app.lessons.check import main

    return main(chosen.folder if chosen.folder is not None else data_folder("lessons"))
