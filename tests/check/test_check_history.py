"""`orbital-raft check-history`: exit codes, bad input with its line, and the smallest part that shows the harm."""

from __future__ import annotations

import json
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.cli import main
from app.cli.check_history import BadLineError, read_history
from raft_core.check import PENDING, Call, linearizable
from raft_core.check.history import meaning
from raft_core.check.window import smallest_window
from raft_core.check.witness import follows_log
from raft_core.log import COMMAND, Entry, Log
from raft_core.machine import Command


def put(value: object, begin: int, end: int | None, client: str = "c1") -> dict[str, Any]:
    return {"client": client, "op": "put", "key": "x", "value": value, "invoke_us": begin, "complete_us": end}


def get(result: object, begin: int, end: int | None, client: str = "c2") -> dict[str, Any]:
    return {"client": client, "op": "get", "key": "x", "result": result, "invoke_us": begin, "complete_us": end}


def check(tmp_path: Path, lines: list[dict[str, Any]], *options: str) -> int:
    path = tmp_path / "history.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return main(["check-history", str(path), *options])


def test_an_empty_file_is_linearizable(tmp_path: Path) -> None:
    assert check(tmp_path, []) == 0


def test_a_read_of_what_was_written_is_linearizable(tmp_path: Path) -> None:
    assert check(tmp_path, [put("1", 0, 5), get("1", 6, 7)]) == 0


def test_equal_times_are_concurrent(tmp_path: Path) -> None:
    assert check(tmp_path, [put("1", 0, 5), get(None, 5, 7)]) == 0
    assert check(tmp_path, [put("1", 0, 5), get(None, 6, 7)]) == 1


def test_values_keep_their_type(tmp_path: Path) -> None:
    assert check(tmp_path, [put(1, 0, 5), get(1, 6, 7)]) == 0
    assert check(tmp_path, [put(1, 0, 5), get("1", 6, 7)]) == 1


def test_after_an_unknown_outcome_a_client_may_go_on(tmp_path: Path) -> None:
    assert check(tmp_path, [put("1", 0, None), put("2", 3, 4), get("2", 5, 6), get("1", 7, 8)]) == 0


def test_what_is_not_linearizable_is_shown_in_its_smallest_part(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [put("1", 0, 1), get("1", 2, 3), put("2", 4, 5), get("2", 6, 7), get("1", 8, 9, "c3"), put("3", 10, 11)]
    assert check(tmp_path, lines) == 1
    shown = capsys.readouterr().out
    assert "put x 3" not in shown
    assert shown.count("get x") == 1
    assert "c3" in shown


def test_too_little_time_gives_no_answer(tmp_path: Path) -> None:
    # Writes that may all have happened, in any order, and a read that none of them explains.
    lost = [put(str(number), 0, None, f"c{number}") for number in range(1, 24)]
    assert check(tmp_path, [*lost, get("nothing", 5, 6, "c99")], "--seconds", "0.2") == 3


@pytest.mark.parametrize(
    ("line", "legal"),
    [
        ("not json", "one object a line"),
        ("[1]", "legal is an object"),
        ('{"client":"c1","op":"put","key":"x","value":"1"}', "invoke_us is missing"),
        ('{"client":"c1","op":"swap","key":"x","invoke_us":1}', "put, get, cas, delete, append"),
        ('{"client":1,"op":"get","key":"x","invoke_us":1}', "legal is a string"),
        ('{"client":"c1","op":"get","key":"x","invoke_us":1,"complete_us":2}', "no result"),
        ('{"client":"c1","op":"get","key":"x","result":null,"invoke_us":3,"complete_us":2}', "3 or later"),
        ('{"client":"c1","op":"put","key":"x","invoke_us":1,"complete_us":2}', "put needs value"),
        (
            '{"client":"c1","op":"put","key":"x","value":"1","result":"1","invoke_us":1,"complete_us":2}',
            "legal is none",
        ),
        ('{"client":"c1","op":"cas","key":"x","value":"1","expected":"2","invoke_us":1,"complete_us":2}', "true and"),
        ('{"client":"c1","op":"get","key":"x","value":"1","invoke_us":1}', "get has no value"),
        ('{"client":"c1","op":"get","key":"x","invoke_us":1.5}', "whole number"),
        ('{"client":"c1","op":"get","key":"x","invoke_us":1,"when":2}', "invoke_us, complete_us"),
        ('{"client":"c1","op":"append","key":"x","value":3,"invoke_us":1}', "legal is a string"),
    ],
)
def test_bad_input_names_its_line_and_what_is_legal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], line: str, legal: str
) -> None:
    path = tmp_path / "history.jsonl"
    path.write_text(json.dumps(put("1", 0, 1)) + "\n" + line + "\n", encoding="utf-8")
    assert main(["check-history", str(path)]) == 2
    told = capsys.readouterr().err
    assert "history.jsonl:2: " in told
    assert legal in told


