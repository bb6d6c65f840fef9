"""An installed wheel works as the checkout does: it brings the data folders, and it serves."""

from __future__ import annotations

import socket
import subprocess
import sys
import sysconfig
import time
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import httpx
import pytest

from app.data import FOLDERS, data_folder
from tools.environment import ROOT, Environment, executable

START_SECONDS: Final = 30


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel of this checkout; that of the tests lends it what the project depends on."""
    folder = tmp_path_factory.mktemp("wheel")
    uv = str(executable(Environment().venv, "uv"))
    build = [
        "build",
        "--wheel",
        "--no-build-isolation",
        "--python",
        sys.executable,
        "--out-dir",
        str(folder),
        str(ROOT),
    ]
    said = subprocess.run([uv, *build], check=False, capture_output=True, text=True)
    assert said.returncode == 0, said.stderr
    (wheel,) = folder.glob("*.whl")
    fresh = folder / "venv"
    venv.create(fresh, with_pip=False)
    python = str(executable(fresh, "python"))
    install = ["pip", "install", "--no-deps", "--offline", "--python", python, str(wheel)]
    said = subprocess.run([uv, *install], check=False, capture_output=True, text=True)
    assert said.returncode == 0, said.stderr
    site = subprocess.check_output([python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], text=True)
    # A folder that a .pth file names is searched, but its own .pth files, the checkout's among them, are not read.
    (Path(site.strip()) / "lent.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return fresh


def test_the_wheel_brings_every_data_file(installed: Path) -> None:
    code = "import app.data as d; print(*[d.data_folder(n) for n in d.FOLDERS], sep='\\n')"
    said = subprocess.check_output([executable(installed, "python"), "-c", code], cwd=installed, text=True)
    for name, place in zip(FOLDERS, map(Path, said.splitlines()), strict=True):
        assert place.is_relative_to(installed)
        ours, theirs = (
            {p.relative_to(top) for p in top.rglob("*") if p.is_file()} for top in (data_folder(name), place)
        )
        assert ours == theirs
        assert ours


@pytest.mark.slow
def test_an_installed_wheel_serves(installed: Path, tmp_path: Path) -> None:
    with serving(installed, tmp_path) as address:
        for path in ("/", "/lab", "/static/js/main.js"):
            assert httpx.get(address + path, timeout=10).status_code == 200, path


@contextmanager
def serving(installed: Path, folder: Path) -> Iterator[str]:
    """A server of the installed wheel, from a folder that knows nothing of the checkout; its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    options = ["--port", str(port), "--data-dir", str(folder / "kept"), "--no-open"]
    log = folder / "server.log"
    with log.open("w", encoding="utf-8") as output:
        server = subprocess.Popen(
            [executable(installed, "orbital-raft"), "serve", *options],
            cwd=folder,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            deadline = time.monotonic() + START_SECONDS
            while not answers(f"{address}/healthz"):
                assert server.poll() is None, log.read_text(encoding="utf-8")
                assert time.monotonic() < deadline, f"no answer in {START_SECONDS} s: {log.read_text(encoding='utf-8')}"
                time.sleep(0.1)
            yield address
        finally:
            server.terminate()
            server.wait(timeout=10)


def answers(address: str) -> bool:
    try:
        return httpx.get(address, timeout=1).is_success
    except httpx.TransportError:
        return False
