"""The checks beside pytest: lint, format, types and layers of the Python; lint, types and tests of the JavaScript.

`make check` runs them; so does the test suite, each as a test of its own, so that one closing line tells of everything.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from typing import Final

from tools.environment import ROOT, Environment, executable

# deno neither downloads nor looks for updates; what it remembers stays in the checkout.
OFFLINE: Final = ("--no-remote", "--no-npm", "--no-lock")
DENO: Final[Mapping[str, str]] = {
    "DENO_DIR": str(ROOT / ".cache" / "deno"),
    "DENO_NO_UPDATE_CHECK": "1",
    "NO_COLOR": "1",
}
JAVASCRIPT: Final = ("static/js", "tests/js")

CHECKS: Final[Mapping[str, tuple[str, ...]]] = {
    "lint": ("ruff", "check", "."),
    "format": ("ruff", "format", "--check", "."),
    "types": ("mypy",),
    "layers": ("lint-imports",),
    "javascript lint": ("deno", "lint", *JAVASCRIPT),
    "javascript types": ("deno", "check", *OFFLINE, *JAVASCRIPT),
    "javascript tests": ("deno", "test", "--no-check", "--allow-read", *OFFLINE, "tests/js"),
}


def check(name: str, environment: Environment) -> subprocess.CompletedProcess[str]:
    """Run one check from the checkout and give its exit code and everything it printed."""
    program, *arguments = CHECKS[name]
    return subprocess.run(
        [executable(environment.venv, program), *arguments],
        check=False,
        cwd=ROOT,
        env={**os.environ, **DENO},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def run_all(environment: Environment) -> int:
    """Run every check, print what the failing ones say, and give how many failed."""
    failed = 0
    for name in CHECKS:
        result = check(name, environment)
        print(f"{'ok    ' if result.returncode == 0 else 'FAILED'}  {name}", flush=True)
        if result.returncode != 0:
            failed += 1
            sys.stdout.write(result.stdout)
    return failed