def test_a_client_does_one_thing_at_a_time() -> None:
    with pytest.raises(BadLineError, match="two operations at the same time"):
        read_history("\n".join(json.dumps(line) for line in [put("1", 0, 5), put("2", 3, 8)]))


def test_a_file_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check-history", str(tmp_path / "none.jsonl")]) == 2
    assert "cannot read" in capsys.readouterr().err


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[Call], Log]:
    """A log that was executed in order, and what its clients saw; at times a result is made up."""
    log, calls, value = Log(), [], None
    serials = count(1)
    for index in range(1, draw(st.integers(1, 7)) + 1):
        op = draw(st.sampled_from(["put", "append", "cas", "delete", "get"]))
        word = draw(st.sampled_from(["a", "b"]))
        command = Command(
            op, "x", None if op in ("delete", "get") else word, "a" if op == "cas" else None, "c1", next(serials)
        )
        log.append(Entry(1, COMMAND, command))
        value, result = meaning(command, value)
        begin = draw(st.integers(max(0, 10 * index - 25), 10 * index))
        end = draw(st.integers(10 * index, 10 * index + 25) | st.just(PENDING))
        if op == "get" and draw(st.booleans()) and end != PENDING:
            result = draw(st.sampled_from([None, "a", "b"]))
        calls.append(Call("c1", command, begin, end, None if end == PENDING else result, index))
    return calls, log


@given(histories())
@settings(deadline=None, max_examples=400)
def test_what_the_log_explains_is_linearizable(found: tuple[list[Call], Log]) -> None:
    calls, log = found
    if follows_log(calls, log):
        assert linearizable(calls) == "yes"


@given(histories())
@settings(deadline=None, max_examples=200)
def test_the_smallest_part_is_not_linearizable_and_every_read_of_it_counts(found: tuple[list[Call], Log]) -> None:
    calls, _ = found
    if linearizable(calls) == "no":
        window = smallest_window(calls)
        assert linearizable(window) == "no"
        for call in window:
            if call.command.op == "get":
                assert linearizable([other for other in window if other is not call]) == "yes"


def test_an_honest_log_explains_its_history() -> None:
    log = Log()
    first, second = Command("put", "x", "1", None, "c1", 1), Command("put", "x", "2", None, "c2", 1)
    for command in (first, second):
        log.append(Entry(1, COMMAND, command))
    read = Command("get", "x", None, None, "c3", 1)
    calls = [Call("c1", first, 0, 2, None, 1), Call("c2", second, 1, 4, None, 2), Call("c3", read, 5, 6, "2", 2)]
    assert follows_log(calls, log)
    # A read that was over before the write began cannot have seen it.
    assert not follows_log([*calls[:2], Call("c3", read, 0, 0, "2", 2)], log)
    assert not follows_log([*calls[:2], Call("c3", read, 5, 6, "1", 1)], log)
