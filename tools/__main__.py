"""The commands of the Makefile, for `python3 -m tools COMMAND`."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from tools import browser, checks, lock
from tools.environment import ROOT, Environment, executable

COMMANDS: Final = {
    "run": "start the lab on 127.0.0.1:8000, in a browser where there is a screen",
    "test": "run every check and every test",
    "check": "run the checks alone: lint, format, types, layers, JavaScript",
    "install": "make the environment with everything that working on the project needs",
    "bench": "measure the simulator, and print a table",
    "bench-lab": "measure the lab in a real browser, and print a table",
    "bench-load": "measure the server with hundreds of viewers, and print a table",
    "screenshot": "take the picture of the README anew",
    "lock": "write the lock files after a change of pyproject.toml",
    "upgrade": "write the lock files with the newest versions",
    "clean": "remove the environment and everything that was built or cached",
}
TOOLS: Final = ("cache", "hypothesis", "import_linter_cache", "mypy_cache", "pytest_cache", "ruff_cache")
REMOVED: Final = (".venv", "build", "dist", *(f".{tool}" for tool in TOOLS))


def main(arguments: list[str]) -> int:
    """Do one command; what follows it goes on to the program that it starts."""
    listing = "\n".join(f"  {name:11}{says}" for name, says in COMMANDS.items())
    parser = argparse.ArgumentParser(
        "python3 -m tools", epilog=f"commands:\n{listing}", formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("command", choices=COMMANDS, metavar="COMMAND")
    known, rest = parser.parse_known_args(arguments)
    os.chdir(ROOT)
    if known.command == "clean":
        return clean()
    environment = Environment(installer=os.environ.get("ORBITAL_INSTALLER") or None)
    environment.prepare("runtime" if known.command == "run" else "development")
    match known.command:
        case "run":
            return start(executable(environment.venv, "orbital-raft"), "serve", *rest)
        case "test":
            browser.need(environment)
            return start(environment.python, "-m", "pytest", *rest)
        case "check":
            return min(1, checks.run_all(environment))
        case "bench":
            return start(executable(environment.venv, "orbital-raft"), "bench", *rest)
        case "bench-lab":
            browser.need(environment)
            return start(environment.python, "-m", "tools.bench_lab", *rest)
        case "bench-load":
            return start(environment.python, "-m", "tools.bench_load", *rest)
        case "screenshot":
            browser.need(environment)
            return start(environment.python, "-m", "tools.screenshot")
        case "lock" | "upgrade":
            lock.write(environment, upgrade=known.command == "upgrade")
    return 0


def start(program: Path, *arguments: str) -> int:
    """Run a program in this one's place, so that it gets the signals and its exit code is this one's."""
    command = [str(program), *arguments]
    if os.name == "posix":
        os.execv(program, command)
    return subprocess.call(command)


def clean() -> int:
    """Remove what git does not keep and any command makes again."""
    for name in REMOVED:
        shutil.rmtree(ROOT / name, ignore_errors=True)
    for cache in ROOT.rglob("__pycache__"):
        shutil.rmtree(cache, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
