"""`orbital-raft verify`: traces are executed again and compared, their signatures checked where the key is known."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Final

from app.cli.files import FileTrouble, complain, read_bytes
from app.cli.keys import add_key_options, key_of

DIFFERS: Final = 1
BAD_INPUT: Final = 2
STDIN: Final = "-"
MAX_POSITIONS: Final = 10_000_000
"""As many as the largest room may take; that is some minutes."""
SAYS: Final = {
    "valid": "signature valid",
    "wrong": "the signature is WRONG: it was changed, or another server signed it",
    "missing": "it is NOT SIGNED",
    "unchecked": "signature not checked (no --key)",
}


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command."""
    parser = commands.add_parser(
        "verify",
        help="run traces again and compare",
        description=(
            "Executes each trace again. Exit code 0: all identical, 1: one differs, or is not signed by the given key, "
            "2: one is unreadable."
        ),
    )
    parser.add_argument(
        "traces",
        metavar="TRACE",
        nargs="+",
        help="files from the lab or from `run --trace`, folders or archives of them",
    )
    add_key_options(parser)
    parser.set_defaults(execute=execute)


def execute(chosen: argparse.Namespace) -> int:
    """Verify every trace; the worst exit code of them."""
    try:
        key = key_of(chosen)
    except FileTrouble as trouble:
        complain(str(trouble))
        return BAD_INPUT
    codes = [_verify(name, content, key) for name, content in _contents(chosen.traces)]
    if not codes:
        complain(f"no trace is in {', '.join(chosen.traces)}; traces end in .trace.jsonl")
    return max(codes, default=BAD_INPUT)


def _contents(given: list[str]) -> Iterator[tuple[str, bytes | str]]:
    """The name and the content of every trace; of one that cannot be read, why not."""
    from app.grading.sources import SourceError, find
    from raft_core.trace.read import MAX_TRACE_BYTES

    for name in given:
        if name == STDIN:
            yield name, read_bytes(name, MAX_TRACE_BYTES)
            continue
        try:
            for source in find([name]):
                # One file is called as it was given, so that programs find it again.
                called = name if not source.inside and source.path.samefile(name) else source.name
                try:
                    yield called, source.read(MAX_TRACE_BYTES)
                except SourceError as error:
                    yield called, str(error)
        except SourceError as error:
            yield name, str(error)


def _verify(name: str, content: bytes | str, key: bytes | None) -> int:
    from app.grading.signature import check_signature
    from raft_core.trace.read import TraceError, read_trace
    from raft_core.trace.verify import verify

    if isinstance(content, str):
        complain(f"{name}: {content}")
        return BAD_INPUT
    try:
        trace = read_trace(content.decode("utf-8"))
    except UnicodeDecodeError as error:
        complain(f"{name}: not UTF-8 at byte {error.start}; a trace is UTF-8 text")
        return BAD_INPUT
    except TraceError as error:
        complain(f"{name}: {error}")
        return BAD_INPUT
    if trace.end["position"] > MAX_POSITIONS:
        complain(f"{name}: claims {trace.end['position']:,} positions; at most {MAX_POSITIONS:,} are executed again")
        return BAD_INPUT
    verification = verify(trace)
    signature = check_signature(content, key)
    if verification.identical:
        print(f"{name}: identical, {verification.steps} positions; {SAYS[signature]}")
        return DIFFERS if signature in ("wrong", "missing") else 0
    print(f"{name}: differs at position {verification.position}: {verification.says}; {SAYS[signature]}")
    return DIFFERS
