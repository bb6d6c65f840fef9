"""`orbital-raft verify`: traces are executed again and compared."""

from __future__ import annotations

import argparse

from app.cli.files import FileTrouble, complain, read_bytes


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command."""
    parser = commands.add_parser(
        "verify",
        help="run traces again and compare",
        description="Executes each trace again. Exit code 0: all identical, 1: one differs, 2: one is unreadable.",
    )
    parser.add_argument("traces", metavar="TRACE", nargs="+", help="a file from the lab, or from `run --trace`")
    parser.set_defaults(execute=execute)


def execute(chosen: argparse.Namespace) -> int:
    """Verify every trace; the worst exit code of them."""
    return max(_verify(name) for name in chosen.traces)


def _verify(name: str) -> int:
    from raft_core.trace.read import MAX_TRACE_BYTES, TraceError, read_trace
    from raft_core.trace.verify import verify

    try:
        content = read_bytes(name, MAX_TRACE_BYTES)
        verification = verify(read_trace(content.decode("utf-8")))
    except FileTrouble as trouble:
        complain(str(trouble))
        return 2
    except UnicodeDecodeError as error:
        complain(f"{name}: not UTF-8 at byte {error.start}; a trace is UTF-8 text")
        return 2
    except TraceError as error:
        complain(f"{name}: {error}")
        return 2
    if verification.identical:
        print(f"{name}: identical, {verification.steps} positions")
        return 0
    print(f"{name}: differs at position {verification.position}: {verification.says}")
    return 1
