"""`orbital-raft lessons`: check that every lesson works, begin a new scenario, make one of a recorded run."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.cli.files import FileTrouble, complain, read_bytes

if TYPE_CHECKING:
    from app.lessons.scaffold import Files, Place

BAD_INPUT: Final = 2


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
    new = tasks.add_parser(
        "new",
        help="begin a new scenario",
        description="Writes a small scenario that works, to be made another one. Its lesson is made when it is new.",
    )
    new.add_argument("slug", metavar="SLUG", help="its name in addresses, such as a-lost-write")
    new.add_argument(
        "--lesson", metavar="DIR", type=Path, help="the folder of its lesson, such as lessons/04-mine (a new lesson)"
    )
    new.set_defaults(execute=begin)
    noted = tasks.add_parser(
        "translated",
        help="note that a translation is up to date",
        description="Notes, beside each translation, which original it agrees with: that as it is now.",
    )
    noted.add_argument("files", metavar="FILE", nargs="+", type=Path, help="such as 01-an-election/scenario.zh-CN.md")
    noted.set_defaults(execute=note)
    record = tasks.add_parser(
        "record",
        help="make a scenario of a trace",
        description="Writes what a trace tells as a scenario: set-up, solution, and a text to be filled in.",
    )
    record.add_argument("trace", metavar="TRACE", help="a file from the lab, or from `run --trace`")
    record.add_argument(
        "--out", metavar="DIR", type=Path, required=True, help="its folder, such as lessons/04-mine/02-what-i-did"
    )
    record.set_defaults(execute=take_down)


def execute(chosen: argparse.Namespace) -> int:
    """Check the lessons; the exit code."""
    from app.data import data_folder
    from app.lessons.check import main

    return main(chosen.folder if chosen.folder is not None else data_folder("lessons"))


def begin(chosen: argparse.Namespace) -> int:
    """Begin a scenario; the exit code."""
    from app.lessons.scaffold import ScaffoldError, place_for, template

    try:
        place = place_for(chosen.slug, chosen.lesson)
        return _write(place, template(place.slug))
    except ScaffoldError as error:
        complain(f"orbital-raft: {error}")
        return BAD_INPUT


def take_down(chosen: argparse.Namespace) -> int:
    """Make a scenario of a trace; the exit code."""
    from app.lessons.record import RecordError, scenario_files
    from app.lessons.scaffold import ScaffoldError, check_place
    from raft_core.trace.read import MAX_TRACE_BYTES, TraceError, read_trace

    try:
        place = check_place(chosen.out)
        trace = read_trace(read_bytes(chosen.trace, MAX_TRACE_BYTES).decode("utf-8"))
        return _write(place, scenario_files(trace, place.slug))
    except UnicodeDecodeError as error:
        complain(f"orbital-raft: {chosen.trace}: not UTF-8 at byte {error.start}; a trace is UTF-8 text")
    except (TraceError, RecordError) as error:
        complain(f"orbital-raft: {chosen.trace}: {error}")
    except (FileTrouble, ScaffoldError) as error:
        complain(f"orbital-raft: {error}")
    return BAD_INPUT


def note(chosen: argparse.Namespace) -> int:
    """Note that translations agree with their originals; the exit code."""
    from app.lessons.error import ScriptError
    from app.lessons.load import note_translation

    try:
        for path in chosen.files:
            missing = note_translation(path)
            print(f"{path}: {'complete' if not missing else 'in English are ' + ', '.join(missing)}")
    except ScriptError as error:
        complain(f"orbital-raft: {error}")
        return BAD_INPUT
    return 0


def _write(place: Place, files: Files) -> int:
    from app.lessons.scaffold import write

    for path in write(place, files):
        print(path)
    lessons = place.lesson.parent
    print(f"\nLook at it:  orbital-raft serve --authoring --lessons-dir {lessons}")
    print(f"Check it:    orbital-raft lessons check {lessons}")
    return 0
