"""The manual's examples work as they stand there."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from raft_core.observe.json_lines import FIELDS, LETTER_FIELDS, TYPES
from raft_core.observe.observed import JUDGED, Observed
from raft_core.observe.read import read_log

MANUAL = (Path(__file__).parents[2] / "docs" / "importing.md").read_text(encoding="utf-8")


def examples(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", MANUAL, re.DOTALL)


def test_the_example_in_python_prints_a_log_without_a_finding(tmp_path: Path) -> None:
    (code,) = examples("python")
    program = tmp_path / "example.py"
    program.write_text(code, encoding="utf-8")
    done = subprocess.run([sys.executable, program], capture_output=True, text=True, timeout=30, check=True)
    run = Observed(read_log(done.stdout))
    seen = list(run.play())
    assert run.findings == []
    assert seen[-1].world.server(1).node.machine.values == {"x": "1"}
    assert not seen[-1].world.flights()


def test_the_lines_of_the_example_are_read() -> None:
    (lines,) = examples("json")
    run = Observed(read_log(lines))
    assert sum(1 for _ in run.play()) == 4
    # what it commits is on one node only, because the example leaves out the rest
    assert [finding.property for finding in run.findings] == ["commit_backing"]


def test_the_manual_tells_of_every_field_type_and_property() -> None:
    for word in (*FIELDS, *LETTER_FIELDS, *TYPES, *JUDGED):
        assert f"`{word}`" in MANUAL, word


def test_the_fields_of_the_example_in_go_are_those_that_are_read() -> None:
    (code,) = examples("go")
    tags = set(re.findall(r'`json:"(\w+)', code))
    assert tags <= {*FIELDS, *LETTER_FIELDS, "command"}
