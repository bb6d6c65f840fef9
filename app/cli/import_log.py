"""`orbital-raft import`: the log of another implementation, checked, and as a page to look at."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.cli.files import FileTrouble, check_writable, complain, read_bytes, write_text

if TYPE_CHECKING:
    from raft_core.observe.observed import Observed

FOUND: Final = 1
BAD_INPUT: Final = 2
STDIN: Final = "-"


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command."""
    parser = commands.add_parser(
        "import",
        help="read the log of another implementation",
        description=(
            "Reads what another Raft printed, as JSON lines (docs/importing.md) or as etcd's state trace, and checks "
            "it: election safety, log matching and their kin. Nothing is executed. Exit code 0: every property "
            "holds, 1: one is broken, 2: bad input."
        ),
    )
    parser.add_argument("log", metavar="LOG", help="the file; - is stdin")
    parser.add_argument("--out", metavar="PAGE", help="also write a page that shows the run")
    parser.add_argument("--check", action="store_true", help="print what is found (as without --out)")
    parser.set_defaults(execute=execute)


def execute(chosen: argparse.Namespace) -> int:
    """Import; the exit code."""
    from raft_core.observe.observation import MOST_BYTES, LogError

    try:
        check_writable(chosen.out)
        content = read_bytes(chosen.log, MOST_BYTES).decode("utf-8")
        observed = _paged(chosen, content) if chosen.out is not None else _checked(content)
    except FileTrouble as trouble:
        complain(str(trouble))
        return BAD_INPUT
    except UnicodeDecodeError as error:
        complain(f"{chosen.log}: not UTF-8 at byte {error.start}; a log is UTF-8 text")
        return BAD_INPUT
    except LogError as error:
        complain(f"{chosen.log}: {error}")
        return BAD_INPUT
    if chosen.check or chosen.out is None:
        _print(observed)
    return FOUND if observed.findings else 0


def _checked(content: str) -> Observed:
    """Only look. Raises LogError."""
    from raft_core.observe.observed import Observed
    from raft_core.observe.read import read_log

    observed = Observed(read_log(content))
    for _ in observed.play():
        pass
    return observed


def _paged(chosen: argparse.Namespace, content: str) -> Observed:
    """Look, and write the page. Raises LogError and FileTrouble."""
    from app.cli.export import progress_bar
    from app.offline.observed import page_of_log

    name = "stdin" if chosen.log == STDIN else Path(chosen.log).name
    page, observed = page_of_log(content, name, progress_bar if sys.stderr.isatty() else None)
    if sys.stderr.isatty():
        print(file=sys.stderr)
    write_text(chosen.out, page)
    return observed


def _print(observed: Observed) -> None:
    """What was found, in the order of the log, each with its line."""
    for finding in observed.findings:
        line = observed.lines[finding.position - 1].line
        print(f"line {line}: {finding.property}: {observed.named(finding.says)}")
    nodes = ", ".join(observed.servers)
    lines, judged = len(observed.lines), len(observed.judged)
    found = len({finding.property for finding in observed.findings})
    verdict = f"{found} broken of {judged} properties" if found else f"{judged} properties hold"
    print(f"{observed.form}, {lines:,} lines of {nodes}: {verdict}")
