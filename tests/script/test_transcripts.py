"""The scenarios run, and their transcripts are the ones that stand beside them.

After a change that is meant to change transcripts: `UPDATE_TRANSCRIPTS=1 pytest tests/script/test_transcripts.py`, then
read the difference. A scenario without a transcript gets one that way when an empty `.expected` file is put beside it.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from raft_core.script import format_script, parse, run

TESTS = Path(__file__).parents[1]
EXPECTED = sorted([*(TESTS / "scenarios").rglob("*.expected"), *(TESTS / "script" / "transcripts").glob("*.expected")])
SCENARIOS = sorted((TESTS / "scenarios").glob("*.raft"))


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda path: path.stem)
def test_a_scenario_is_told_as_before(expected: Path) -> None:
    script = expected.with_suffix(".raft")
    outcome = run(parse(script.read_text(encoding="utf-8"), script.name))
    told = "".join(f"{line}\n" for line in outcome.transcript)
    if os.environ.get("UPDATE_TRANSCRIPTS"):
        expected.write_text(told, encoding="utf-8")
    assert told == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_a_scenario_holds_and_survives_writing(path: Path) -> None:
    script = parse(path.read_text(encoding="utf-8"), path.name)
    again = parse(format_script(script), path.name)
    assert again == script
    assert run(again).passed


def test_a_scenario_begins_with_why() -> None:
    silent = [path.name for path in SCENARIOS if not path.read_text(encoding="utf-8").startswith("# ")]
    assert not silent
