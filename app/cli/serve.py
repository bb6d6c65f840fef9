"""`orbital-raft serve`: the web application."""

from __future__ import annotations

import argparse

from app.cli.files import complain


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command."""
    parser = commands.add_parser(
        "serve",
        help="start the lab",
        description="Serves the lab until Ctrl+C. Every option may also come from the environment, as ORBITAL_PORT.",
    )
    parser.add_argument("--host", help="address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=int, help="port to listen on (8000); 0 takes a free one")
    parser.add_argument("--data-dir", metavar="DIR", help="folder for what must survive a restart")
    parser.add_argument("--lessons-dir", metavar="DIR", help="folder of lessons; those of the program if none")
    parser.add_argument(
        "--authoring", action="store_true", default=None, help="read a lesson again whenever its files change"
    )
    parser.add_argument(
        "--open", action=argparse.BooleanOptionalAction, help="open a browser; by default where there is a screen"
    )
    parser.set_defaults(execute=execute)


def execute(chosen: argparse.Namespace) -> int:
    """Serve; the exit code."""
    from app.server import serve
    from app.settings import read_settings

    try:
        settings = read_settings(
            host=chosen.host,
            port=chosen.port,
            data_dir=chosen.data_dir,
            lessons_dir=chosen.lessons_dir,
            authoring=chosen.authoring,
        )
    except ValueError as error:
        complain(f"orbital-raft: {error}")
        return 2
    return serve(settings, chosen.open)
