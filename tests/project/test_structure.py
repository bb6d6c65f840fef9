"""The shape of the code: how long, what imports what, and what no file of the repository may say."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from tools.environment import LOCKS, ROOT

LONGEST_FILE: Final = 400
LONGEST_FUNCTION: Final = 60
FOLDERS: Final = ("app", "raft_core", "static", "templates", "lessons", "docs", "tests", "tools", ".ci")
TEXT: Final = {".py", ".js", ".css", ".html", ".md", ".toml", ".json", ".yaml", ".raft", ".jsonl", ".lock", ".svg", ""}

# Addresses of package registries and folders of one person's machine; written so that this file does not match itself.
MACHINE_PATH: Final = re.compile(r"(?<![\w.])/(?:root|(?:home|work|Users)/\w+|tmp/\w+)/")
REGISTRY: Final = re.compile(r"pypi[.]org|pythonhosted[.]org|registry[.]npmjs|/simpl[e]/|index-ur[l]")
ADDRESS: Final = re.compile(r"(?:https?:)?//[a-z][\w-]*\.[\w./-]+")
NAMESPACES: Final = ("http://www.w3.org/",)
JAVASCRIPT_IMPORT: Final = re.compile(r"""^(?:import|export|\}).*?\bfrom ["']([^"']+)["']""", re.MULTILINE)


def files(*folders: str, suffix: str = "") -> Iterator[Path]:
    """The files of some folders of the checkout, without what was cached there."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob(f"*{suffix}")):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


PYTHON: Final = [*files("app", "raft_core", "tests", "tools", suffix=".py")]
MEASURED: Final = [*PYTHON, *files("static/js", "tests/js", suffix=".js")]


def test_a_file_fits_in_a_head() -> None:
    lengths = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in MEASURED}
    too_long = {path: lines for path, lines in lengths.items() if lines > LONGEST_FILE}
    assert not too_long, f"more than {LONGEST_FILE} lines; divide by what the parts are about"


def test_a_function_fits_on_a_screen() -> None:
    too_long = [
        f"{name(path)}:{node.lineno}: {node.name} has {lines} lines"
        for path in PYTHON
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (lines := (node.end_lineno or node.lineno) - node.lineno + 1) > LONGEST_FUNCTION
    ]
    assert not too_long


def test_the_core_imports_the_standard_library_and_itself() -> None:
    legal = {"raft_core", *sys.stdlib_module_names}
    foreign = [found for found in imports("raft_core") if found.module.partition(".")[0] not in legal]
    assert not foreign


def test_the_application_imports_public_names_of_the_core() -> None:
    core = [found for found in imports("app") if found.module.partition(".")[0] == "raft_core"]
    private = [
        found for found in core if any(part.startswith("_") for part in (*found.module.split("."), *found.names))
    ]
    assert not private


class Import(NamedTuple):
    """One import statement, wherever in a file it stands."""

    place: str
    module: str
    names: tuple[str, ...]


def imports(folder: str) -> Iterator[Import]:
    for path in files(folder, suffix=".py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from (Import(f"{name(path)}:{node.lineno}", alias.name, ()) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                taken = tuple(alias.name for alias in node.names)
                yield Import(f"{name(path)}:{node.lineno}", node.module or "", taken)


def test_the_browser_gets_nothing_from_another_host() -> None:
    elsewhere = [
        f"{name(path)}: {address}"
        for path in files("static", "templates")
        if path.suffix in TEXT
        for address in ADDRESS.findall(path.read_text(encoding="utf-8"))
        if not address.startswith(NAMESPACES)
    ]
    assert not elsewhere


def test_a_script_of_the_browser_imports_only_files_of_the_project() -> None:
    foreign = [
        f"{name(path)}: {specifier}"
        for path in files("static/js", suffix=".js")
        for specifier in JAVASCRIPT_IMPORT.findall(path.read_text(encoding="utf-8"))
        if not specifier.startswith(("./", "../"))
    ]
    assert not foreign


def test_no_file_tells_of_the_machine_it_was_written_on() -> None:
    at_the_top = [path for path in sorted(ROOT.iterdir()) if path.is_file() and path.name != ".git"]
    telling = [
        f"{name(path)}: {found.group()}"
        for path in [*at_the_top, *files(*FOLDERS)]
        if path.suffix in TEXT
        for pattern in (MACHINE_PATH, REGISTRY)
        if (found := pattern.search(path.read_text(encoding="utf-8"))) is not None
    ]
    assert not telling


@pytest.mark.parametrize("lock", LOCKS.values())
def test_a_lock_file_pins_by_hash_and_names_no_place(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    requirements = re.split(r"\n(?=[a-z])", text.partition("make lock\n")[2])
    assert len(requirements) > 20
    assert all("==" in requirement and "--hash=sha256:" in requirement for requirement in requirements)
    assert "://" not in text
    assert " @ " not in text


def test_the_development_lock_agrees_with_the_runtime_lock() -> None:
    runtime, development = (
        set(re.findall(r"^[\w.-]+==[\w.]+", (ROOT / LOCKS[kind]).read_text(encoding="utf-8"), re.MULTILINE))
        for kind in ("runtime", "development")
    )
    assert runtime <= development
