"""`orbital-raft serve`: the web application."""

from __future__ import annotations

import argparse
import types
from typing import Any, get_args, get_origin

from app.cli.files import complain


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command."""
    parser = commands.add_parser(
        "serve",
        help="start the lab",
        description="Serves the lab until Ctrl+C. A setting comes from its flag, else from the environment "
        "(ORBITAL_PORT for --port, and so on), else from the file, else it is the default.",
    )
    parser.add_argument(
        "--config", metavar="FILE", help="a TOML file with settings, named as the flags: max_rooms = 50"
    )
    parser.add_argument(
        "--show-settings", action="store_true", help="print the settings and where each is from, and end"
    )
    parser.add_argument(
        "--open", action=argparse.BooleanOptionalAction, help="open a browser; by default where there is a screen"
    )
    _add_flags(parser)
    parser.set_defaults(execute=execute)


def _add_flags(parser: argparse.ArgumentParser) -> None:
    """A flag for every setting; what may stand there is told by the setting itself."""
    from app.settings import Settings, flag_of

    group = parser.add_argument_group("settings")
    for name, field in Settings.model_fields.items():
        says = f"{field.description}{_default(field.get_default())}".replace("%", "%%")
        if field.annotation is bool:
            group.add_argument(flag_of(name), dest=name, action=argparse.BooleanOptionalAction, help=says)
        else:
            group.add_argument(flag_of(name), dest=name, metavar=_metavar(name, field.annotation), help=says)


def _default(value: object) -> str:
    return f" ({value})" if isinstance(value, str | int | float) and value not in ("", False) else ""


def _metavar(name: str, kind: Any) -> str:  # noqa: ANN401 - whatever a field is annotated with
    if name.endswith("_dir"):
        return "DIR"
    kinds = get_args(kind) if get_origin(kind) in (types.UnionType, tuple) else (kind,)
    return "N" if int in kinds or float in kinds else "TEXT"


def execute(chosen: argparse.Namespace) -> int:
    """Serve; the exit code."""
    from app.server import serve
    from app.settings import Settings, read_sources

    try:
        flags = {name: getattr(chosen, name) for name in Settings.model_fields}
        sources = read_sources(config=chosen.config, **flags)
    except ValueError as error:
        complain(f"orbital-raft: {error}")
        return 2
    if chosen.show_settings:
        print(sources.table())
        return 0
    return serve(sources.settings, chosen.open)
