"""`orbital-raft import`: findings on stdout, a page where it is wanted, exit codes that a build can go by."""

from __future__ import annotations

import gzip
import json
import re
from base64 import b64decode
from pathlib import Path

import pytest

from app.cli import main
from tests.importing.logs import GOOD, Line, text_of

BROKEN: tuple[Line, ...] = (
    *GOOD,
    {"node": "n3", "time": 0.5, "term": 1, "role": "candidate", "vote": "n3"},
    {"node": "n3", "time": 0.6, "role": "leader"},
)


def written(folder: Path, *lines: Line) -> str:
    path = folder / "raft.jsonl"
    path.write_text(text_of(*lines), encoding="utf-8")
    return str(path)


def test_a_good_log_ends_with_zero(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", written(tmp_path, *GOOD), "--check"]) == 0
    assert capsys.readouterr().out == "JSON lines, 9 lines of n1, n2, n3: 12 properties hold\n"


def test_findings_are_told_with_their_lines_and_the_logs_own_names(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", written(tmp_path, *BROKEN)]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "line 12: election_safety: n1 and n3 both lead term 1.",
        "JSON lines, 11 lines of n1, n2, n3: 1 broken of 12 properties",
    ]


def test_a_page_is_written_whatever_was_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "page.html"
    assert main(["import", written(tmp_path, *BROKEN), "--out", str(out)]) == 1
    assert capsys.readouterr().out == ""
    found = re.search(r'id="recording">([^<]+)<', out.read_text(encoding="utf-8"))
    assert found is not None
    lines = [json.loads(line) for line in gzip.decompress(b64decode(found[1])).splitlines()]
    about = lines[0]
    assert about["imported"]["nodes"] == {"S1": "n1", "S2": "n2", "S3": "n3"}
    assert about["imported"]["findings"] == 1
    steps = [step for line in lines if line["type"] == "steps" for step in line["steps"]]
    assert [step["position"] for step in steps] == list(range(1, 12))
    assert steps[-1]["delta"]["violations"][0]["property"] == "election_safety"
    (reasons,) = [line for line in lines if line["type"] == "reasons"]
    assert reasons["rows"][11]["text"].startswith('Line 12 of the log: {"node": "n3"')


def test_bad_input_ends_with_two(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"node":"n1"}\n{"node":"n1","term":"three"}\n', encoding="utf-8")
    assert main(["import", str(bad)]) == 2
    assert capsys.readouterr().err == f"{bad}: line 2: 'term' is \"three\"; legal is a whole number from 0 on\n"
    bad.write_bytes(b'{"node":"\xff"}')
    assert main(["import", str(bad)]) == 2
    assert "not UTF-8 at byte 9" in capsys.readouterr().err
    assert main(["import", str(tmp_path / "none")]) == 2
    assert main(["import", written(tmp_path, *GOOD), "--out", str(tmp_path / "no" / "page.html")]) == 2
