"""`make check` holds, check by check."""

from __future__ import annotations

import pytest

from tools import checks
from tools.environment import Environment


@pytest.mark.checks
@pytest.mark.parametrize("name", checks.CHECKS)
def test_check(name: str) -> None:
    result = checks.check(name, Environment())
    assert result.returncode == 0, f"{name} says:\n{result.stdout}"
