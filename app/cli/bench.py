"""`orbital-raft bench`: what the simulator costs, beside PySyncObj doing the same work."""

from __future__ import annotations

import argparse


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command."""
    parser = commands.add_parser(
        "bench", help="measure, and print a table", description="Measures; ratios count, seconds depend on the machine."
    )
    parser.add_argument("--rounds", type=_rounds, default=3, metavar="N", help="how often each is measured (3)")
    parser.add_argument(
        "--grading", type=_sessions, metavar="N", help="instead, make N sessions of a class and grade them"
    )
    parser.set_defaults(execute=execute)


def execute(chosen: argparse.Namespace) -> int:
    """Measure; the exit code."""
    if chosen.grading is not None:
        from app.bench.grading import main as grade

        return grade(chosen.grading)
    from app.bench.report import main

    return main(chosen.rounds)


def _sessions(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 100_000):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 to 100,000")
    return int(text)


def _rounds(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 100):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 to 100")
    return int(text)
