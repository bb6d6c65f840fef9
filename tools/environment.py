"""The project's own environment: `.venv`, filled from a lock file in which every archive is pinned by its hash.

`uv` installs where there is one or where pip can bring it, plain pip otherwise; ORBITAL_INSTALLER forces one.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import ssl
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, NoReturn

ROOT: Final = Path(__file__).resolve().parent.parent
LOCKS: Final[Mapping[str, str]] = {"runtime": "requirements.lock", "development": "requirements-dev.lock"}
INSTALLERS: Final = ("uv", "pip")
PIP_OPTIONS: Final = ("--quiet", "--disable-pip-version-check", "--no-input")


def stop(says: str) -> NoReturn:
    """End with a message for the person at the terminal."""
    sys.exit(f"orbital-raft: {says}")


def tell(says: str) -> None:
    """A line of progress; results alone go to standard output."""
    print(f"orbital-raft: {says}", file=sys.stderr, flush=True)


def executable(venv: Path, name: str) -> Path:
    """Where the program `name` of an environment is."""
    return venv / "Scripts" / f"{name}.exe" if os.name == "nt" else venv / "bin" / name


def succeeds(command: Sequence[str | Path]) -> bool:
    """Whether a command can be started and exits with 0; what it prints is nobody's business."""
    try:
        return subprocess.run(command, capture_output=True, check=False, stdin=subprocess.DEVNULL).returncode == 0
    except OSError:
        return False


def runs(command: Sequence[str | Path], **variables: str) -> bool:
    """Run a command from the checkout, with more variables in its environment; whether it went well."""
    environment = {**os.environ, **variables}
    # What it prints is progress: standard output is for results.
    ended = subprocess.run(command, check=False, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=sys.stderr)
    return ended.returncode == 0


def certificates() -> dict[str, str]:
    """What makes uv trust whom the machine trusts, a company's own authority included, as pip does.

    Empty where the machine has no store of certificates; uv then trusts those that it brings.
    """
    known = ssl.create_default_context().cert_store_stats()["x509_ca"]
    return {"UV_SYSTEM_CERTS": "1"} if known and "UV_SYSTEM_CERTS" not in os.environ else {}


def pinned(package: str, lock: str) -> str:
    """The lines of a lock file that pin one package: its requirement and its hashes."""
    lines = lock.splitlines()
    starts = [number for number, line in enumerate(lines) if line.startswith(f"{package}==")]
    if not starts:
        raise ValueError(f"{package} is not in the lock file; `make lock` writes it")
    block = [lines[starts[0]]]
    for line in lines[starts[0] + 1 :]:
        if not line.startswith(" "):
            break
        block.append(line)
    return "\n".join(block) + "\n"


class Environment:
    """A virtual environment of the project; a stamp in it notes what is installed, so that nothing is done twice."""

    def __init__(self, venv: Path = ROOT / ".venv", installer: str | None = None) -> None:
        if installer is not None and installer not in INSTALLERS:
            stop(f"ORBITAL_INSTALLER is {installer!r}; it may be {' or '.join(INSTALLERS)}, or be left out")
        self.venv = venv
        self.forced = installer
        self.python = executable(venv, "python")
        self.stamp = venv / "orbital-raft.stamp"

    def prepare(self, wanted: str) -> None:
        """Install the project with what the lock `wanted` pins; `development` holds all of `runtime`."""
        if not succeeds([self.python, "-c", ""]):
            self._create()
        if self._holds(wanted) or self._holds("development"):
            return
        for installer in [self.forced] if self.forced else INSTALLERS:
            command = self._uv() if installer == "uv" else self._pip()
            if command is not None:
                tell(f"installing what {LOCKS[wanted]} pins, with {installer}")
                if self._fill(command, wanted):
                    return
            tell(f"{installer} could not install it")
        stop("nothing is left that could install; what was tried says above why it failed")

    def _fill(self, command: list[str | Path], wanted: str) -> bool:
        """Install with one installer and note it; whether that went well."""
        pinned_archives = [*command, "--require-hashes", "--requirement", ROOT / LOCKS[wanted]]
        project = [*command, "--no-deps", "--no-build-isolation", "--editable", ROOT]
        if not (runs(pinned_archives, PIP_USE_PEP517="1", **certificates()) and runs(project)):
            return False
        noted = [line for line in self._noted() if not line.startswith(f"{wanted} ")]
        self.stamp.write_text("\n".join([*noted, self._fingerprint(wanted)]) + "\n", encoding="utf-8")
        return True

    def _create(self) -> None:
        """Make the environment without pip: Debian leaves out what the standard library would install pip with."""
        tell(f"making an environment in {self.venv.name} with Python {sys.version.split()[0]}")
        shutil.rmtree(self.venv, ignore_errors=True)
        if not succeeds([sys.executable, "-m", "venv", "--without-pip", self.venv]):
            stop("this Python cannot make virtual environments: install its `venv` module (Debian: python3-venv)")

    def _holds(self, wanted: str) -> bool:
        return self._fingerprint(wanted) in self._noted()

    def _fingerprint(self, wanted: str) -> str:
        """The line that notes an installation: it changes with lock file, package description, Python and place."""
        digest = hashlib.sha256()
        for file in (ROOT / LOCKS[wanted], ROOT / "pyproject.toml", self.venv / "pyvenv.cfg"):
            digest.update(file.read_bytes())
        digest.update(str(ROOT).encode())
        return f"{wanted} {digest.hexdigest()}"

    def _noted(self) -> list[str]:
        return self.stamp.read_text(encoding="utf-8").splitlines() if self.stamp.is_file() else []

    def _pip(self) -> list[str | Path] | None:
        """The command by which pip installs into this environment."""
        return [self.python, "-m", "pip", "install", *PIP_OPTIONS] if self._has_pip() else None

    def _uv(self) -> list[str | Path] | None:
        """The command by which uv does: the person's own uv, or the pinned one that pip brings into the environment."""
        own = executable(self.venv, "uv")
        arguments = ("pip", "install", "--quiet", "--python", self.python)
        for uv in (shutil.which("uv"), own):
            if uv is not None and succeeds([uv, "--version"]):
                return [uv, *arguments]
        pip = self._pip()
        if pip is None:
            return None
        with tempfile.TemporaryDirectory() as folder:
            requirement = Path(folder) / "uv.lock"
            locked = (ROOT / LOCKS["development"]).read_text(encoding="utf-8")
            requirement.write_text(pinned("uv", locked), encoding="utf-8")
            # Only as a program that is ready: building uv takes longer than uv saves.
            installed = succeeds([*pip, "--only-binary", ":all:", "--require-hashes", "--requirement", requirement])
        return [own, *arguments] if installed and succeeds([own, "--version"]) else None

    def _has_pip(self) -> bool:
        """Whether the environment has pip, after trying to get it: from the standard library or by this pip."""
        outer: list[str | Path] = [sys.executable, "-m", "pip", "--python", self.python, "install", "--quiet", "pip"]
        return (
            succeeds([self.python, "-m", "pip", "--version"])
            or succeeds([self.python, "-m", "ensurepip", "--default-pip"])
            or succeeds(outer)
        )
