"""`orbital-raft run` and `verify`: what they print, what they write, how they end."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.cli import main

SCENARIO = Path(__file__).parents[1] / "scenarios" / "majority_side_goes_on.raft"


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "x.raft"
    path.write_text("cluster S1 S2 S3 seed=2\nrun until leader != none\nexpect violations = 0\nrun 500ms\n")
    return path


def test_a_script_that_holds_ends_with_0(script: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", str(script)]) == 0
    told = capsys.readouterr()
    assert told.out.splitlines()[0] == "[0  0.000s] run until leader != none"
    assert told.out.splitlines()[-1].endswith("passed: 2 expectations held, 0 violations found.")
    assert told.err == ""


def test_a_script_that_fails_ends_with_1_and_names_the_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "y.raft"
    path.write_text("cluster S1\n\nexpect leader = S1\n")
    assert main(["run", str(path)]) == 1
    assert f"FAILED {path}:3:1: 'expect leader = S1' does not hold: leader is none." in capsys.readouterr().out


def test_bad_input_ends_with_2_and_is_told_on_stderr(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "z.raft"
    path.write_text("cluster S1\n  crsh S1\n")
    assert main(["run", str(path)]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith(f"{path}:2:3: found 'crsh'")


@pytest.mark.parametrize(
    "arguments",
    [["no_such_file.raft"], ["."], ["SCRIPT", "--state", "no/such/folder/s.json"], ["SCRIPT", "--trace", "."]],
)
def test_files_that_are_not_there_end_with_2(
    arguments: list[str],
    script: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["run", *[str(script) if argument == "SCRIPT" else argument for argument in arguments]]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("cannot ")


@pytest.mark.parametrize(
    "arguments", [[], ["frob"], ["run"], ["run", "x", "--seed", "-1"], ["run", "x", "--seed", "a"]]
)
def test_a_wrong_command_line_ends_with_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2


def test_the_seed_of_the_command_line_replaces_the_scripts(script: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = []
    for seed in ("2", "3", "3"):
        main(["run", str(script), "--seed", seed])
        told.append(capsys.readouterr().out)
    main(["run", str(script)])
    assert capsys.readouterr().out == told[0] != told[1] == told[2]


def test_the_state_is_that_of_the_end(script: Path, tmp_path: Path) -> None:
    out = tmp_path / "state.json"
    assert main(["run", str(script), "--state", str(out)]) == 0
    state = json.loads(out.read_text())
    assert (state["format"], state["version"]) == ("orbital-raft-state", 1)
    assert {server["role"] for server in state["servers"].values()} == {"leader", "follower"}
    assert state["violations"] == []
    assert state["linearizable"] == "yes"
    # `run 500ms` ends between two steps.
    assert state["time_us"] > 500_000


def test_the_state_of_a_failed_run_is_written_too(tmp_path: Path) -> None:
    path, out = tmp_path / "x.raft", tmp_path / "state.json"
    path.write_text("cluster S1 S2\ncrash S2\nexpect S2.up\nrestart S2\n")
    assert main(["run", str(path), "--state", str(out)]) == 1
    state = json.loads(out.read_text())
    assert (state["position"], state["servers"]["S2"]["up"]) == (1, False)


def test_the_trace_of_a_run_verifies(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "run.trace.jsonl"
    assert main(["run", str(SCENARIO), "--trace", str(out)]) == 0
    capsys.readouterr()
    assert main(["verify", str(out)]) == 0
    assert "identical" in capsys.readouterr().out


def test_a_tampered_trace_differs_and_the_position_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "run.trace.jsonl"
    main(["run", str(SCENARIO), "--trace", str(out)])
    out.write_text(out.read_text().replace("client c1 put x 1", "client c1 put x 3"))
    capsys.readouterr()
    assert main(["verify", str(out)]) == 1
    assert "differs at position 13" in capsys.readouterr().out


def test_an_unreadable_trace_outweighs_one_that_differs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, cut, broken = (tmp_path / name for name in ("good", "cut", "broken"))
    main(["run", str(SCENARIO), "--trace", str(good)])
    cut.write_text("".join(good.read_text().splitlines(keepends=True)[:-1]))
    broken.write_bytes(b"\xff\xfe")
    capsys.readouterr()
    assert main(["verify", str(good), str(cut), str(broken), str(tmp_path / "missing")]) == 2
    told = capsys.readouterr()
    assert told.out.startswith(f"{good}: identical")
    assert len(told.err.splitlines()) == 3


def test_json_is_the_whole_result(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "x.raft"
    path.write_text("cluster S1 S2\nrestart S1\nnever not S1.up\ncrash S1\n")
    assert main(["run", str(path), "--json"]) == 1
    result = json.loads(capsys.readouterr().out)
    assert (result["format"], result["version"], result["exit"], result["seed"]) == ("orbital-raft-run", 1, 1, 1)
    assert result["failure"]["line"] == 4
    assert result["failure"]["monitor"] == {"line": 3, "column": 1}
    assert [(refused["line"], refused["rule"]) for refused in result["refused"]] == [(2, "already_up")]
    assert result["violations"] == []
    assert result["transcript"][-1].startswith("[1  0.000s] failed")


def test_json_of_bad_input_says_what_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "x.raft"
    path.write_text("cluster S1\ncrash\n")
    assert main(["run", str(path), "--json"]) == 2
    told = capsys.readouterr()
    error = json.loads(told.out)["error"]
    assert (error["line"], error["column"], error["legal"]) == (2, 6, "a server, S1 to S9")
    assert str(path) in told.err


def orbital_raft(*arguments: str, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """The command as a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", "import sys; from app.cli import main; sys.exit(main())", *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, **environment},
        cwd=SCENARIO.parents[2],
        check=False,
        timeout=60,
    )


def test_a_script_may_come_from_stdin() -> None:
    done = orbital_raft("run", "-", stdin="cluster S1\nexpect quite\n")
    assert done.returncode == 2
    assert done.stderr.startswith("<stdin>:2:8: found 'quite'")


def test_a_run_is_the_same_under_every_hash_seed() -> None:
    told = {orbital_raft("run", str(SCENARIO), PYTHONHASHSEED=seed).stdout for seed in ("0", "1", "4242")}
    assert len(told) == 1
    assert "passed" in told.pop()


def test_a_poor_terminal_does_not_end_a_run() -> None:
    script = (
        "cluster S1 S2 S3 network=manual timers=manual fsync=0us\nserver S1 log=1\nserver S2 term=1\n"
        'client c1 put "x≥" 1 to=S1\nclient c1 put "x≥" 1 to=S1\n'
    )
    done = orbital_raft("run", "-", stdin=script, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert done.returncode == 0, done.stderr
    assert "\\u2265" in done.stdout


def test_the_help_names_every_command() -> None:
    told = orbital_raft("--help").stdout
    assert all(command in told for command in ("serve", "run", "verify", "lessons", "bench"))
