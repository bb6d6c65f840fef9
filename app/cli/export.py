"""`orbital-raft export`: a trace in the form of another tool."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.cli.files import FileTrouble, check_writable, complain, read_bytes, write_text

if TYPE_CHECKING:
    from raft_core.trace.read import Trace

DIFFERS: Final = 1
BAD_INPUT: Final = 2
FORMATS: Final = ("script", "jsonl", "shiviz", "tla", "mermaid", "svg", "perfetto", "html")
BAR: Final = 30


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command."""
    parser = commands.add_parser(
        "export",
        help="write a trace in another form",
        description=(
            "Executes the trace again and writes it as Raft script, as JSON lines of all events, as a log with vector "
            "clocks for ShiViz, as a TLA+ module for TLC (with --out, its .cfg beside it), as a sequence diagram for "
            "Mermaid, as a space-time diagram (SVG), as trace events for Perfetto, or as a page that replays it "
            "without a server. Exit code 1: the trace differs from its replay (a page is written even so, and says "
            "it), 2: bad input."
        ),
    )
    parser.add_argument("trace", metavar="TRACE", help="a file from the lab, or from `run --trace`")
    parser.add_argument("--format", required=True, choices=FORMATS, dest="form", help="what to write")
    parser.add_argument("--out", metavar="PATH", help="where to (stdout)")
    parser.set_defaults(execute=execute)


def execute(chosen: argparse.Namespace) -> int:
    """Export; the exit code."""
    from raft_core.trace.read import MAX_TRACE_BYTES, TraceError, read_trace

    try:
        check_writable(chosen.out)
        _check_name(chosen.form, chosen.out)
        text = read_bytes(chosen.trace, MAX_TRACE_BYTES).decode("utf-8")
        trace = read_trace(text)
        return _page(chosen, trace, text) if chosen.form == "html" else _convert(chosen, trace)
    except FileTrouble as trouble:
        complain(str(trouble))
        return BAD_INPUT
    except UnicodeDecodeError as error:
        complain(f"{chosen.trace}: not UTF-8 at byte {error.start}; a trace is UTF-8 text")
        return BAD_INPUT
    except TraceError as error:
        complain(f"{chosen.trace}: {error}")
        return BAD_INPUT


def _convert(chosen: argparse.Namespace, trace: Trace) -> int:
    """Write it in a form that another tool reads. Raises FileTrouble."""
    from raft_core.export.forms import DiffersError, converted
    from raft_core.export.tla import configuration_text, module_name

    try:
        text = converted(trace, chosen.form, module_name(Path(chosen.out or "Trace").stem))
    except DiffersError as error:
        complain(f"{chosen.trace}: {error}")
        return DIFFERS
    _write(chosen.out, text, configuration_text() if chosen.form == "tla" else "")
    return 0


def _page(chosen: argparse.Namespace, trace: Trace, text: str) -> int:
    """Write the page that replays it; what differs is on the page too. Raises FileTrouble."""
    from app.offline import LONGEST, page_of_trace

    if trace.end["position"] > LONGEST:
        steps = trace.end["position"]
        raise FileTrouble(f"{chosen.trace}: a page holds at most {LONGEST:,} events; this trace has {steps:,}")
    page, difference = page_of_trace(
        trace, text, Path(chosen.trace).name, progress_bar if sys.stderr.isatty() else None
    )
    if sys.stderr.isatty():
        print(file=sys.stderr)
    _write(chosen.out, page, "")
    if difference is None:
        return 0
    complain(f"{chosen.trace}: differs at position {difference.position}: {difference.says}")
    return DIFFERS


def progress_bar(done: int, of: int) -> None:
    """Show on a terminal how far the making of a page has come."""
    filled = BAR * done // max(1, of)
    print(f"\r[{'#' * filled}{'.' * (BAR - filled)}] {done:,} of {of:,} events", end="", file=sys.stderr, flush=True)


def _check_name(form: str, out: str | None) -> None:
    """A module has the name of its file, and TLA+ is strict about names. Raises FileTrouble."""
    from raft_core.export.tla import module_name

    if form == "tla" and out is not None and module_name(Path(out).stem) != Path(out).stem:
        name = module_name(Path(out).stem)
        raise FileTrouble(f"cannot write {out}: a TLA+ module is named by letters, digits and _, such as {name}.tla")


def _write(name: str | None, text: str, configuration: str) -> None:
    if name is None:
        print(text, end="")
        return
    write_text(name, text)
    if configuration:
        write_text(str(Path(name).with_suffix(".cfg")), configuration)
