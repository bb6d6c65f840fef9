"""The archive that makes Gradescope grade a lesson: simulator, grader and assignment, and nothing to install."""

from __future__ import annotations

import ast
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from app.grading.assignment import Assignment, write_assignment
from app.grading.autograder import ASSIGNMENT, KEY, ROSTER
from app.grading.naming import Person

ENTRY: Final = "app.grading.autograder"
CORE: Final = "raft_core"
NOT_FOR_GRADING: Final = ("explore", "export")
"""Parts of the core that grading has no use for."""
WHEN: Final = (2025, 1, 1, 0, 0, 0)
"""The same package is the same archive, byte for byte."""
EXECUTABLE: Final = 0o755 << 16
READABLE: Final = 0o644 << 16

SETUP: Final = """#!/usr/bin/env bash
# Nothing is installed: the autograder needs a Python of 3.10 or newer and its standard library.
set -euo pipefail
for python in python3 python3.14 python3.13 python3.12 python3.11 python3.10; do
  if command -v "$python" > /dev/null && "$python" -c 'import sys; sys.exit(sys.version_info < (3, 10))'; then
    command -v "$python" > /autograder/source/python.txt
    exit 0
  fi
done
echo 'No Python of 3.10 or newer is there. Choose a newer base image: Ubuntu 22.04 has one.' >&2
exit 1
"""
RUN: Final = """#!/usr/bin/env bash
cd /autograder/source
python=$(cat python.txt 2> /dev/null || echo python3)
exec "$python" -I -S -B grade.py \\
  /autograder/source /autograder/submission /autograder/submission_metadata.json /autograder/results/results.json
"""
START: Final = """import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from app.grading.autograder import main

sys.exit(main(sys.argv[1:]))
"""


def grade_package(
    assignment: Assignment, key: bytes | None = None, roster: Mapping[str, Person] | None = None
) -> bytes:
    """The archive. With the server's key it checks signatures; with a roster, whose the traces are."""
    root = Path(__file__).parents[2]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        _add(archive, "setup.sh", SETUP.encode(), EXECUTABLE)
        _add(archive, "run_autograder", RUN.encode(), EXECUTABLE)
        _add(archive, "grade.py", START.encode())
        document = json.dumps(write_assignment(assignment), indent=1, ensure_ascii=False, sort_keys=True)
        _add(archive, ASSIGNMENT, document.encode())
        if key is not None:
            _add(archive, KEY, key)
        if roster:
            people = {who: [person.email, person.id, person.login] for who, person in sorted(roster.items())}
            _add(archive, ROSTER, json.dumps(people, ensure_ascii=False).encode())
        for name, content in sorted(_code(root).items()):
            _add(archive, name, content)
        licence = root / "LICENSE"
        if licence.exists():
            _add(archive, "LICENSE", licence.read_bytes())
    return out.getvalue()


def _add(archive: zipfile.ZipFile, name: str, content: bytes, mode: int = READABLE) -> None:
    entry = zipfile.ZipInfo(name, WHEN)
    entry.external_attr = mode
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, content)


def _code(root: Path) -> dict[str, bytes]:
    """The core as it is, and of the application what the autograder imports."""
    code = {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in (root / CORE).rglob("*.py")
        if path.relative_to(root / CORE).parts[0] not in NOT_FOR_GRADING
    }
    for path in _modules(root):
        code[path.relative_to(root).as_posix()] = path.read_bytes()
        for folder in path.relative_to(root).parents:
            # Packages say what they are and no more: what they gather for others is not needed here.
            if folder.parts:
                code.setdefault((folder / "__init__.py").as_posix(), b"")
    return code


def _modules(root: Path) -> set[Path]:
    """The modules of the application that the autograder needs, by following imports."""
    found: set[Path] = set()
    waiting = [_file(root, ENTRY)]
    while waiting:
        path = waiting.pop()
        if path is None or path in found:
            continue
        found.add(path)
        waiting += [_file(root, name) for name in _imports(path)]
    return found


def _file(root: Path, module: str) -> Path | None:
    path = root.joinpath(*module.split(".")).with_suffix(".py")
    return path if module.startswith("app.") and path.is_file() else None


def _imports(path: Path) -> Iterator[str]:
    """What a module imports when it is imported; not what it imports when something is called."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ImportFrom) and node.module is not None:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
