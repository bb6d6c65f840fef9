"""The lock files: every archive that may be installed, by its hash, for all platforms and supported Pythons.

They say nothing of where an archive comes from: that is for the installer's own settings.
"""

from __future__ import annotations

import tempfile
import tomllib
from pathlib import Path
from typing import Final

from tools.environment import LOCKS, ROOT, Environment, executable, runs, stop

OPTIONS: Final = (
    *("--universal", "--python-version", "3.11", "--generate-hashes"),
    *("--no-annotate", "--custom-compile-command", "make lock", "--quiet"),
)


def write(environment: Environment, *, upgrade: bool) -> None:
    """Write both lock files; a pinned version stays unless `upgrade` or pyproject.toml asks for another."""
    backend = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["build-system"]["requires"]
    chosen = ("--upgrade",) if upgrade else ()
    more = {"runtime": (), "development": ("--all-extras", "--constraint", LOCKS["runtime"])}
    with tempfile.TemporaryDirectory() as folder:
        # `make` installs without build isolation, so what builds the project is pinned with the rest.
        build = Path(folder) / "build.in"
        build.write_text("\n".join(backend), encoding="utf-8")
        for wanted, file in LOCKS.items():
            sources = ("pyproject.toml", build, "--output-file", file)
            uv = executable(environment.venv, "uv")
            if not runs([uv, "pip", "compile", *sources, *more[wanted], *OPTIONS, *chosen]):
                stop(f"{file} could not be written")
