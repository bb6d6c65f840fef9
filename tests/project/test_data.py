"""The data folders are found beside the package in a checkout and inside it in a wheel."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.data import FOLDERS, data_folder
from tools.environment import ROOT


@pytest.mark.parametrize("name", FOLDERS)
def test_in_a_checkout_the_folder_stands_beside_the_package(name: str) -> None:
    assert data_folder(name) == ROOT / name


@pytest.mark.parametrize("name", FOLDERS)
def test_in_a_wheel_the_folder_lies_inside_the_package(name: str, tmp_path: Path) -> None:
    # What another distribution left beside the package is not ours.
    (tmp_path / name).mkdir()
    own = tmp_path / "app" / "_data" / name
    own.mkdir(parents=True)
    assert data_folder(name, tmp_path / "app") == own


def test_a_name_that_is_no_data_folder_is_refused_with_those_that_are() -> None:
    with pytest.raises(
        ValueError, match="'tests' is not a data folder; the data folders are static, templates, lessons"
    ):
        data_folder("tests")


def test_a_folder_that_is_lost_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"static is missing.*install orbital-raft again"):
        data_folder("static", tmp_path / "app")
