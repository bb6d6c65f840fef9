"""Whoever changes a signed trace is found out: a thousand random changes, and not one of them is a crash."""

from __future__ import annotations

import json
from random import Random
from typing import Final

import pytest

from app.grading.signature import check_signature
from tests.grading.sessions import KEY, graded, session, signed

MUTATIONS: Final = 1_000
PARTS: Final = ("intervention", "answer", "participant", "length")


@pytest.fixture(scope="module")
def trace() -> bytes:
    return signed(session())


def spans(trace: bytes, part: str) -> list[tuple[int, int]]:
    """Where in a trace the bytes of a part stand."""
    found, at = [], 0
    for line in trace.splitlines(keepends=True):
        kind = json.loads(line)["type"]
        begin = at
        if part == kind:
            found.append((begin, begin + len(line) - 1))
        elif part == "participant" and kind == "header":
            begin += line.index(b'"participant":"') + len(b'"participant":"')
            found.append((begin, begin + len(b"Ada")))
        elif part == "length" and kind == "end":
            begin += line.index(b'"position":')
            found.append((begin, at + len(line) - 1))
        at += len(line)
    return found


def mutated(trace: bytes, part: str, draw: Random) -> bytes:
    """The trace with a byte of a part changed, put in or taken out."""
    first, last = draw.choice(spans(trace, part))
    at = draw.randrange(first, last)
    match draw.randrange(4):
        case 0:
            return trace[:at] + trace[at + 1 :]
        case 1:
            return trace[:at] + bytes([draw.randrange(256)]) + trace[at:]
        case 2:
            return trace[:at] + b"0123456789"[draw.randrange(10) :][:1] + trace[at + 1 :]
        case _:
            return trace[:at] + bytes([trace[at] ^ (1 << draw.randrange(8))]) + trace[at + 1 :]


@pytest.mark.parametrize("part", PARTS)
def test_no_change_of_a_signed_trace_counts(trace: bytes, part: str) -> None:
    draw = Random(part)  # noqa: S311 - no secret
    count = 0
    while count < MUTATIONS // len(PARTS):
        changed = mutated(trace, part, draw)
        if changed == trace:
            continue
        count += 1
        assert check_signature(changed, KEY) != "valid"
        if count % 5 == 0:
            # Executing one again takes a while; what reading and executing make of it is looked at for every fifth.
            result = graded(changed)
            assert result.status in ("not_verified", "unreadable", "not_graded"), changed
            assert result.score == 0
            assert result.reason


@pytest.mark.parametrize("part", PARTS)
def test_without_the_key_a_change_is_an_answer_and_never_a_crash(trace: bytes, part: str) -> None:
    draw = Random(f"{part} without key")  # noqa: S311 - no secret
    honest = graded(trace, key=None).score
    for _ in range(40):
        result = graded(mutated(trace, part, draw), key=None)
        assert result.status in ("verified", "not_verified", "unreadable", "not_graded")
        assert result.score <= honest


def test_lines_that_are_moved_doubled_or_left_out_are_found(trace: bytes) -> None:
    lines = trace.splitlines(keepends=True)
    draw = Random(5)  # noqa: S311 - no secret
    for _ in range(60):
        one, other = sorted(draw.sample(range(len(lines)), 2))
        swapped = [*lines[:one], lines[other], *lines[one + 1 : other], lines[one], *lines[other + 1 :]]
        for spoilt in (swapped, [*lines[:one], *lines[one + 1 :]], [*lines[:one], lines[one], *lines[one:]]):
            if spoilt != lines:
                assert graded(b"".join(spoilt)).status != "verified"


def test_the_signature_of_another_trace_is_no_signature_of_this_one(trace: bytes) -> None:
    other = signed(session(participant="Eve"))
    body, signature = trace.splitlines(keepends=True)[:-1], other.splitlines(keepends=True)[-1]
    result = graded(b"".join([*body, signature]))
    assert (result.status, result.signature, result.score) == ("not_verified", "wrong", 0)
    assert "signature" in result.reason


def test_the_key_of_another_server_signs_nothing(trace: bytes) -> None:
    assert graded(trace, key=bytes(32)).signature == "wrong"


def test_a_trace_without_signature_is_not_verified_where_the_key_is_known() -> None:
    result = graded(session())
    assert (result.status, result.signature, result.score) == ("not_verified", "missing", 0)
    assert graded(session(), key=None).signature == "unchecked"


def test_ends_of_lines_that_a_mail_program_changed_are_no_tampering(trace: bytes) -> None:
    assert graded(trace.replace(b"\n", b"\r\n")).status == "verified"


def test_a_name_with_a_line_separator_in_it_is_read_back() -> None:
    result = graded(signed(session(participant="Ada\u2028\x85Lovelace")))
    assert (result.status, result.participant) == ("verified", "Ada\u2028\x85Lovelace")
