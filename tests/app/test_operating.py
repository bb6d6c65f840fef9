"""What the manual of the server shows is legal, and what it names is there."""

from __future__ import annotations

import argparse
import re
import shlex
from pathlib import Path

import pytest

from app.cli import serve
from app.settings import Settings, read_settings
from tests.app.browser import Browser

DOCS = Path(__file__).parents[2] / "docs"
EXAMPLES = DOCS / "operating"
MANUALS = (DOCS / "operating.md", DOCS / "running-a-course.md")


def test_the_example_of_a_file_is_legal() -> None:
    settings = read_settings({}, config=EXAMPLES / "orbital-raft.toml")
    assert (settings.root_path, settings.trusted_proxies) == ("/raft", ("127.0.0.1", "::1"))


def test_the_unit_starts_the_server_with_options_that_are_there() -> None:
    unit = (EXAMPLES / "orbital-raft.service").read_text(encoding="utf-8")
    started = re.search(r"^ExecStart=(.*)$", unit, re.MULTILINE)
    assert started is not None
    parser = argparse.ArgumentParser(exit_on_error=False)
    serve.register(parser.add_subparsers())
    chosen = parser.parse_args(shlex.split(started[1])[1:])
    assert chosen.config == "/etc/orbital-raft.toml"
    stops_in = re.search(r"^TimeoutStopSec=(\d+)$", unit, re.MULTILINE)
    assert stops_in is not None
    assert int(stops_in[1]) > Settings.model_fields["stop_seconds"].default + 5


@pytest.mark.parametrize("name", ["nginx.conf", "Caddyfile"])
def test_the_proxies_serve_where_the_settings_say(name: str) -> None:
    settings = read_settings({}, config=EXAMPLES / "orbital-raft.toml")
    text = (EXAMPLES / name).read_text(encoding="utf-8")
    assert f"{settings.host}:{settings.port}" in text
    assert f"{settings.root_path}/metrics" in text, "the figures are not for the public"
    assert text.count("{") == text.count("}")


def test_the_figures_that_the_manual_names_are_there(client: Browser) -> None:
    told = client.get("/metrics").text
    for manual in MANUALS:
        for name in re.findall(r"`(orbital_\w+)`", manual.read_text(encoding="utf-8")):
            assert f"# HELP {name} " in told, f"{manual.name} names {name}"


def test_the_settings_that_the_page_for_courses_names_are_legal(tmp_path: Path) -> None:
    page = MANUALS[1].read_text(encoding="utf-8")
    named = re.findall(r"`(\w+ = [^`]+)`", page)
    assert named
    for number, line in enumerate(named):
        file = tmp_path / f"{number}.toml"
        file.write_text(line, encoding="utf-8")
        read_settings({}, config=file)
