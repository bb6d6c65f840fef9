"""The command `orbital-raft`. Results go to stdout, everything else to stderr; bad input ends with exit code 2."""

from __future__ import annotations

import argparse
import os
import sys
import traceback
from collections.abc import Sequence
from typing import Final

from app.cli import (
    backup,
    bench,
    check_history,
    explore,
    export,
    grade,
    grade_package,
    import_log,
    lessons,
    run,
    serve,
    verify,
)
from raft_core import ENGINE_VERSION

COMMANDS: Final = (
    serve,
    run,
    verify,
    grade,
    grade_package,
    export,
    import_log,
    explore,
    check_history,
    lessons,
    bench,
    backup,
)
BAD_INPUT: Final = 2
OUR_MISTAKE: Final = 70
INTERRUPTED: Final = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out one command; returns its exit code."""
    parser = argparse.ArgumentParser("orbital-raft", description="A Raft cluster to watch, break and check.")
    parser.add_argument("--version", action="version", version=f"orbital-raft {ENGINE_VERSION}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in COMMANDS:
        command.register(commands)
    chosen = parser.parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A terminal that cannot show ≥ shows its number; it does not end the run.
            stream.reconfigure(errors="backslashreplace")
    try:
        code: int = chosen.execute(chosen)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read the output has seen enough. Python would complain once more when it closes stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception:  # noqa: BLE001 - the last line of defence: exit code 1 would say that an expectation failed
        traceback.print_exc()
        print("orbital-raft: this is a mistake of Orbital Raft, not yours; please report it", file=sys.stderr)
        return OUR_MISTAKE
    return code
