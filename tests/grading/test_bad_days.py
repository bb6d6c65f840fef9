"""What is handed in and is no trace to be graded: each has its answer, and nobody else's grade suffers."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from app.cli import main
from app.grading.sources import MAX_BYTES, Source, SourceError, find
from app.grading.work import grade_all
from raft_core import ENGINE_VERSION
from tests.grading.sessions import KEY, LESSON, changed, graded, grader, session, signed


@pytest.fixture
def key(tmp_path: Path) -> Path:
    path = tmp_path / "signing.key"
    path.write_bytes(KEY)
    return path


def archive(*files: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files:
            made.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "begins with its header"),
        (b"\x89PNG\r\n", "not UTF-8 at byte 0"),
        (b"dear teacher", "not a JSON object"),
        (b"[" * 100_000, "not a JSON object"),
        (b'{"type":"header"}', "no proper 'format'"),
        (signed(session())[:2_000], "line "),
    ],
)
def test_what_is_no_trace_is_unreadable_and_says_why(content: bytes, says: str) -> None:
    result = graded(content)
    assert (result.status, result.score) == ("unreadable", 0)
    assert says in result.reason


def test_a_trace_that_was_cut_off_is_known_by_its_first_line() -> None:
    result = graded(signed(session())[:2_000])
    assert (result.status, result.participant, result.scenario) == ("unreadable", "Ada", "an-election")


def test_a_trace_of_an_old_engine_is_refused_with_both_versions() -> None:
    result = graded(signed(session().replace(f'"engine":"{ENGINE_VERSION}"', '"engine":"7.1.0"')))
    assert result.status == "unreadable"
    assert "7.1.0" in result.reason
    assert ENGINE_VERSION in result.reason


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("gone/an-election", "there is no lesson 'gone'; lessons are the-raft-algorithm"),
        (f"{LESSON}/gone", "there is no scenario 'gone' that counts; those of the-raft-algorithm are an-election"),
        ("", "the trace is of no lesson"),
    ],
)
def test_a_trace_of_a_lesson_that_is_gone_is_not_graded_and_says_which_there_are(name: str, says: str) -> None:
    result = graded(signed(changed(session(), "header", lesson=name)))
    assert (result.status, result.score) == ("not_graded", 0)
    assert says in result.reason


def test_a_trace_of_another_cluster_than_the_scenario_is_not_verified() -> None:
    easier = session().replace("election_timeout=2s..6s", "election_timeout=9s..9s")
    assert easier != session()
    result = graded(signed(easier))
    assert (result.status, result.position) == ("not_verified", 0)
    assert "another cluster" in result.reason


def test_a_trace_that_claims_to_go_on_for_ever_is_not_executed() -> None:
    endless = changed(session(), "end", position=10**12, time_us=10**18)
    result = graded(endless, key=None)
    assert result.status == "not_verified"
    assert "1,000,000,000,000 positions" in result.reason


def test_a_file_of_a_hundred_megabytes_is_not_read_whole(tmp_path: Path) -> None:
    large = tmp_path / "large.trace.jsonl"
    with large.open("wb") as file:
        file.truncate(100 * 1024 * 1024)
    (source,) = find([str(large)])
    with pytest.raises(SourceError, match=f"more than {MAX_BYTES // 1024**2} MB"):
        source.read()


def test_an_archive_that_unpacks_to_gigabytes_is_not_unpacked(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.zip"
    bomb.write_bytes(archive(("a.jsonl", bytes(MAX_BYTES + 1)), ("good.jsonl", signed(session()))))
    assert bomb.stat().st_size < 200_000
    results = grade_all(grader(), list(find([str(bomb)])), workers=1)
    assert [result.status for result in results] == ["unreadable", "verified"]
    assert "more than 32 MB" in results[0].reason


def test_an_archive_in_an_archive_in_an_archive_is_not_followed(tmp_path: Path) -> None:
    inner = archive(("a.jsonl", signed(session())))
    path = tmp_path / "deep.zip"
    path.write_bytes(archive(("ben.zip", inner), ("deep.zip", archive(("deeper.zip", inner)))))
    assert [source.name for source in find([str(path)])] == ["deep.zip > ben.zip > a.jsonl"]


@pytest.mark.parametrize("content", [b"PK\x03\x04 nonsense", archive(("a.jsonl", b"x"))[:-30]])
def test_a_broken_archive_is_one_bad_file_among_the_others(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "ada.jsonl").write_bytes(signed(session()))
    (tmp_path / "broken.zip").write_bytes(content)
    results = grade_all(grader(), list(find([str(tmp_path)])), workers=1)
    assert sorted(result.status for result in results) == ["unreadable", "verified"]


def test_a_locked_archive_says_so(tmp_path: Path) -> None:
    content = bytearray(archive(("a.jsonl", signed(session()))))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + offset] |= 1
    path = tmp_path / "locked.zip"
    path.write_bytes(content)
    (result,) = grade_all(grader(), list(find([str(path)])), workers=1)
    assert result.status == "unreadable"
    assert "encrypted" in result.reason


def test_a_folder_for_each_student_tells_whose_a_trace_without_a_name_is(tmp_path: Path) -> None:
    (tmp_path / "ben").mkdir()
    (tmp_path / "ben" / "x.trace.jsonl").write_bytes(b"{}")
    (source,) = find([str(tmp_path)])
    assert (source.folder, source.stem) == ("ben", "x")


def test_a_mistake_of_ours_with_one_trace_is_told_and_the_others_are_graded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(source: Source, most: int = 0) -> bytes:
        if source.stem == "b":
            raise ZeroDivisionError("by zero")
        return signed(session())

    for name in "ab":
        (tmp_path / f"{name}.jsonl").write_bytes(b"")
    monkeypatch.setattr(Source, "read", read)
    results = grade_all(grader(), list(find([str(tmp_path)])), workers=1)
    assert [result.status for result in results] == ["verified", "not_graded"]
    assert "ZeroDivisionError: by zero" in results[1].reason


def test_grade_exits_with_2_when_there_is_nothing_to_grade(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    junk = tmp_path / "junk.jsonl"
    junk.write_bytes(b"junk")
    empty = tmp_path / "empty"
    empty.mkdir()
    for given in (str(junk), str(empty), str(tmp_path / "nothing")):
        assert main(["grade", given]) == 2
    assert "there is no file" in capsys.readouterr().err


def test_a_key_that_is_none_is_bad_input(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    trace = tmp_path / "a.jsonl"
    trace.write_bytes(signed(session()))
    for key in (trace, tmp_path / "none"):
        assert main(["verify", str(trace), "--key", str(key)]) == 2
        assert main(["grade", str(trace), "--data-dir", str(key)]) == 2
    assert "does not hold a signing key" in capsys.readouterr().err


def test_verify_says_whether_the_signature_was_checked(
    tmp_path: Path, key: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad = tmp_path / "good.jsonl", tmp_path / "bad.jsonl"
    good.write_bytes(signed(session()))
    bad.write_bytes(signed(session()).replace(b'"Ada"', b'"Eve"'))
    assert main(["verify", str(good)]) == 0
    assert "signature not checked" in capsys.readouterr().out
    assert main(["verify", str(good), "--key", str(key)]) == 0
    assert "signature valid" in capsys.readouterr().out
    assert main(["verify", str(bad), "--data-dir", str(tmp_path)]) == 1
    assert "identical" in (said := capsys.readouterr().out)
    assert "WRONG" in said


def test_verify_does_not_run_for_ever(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    endless = tmp_path / "endless.jsonl"
    endless.write_text(changed(session(), "end", position=10**12, time_us=10**18), encoding="utf-8")
    assert main(["verify", str(endless)]) == 2
    assert "claims 1,000,000,000,000 positions" in capsys.readouterr().err


def test_verify_takes_folders_and_archives(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "class.zip"
    path.write_bytes(archive(("ada.jsonl", signed(session())), ("names.csv", b"a,b")))
    assert main(["verify", str(path)]) == 0
    assert "class.zip > ada.jsonl: identical" in capsys.readouterr().out
    assert main(["verify", str(tmp_path)]) == 0
