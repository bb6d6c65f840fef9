"""`orbital-raft grade-package`: an autograder for Gradescope that needs nothing installed."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

from app.cli.files import FileTrouble, check_writable, complain
from app.cli.grade import assignments_for, roster_in
from app.cli.keys import add_key_options, key_of

BAD_INPUT: Final = 2


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command."""
    parser = commands.add_parser(
        "grade-package",
        help="write an autograder for Gradescope",
        description=(
            "Writes a zip archive that Gradescope takes as the autograder of a lesson. It needs nothing installed. "
            "With a key in it signatures are checked; then nobody but instructors may have the archive."
        ),
    )
    parser.add_argument("lesson", metavar="LESSON", help="id of the lesson")
    parser.add_argument("--out", metavar="PATH", help="where to (LESSON-autograder.zip)")
    parser.add_argument(
        "--lessons-dir", metavar="DIR", type=Path, help="folder of lessons; those of the program if none"
    )
    parser.add_argument(
        "--rubric", metavar="FILE", type=Path, help="points and lateness, as YAML or JSON (the lesson's)"
    )
    parser.add_argument(
        "--roster", metavar="FILE", type=Path, help="CSV: participant,name,email; a trace must be one's own"
    )
    add_key_options(parser)
    parser.set_defaults(execute=execute)


def execute(chosen: argparse.Namespace) -> int:
    """Write the archive; the exit code."""
    from app.grading.naming import RosterError
    from app.grading.package import grade_package
    from app.grading.rubric import RubricError

    out = chosen.out or f"{chosen.lesson}-autograder.zip"
    try:
        check_writable(out)
        assignment = assignments_for(chosen)[chosen.lesson]
        key = key_of(chosen)
        content = grade_package(assignment, key, roster_in(chosen.roster))
        Path(out).write_bytes(content)
    except (FileTrouble, RosterError) as trouble:
        complain(f"orbital-raft: {trouble}")
        return BAD_INPUT
    except RubricError as error:
        complain(f"orbital-raft: {chosen.rubric or 'the rubric of the lesson'}: {error}")
        return BAD_INPUT
    except OSError as error:
        complain(f"orbital-raft: cannot write {out}: {error.strerror or error}")
        return BAD_INPUT
    print(f"{out}: {assignment.title}, {assignment.total:g} points, {len(content) // 1024:,} KB")
    if key is None:
        complain("signatures will not be checked: give --data-dir or --key to put the server's key into the archive")
    else:
        complain("the archive holds the server's key: keep it from students")
    return 0
