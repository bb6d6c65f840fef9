"""The set-up that `make` does: with uv and with pip, once and not twice."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from tools import browser, environment
from tools.environment import INSTALLERS, LOCKS, ROOT, Environment

CHECKOUT: Final = (
    "app",
    "raft_core",
    "static",
    "templates",
    "lessons",
    "tools",
    "pyproject.toml",
    "README.md",
    "LICENSE",
)
PREPARE: Final = "from tools.environment import Environment; Environment(installer={!r}).prepare('runtime')"


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A copy of the checkout, without an environment."""
    for name in (*CHECKOUT, *LOCKS.values()):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy2
        copy(ROOT / name, tmp_path / name)
    return tmp_path


@pytest.mark.slow
@pytest.mark.skipif("ORBITAL_OFFLINE" in os.environ, reason="ORBITAL_OFFLINE is set: no packages can be had")
@pytest.mark.parametrize("installer", INSTALLERS)
def test_an_empty_checkout_gets_an_environment_once(clone: Path, installer: str) -> None:
    # A search path without uv: the pinned one comes through pip.
    bare = {name: value for name, value in os.environ.items() if not name.startswith("UV_")} | {"PATH": os.defpath}
    command = [sys.executable, "-c", PREPARE.format(installer)]

    first = subprocess.run(command, cwd=clone, env=bare, capture_output=True, text=True, check=False)
    assert first.returncode == 0, first.stderr
    assert f"with {installer}" in first.stderr

    second = subprocess.run(command, cwd=clone, env=bare, capture_output=True, text=True, check=False)
    assert (second.returncode, second.stderr) == (0, "")

    own = environment.executable(clone / ".venv", "python")
    where = [str(own), "-c", "import app.data, fastapi; print(app.data.data_folder('static'))"]
    assert subprocess.check_output(where, cwd="/", env=bare, text=True).strip() == str(clone / "static")


def test_an_unknown_installer_is_refused_with_the_known_ones() -> None:
    with pytest.raises(SystemExit, match=r"conda.*uv or pip"):
        Environment(installer="conda")


def test_the_pin_of_one_package_is_its_block_of_the_lock_file() -> None:
    block = "uv==2 ; python_version > '3' \\\n    --hash=sha256:2 \\\n    --hash=sha256:3\n"
    lock = f"# made by\nuvicorn==1 \\\n    --hash=sha256:1\n{block}x==3\n"
    assert environment.pinned("uv", lock) == block
    with pytest.raises(ValueError, match="deno is not in the lock file"):
        environment.pinned("deno", lock)


def test_a_chromium_named_by_the_person_is_the_only_one_tried(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ORBITAL_CHROMIUM", str(tmp_path / "none"))
    assert browser.find() is None
    monkeypatch.setenv("ORBITAL_CHROMIUM", sys.executable)
    assert browser.find() == Path(sys.executable)
