"""`orbital-raft run`: a Raft script, its transcript, and what it leaves behind."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING, Any

from app.cli.files import FileTrouble, check_writable, complain, read_bytes, write_text

if TYPE_CHECKING:
    from raft_core.script import Outcome, Place, Script, ScriptError

RESULT_FORMAT = "orbital-raft-run"
RESULT_VERSION = 1
MAX_SEED = 2**63 - 1


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command."""
    parser = commands.add_parser(
        "run",
        help="run a script and print its transcript",
        description="Runs a Raft script. Exit code 0: all expectations hold, 1: one fails, 2: bad input.",
    )
    parser.add_argument("file", metavar="FILE", help="the script; - reads stdin")
    parser.add_argument("--seed", type=_seed, metavar="N", help="in place of the script's own seed")
    parser.add_argument("--state", metavar="OUT", help="write the state at the end, as JSON")
    parser.add_argument("--trace", metavar="OUT", help="write the trace, for `orbital-raft verify`")
    parser.add_argument("--json", action="store_true", help="print the result as JSON, in place of the transcript")
    parser.set_defaults(execute=execute)


def execute(chosen: argparse.Namespace) -> int:
    """Run the script; the exit code."""
    from raft_core.script import MAX_BYTES, ScriptError, decode, parse, run, with_seed

    name = "<stdin>" if chosen.file == "-" else chosen.file
    try:
        check_writable(chosen.state, chosen.trace)
        script = parse(decode(read_bytes(chosen.file, MAX_BYTES), name), name)
        if chosen.seed is not None:
            script = with_seed(script, chosen.seed)
        outcome = run(script, None if chosen.json else print)
        code = 0 if outcome.passed else 1
        if chosen.json:
            print(json.dumps(_result(name, code, script, outcome), indent=2))
        _write(chosen, outcome)
    except (ScriptError, FileTrouble) as error:
        complain(str(error))
        if chosen.json and isinstance(error, ScriptError):
            print(json.dumps(_bad_input(name, error), indent=2))
        return 2
    return code


def _seed(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) <= MAX_SEED):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 0 to {MAX_SEED}")
    return int(text)


def _write(chosen: argparse.Namespace, outcome: Outcome) -> None:
    """Write the state and the trace, as far as they are wanted. Raises FileTrouble."""
    from raft_core.trace.document import state_document
    from raft_core.trace.record import Header, write_trace

    session, branch = outcome.session, outcome.branch
    if chosen.state is not None:
        checks = session.checks(branch)
        document = state_document(session.world(branch), checks.findings, checks.linearizable)
        # Time may have run on after the last step.
        document["time_us"] = branch.now_us
        write_text(chosen.state, json.dumps(document, indent=2) + "\n")
    if chosen.trace is not None:
        write_text(chosen.trace, write_trace(session, branch, Header()))


def _result(name: str, code: int, script: Script, outcome: Outcome) -> dict[str, Any]:
    """What `--json` prints."""
    from raft_core.trace.document import finding_document

    session, branch, failure = outcome.session, outcome.branch, outcome.failure
    checks = session.checks(branch)
    failed: dict[str, Any] | None = None
    if failure is not None:
        failed = {
            **_at(failure.place),
            "directive": failure.directive,
            "says": failure.says,
            "position": failure.position,
            "time_us": failure.time_us,
            "monitor": None if failure.monitor is None else _at(failure.monitor),
        }
    return {
        "format": RESULT_FORMAT,
        "version": RESULT_VERSION,
        "file": name,
        "exit": code,
        "seed": script.scenario.settings.seed,
        "position": branch.last_position,
        "time_us": branch.now_us,
        "expectations_held": outcome.held,
        "failure": failed,
        "error": None,
        "refused": [
            {
                **_at(refused.place),
                "directive": refused.directive,
                "rule": refused.refusal.rule,
                "says": refused.refusal.says,
                "citation": refused.refusal.citation or None,
                "position": refused.position,
                "time_us": refused.time_us,
            }
            for refused in outcome.refused
        ],
        "violations": [finding_document(finding) for finding in checks.findings],
        "linearizable": checks.linearizable,
        "transcript": outcome.transcript,
    }


def _bad_input(name: str, error: ScriptError) -> dict[str, Any]:
    wrong = {**_at(error.place), "found": error.found, "problem": error.problem or None, "legal": error.legal}
    return {"format": RESULT_FORMAT, "version": RESULT_VERSION, "file": name, "exit": 2, "error": wrong}


def _at(place: Place) -> dict[str, Any]:
    return {"line": place.line, "column": place.column}
