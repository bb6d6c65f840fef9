"""What the documents promise is there: commands, dependencies with their reasons, files, versions."""

from __future__ import annotations

import re
import tomllib
from typing import Any, Final

import pytest

from tools.__main__ import COMMANDS
from tools.environment import ROOT

DOCUMENTS: Final = [path.relative_to(ROOT).as_posix() for path in sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])]
PROJECT: Final[dict[str, Any]] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def text(document: str) -> str:
    return (ROOT / document).read_text(encoding="utf-8")


def test_make_has_the_commands_of_the_tools() -> None:
    targets = re.search(r"^TARGETS := (.*)$", text("Makefile"), re.MULTILINE)
    assert targets is not None
    assert set(targets[1].split()) == set(COMMANDS)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_document_names_commands_that_are_there(document: str) -> None:
    assert set(re.findall(r"(?:^|`)make ([a-z]+)", text(document), re.MULTILINE)) <= set(COMMANDS)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_document_refers_to_files_that_are_there(document: str) -> None:
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", text(document)):
        assert "://" in target or (ROOT / document).parent.joinpath(target).exists(), f"{document} refers to {target}"


@pytest.mark.parametrize(
    "requirement",
    [*PROJECT["dependencies"], *(one for extra in PROJECT["optional-dependencies"].values() for one in extra)],
)
def test_every_dependency_has_its_reason(requirement: str) -> None:
    name = re.split(r"[^\w-]", requirement)[0]
    reason = re.search(rf"^\| `{name}` \| \S", text("CONTRIBUTING.md"), re.MULTILINE)
    assert reason is not None, f"CONTRIBUTING.md does not say why {name}"


def test_the_changelog_knows_this_version() -> None:
    assert re.search(rf"^## \[{re.escape(PROJECT['version'])}\]", text("CHANGELOG.md"), re.MULTILINE)


def test_ci_runs_what_a_person_runs() -> None:
    assert "make test" in text(".ci/run")
    assert (ROOT / ".ci/run").stat().st_mode & 0o111
