"""Frames: what is legal, and what is said of what is not."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from app.data import data_folder
from app.errors import RequestError
from app.wire.browser import BROWSER_FRAMES, Intervene, Play, read_frame
from app.wire.schema import frame_type
from app.wire.server import SERVER_FRAMES, Accepted, Error

LIMIT = 4_096

LEGAL: list[dict[str, Any]] = [
    {"type": "intervene", "request": 1, "directive": "cut S1-S2", "branch": "main", "position": None},
    {"type": "intervene", "request": 1, "directive": "cut S1-S2", "branch": "A", "position": 12},
    {"type": "play", "speed": 1},
    {"type": "play", "speed": 0.25},
    {"type": "pause"},
    {"type": "step", "request": 2, "count": 1},
    {"type": "next_interesting", "request": 3},
    {"type": "select_branch", "branch": "A"},
    {"type": "fork", "request": 8, "branch": "main", "position": 12},
    {"type": "rename_branch", "branch": "A", "name": "PreVote on"},
    {"type": "seek", "request": 4, "branch": "main", "position": 0},
    {"type": "resume", "branch": "main", "position": 412},
    {"type": "explain", "request": 5, "branch": "main", "position": 3, "server": None},
    {"type": "explain", "request": 5, "branch": "main", "position": 3, "server": "S4"},
    {"type": "answer", "request": 6, "question": "who", "choice": "a"},
    {"type": "answer", "request": 6, "question": "who", "choice": None},
    {"type": "find_break", "request": 7, "variant": "forgets_vote", "seed": 1},
    {"type": "cancel_search"},
]


@pytest.mark.parametrize("frame", LEGAL, ids=lambda frame: str(frame["type"]))
def test_a_legal_frame_is_read(frame: dict[str, Any]) -> None:
    assert read_frame(json.dumps(frame), LIMIT).model_dump() == frame


def test_every_type_of_frame_is_among_the_examples() -> None:
    assert {frame["type"] for frame in LEGAL} == {frame_type(frame) for frame in BROWSER_FRAMES}


def test_the_browser_knows_every_frame_and_numbers_those_that_are_answered() -> None:
    source = (data_folder("static") / "js" / "socket.js").read_text(encoding="utf-8")

    def listed(name: str) -> set[str]:
        found = re.search(rf"const {name} = new Set\(\[(.*?)\]\)", source, re.DOTALL)
        assert found is not None
        return set(re.findall(r'"(\w+)"', found[1]))

    assert listed("KNOWN") == {frame_type(frame) for frame in SERVER_FRAMES}
    assert listed("NUMBERED") == {frame_type(frame) for frame in BROWSER_FRAMES if "request" in frame.model_fields}


@pytest.mark.parametrize(
    ("text", "code", "where", "legal"),
    [
        ("", "not_json", "line 1", "a JSON object"),
        ('{"type":', "not_json", "line 1", "a JSON object"),
        ("[1,", "not_json", "line 1", "a JSON object"),
        ('{"a": NaN}', "not_json", "line 1", "a JSON object"),
        ('{"a": "\ud800"}', "not_json", None, "a JSON object"),
        ("[" * 2_000, "not_json", None, "a JSON object"),
        ("[]", "not_an_object", None, 'an object with a "type"'),
        ("null", "not_an_object", None, None),
        ("{}", "unknown_type", "type", "intervene"),
        ('{"type": null}', "unknown_type", "type", "pause"),
        ('{"type": ["play"]}', "unknown_type", "type", "pause"),
        ('{"type": "plaay"}', "unknown_type", "type", "play"),
        ('{"type": "play"}', "bad_field", "play.speed", "0.1 to 20"),
        ('{"type": "play", "speed": 100}', "bad_field", "play.speed", "0.1 to 20"),
        ('{"type": "play", "speed": 0}', "bad_field", "play.speed", "0.1 to 20"),
        ('{"type": "play", "speed": "1"}', "bad_field", "play.speed", "0.1 to 20"),
        ('{"type": "play", "speed": true}', "bad_field", "play.speed", "0.1 to 20"),
        ('{"type": "pause", "now": 1}', "bad_field", "pause.now", "type"),
        ('{"type": "seek", "request": 1, "branch": "main", "position": -1}', "bad_field", "seek.position", "a step"),
        ('{"type": "seek", "request": 1, "branch": "main", "position": 1.5}', "bad_field", "seek.position", "a step"),
        ('{"type": "step", "request": 1, "count": 99999999}', "bad_field", "step.count", "1 to 10000"),
        (
            '{"type": "explain", "request": 1, "branch": "main", "position": 1, "server": "c1"}',
            "bad_field",
            "explain.server",
            "a server's name",
        ),
        ("x" * (LIMIT + 1), "too_large", None, "4096 bytes"),
        ("ä" * LIMIT, "too_large", None, "4096 bytes"),
    ],
)
def test_a_bad_frame_is_told_what_where_and_what_is_legal(
    text: str, code: str, where: str | None, legal: str | None
) -> None:
    with pytest.raises(RequestError) as raised:
        read_frame(text, LIMIT)
    error = raised.value
    assert error.code == code
    assert error.says.endswith(".")
    assert where is None or where in (error.where or "")
    assert legal is None or legal in " ".join(error.legal or ()) or legal in str(error.legal)


def test_bytes_are_read_as_text_is() -> None:
    assert read_frame(b'{"type": "play", "speed": 2}', LIMIT) == Play(type="play", speed=2)
    with pytest.raises(RequestError, match="not JSON"):
        read_frame(b"\xff\xfe", LIMIT)


def test_an_error_repeats_the_number_of_the_request() -> None:
    with pytest.raises(RequestError) as raised:
        read_frame('{"type": "intervene", "request": 17, "branch": "main"}', LIMIT)
    assert raised.value.request == 17
    with pytest.raises(RequestError) as raised:
        read_frame('{"type": "nonsense", "request": true}', LIMIT)
    assert raised.value.request is None


def test_a_directive_has_an_end() -> None:
    frame = {"type": "intervene", "request": 1, "directive": "x" * 2_001, "branch": "main", "position": None}
    with pytest.raises(RequestError, match=r"intervene\.directive"):
        read_frame(json.dumps(frame), LIMIT)
    assert isinstance(read_frame(json.dumps({**frame, "directive": "x" * 2_000}), LIMIT), Intervene)


def test_a_frame_of_the_server_is_json_with_its_type() -> None:
    accepted = Accepted(request=1, branch="main", position=7)
    assert json.loads(accepted.encode()) == {"type": "accepted", "request": 1, "branch": "main", "position": 7}
    error = json.loads(Error(code="x", says="No.").encode())
    assert error == {
        "type": "error",
        "request": None,
        "code": "x",
        "says": "No.",
        "where": None,
        "legal": None,
        "script": None,
    }
