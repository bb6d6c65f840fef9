"""Who may do what, and what a browser is told about our pages."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from fastapi import FastAPI

from app.security import HEADERS, Signer, is_own_origin, new_token, same_token
from tests.app.browser import Browser

POLICY = HEADERS["Content-Security-Policy"]


def test_the_policy_allows_our_own_scripts_and_nothing_inline() -> None:
    assert "script-src 'self'" in POLICY
    assert "default-src 'none'" in POLICY
    assert "unsafe" not in POLICY


@pytest.mark.parametrize(
    "path", ["/", "/lab", "/reference", "/static/js/main.js", "/nowhere", "/static/nothing.js", "/healthz", "/metrics"]
)
def test_every_response_carries_the_headers(client: Browser, path: str) -> None:
    headers = client.get(path).headers
    assert {name: headers.get(name) for name in HEADERS} == HEADERS


def test_a_fault_of_ours_carries_the_headers_too_and_tells_nothing(app: FastAPI) -> None:
    @app.get("/broken")
    async def broken() -> None:
        raise ZeroDivisionError("secret")

    answer = Browser(app).get("/broken", headers={"accept": "text/html"})
    assert answer.status_code == 500
    assert answer.headers["Content-Security-Policy"] == POLICY
    assert "made a mistake, not Raft" in answer.text
    assert "secret" not in answer.text


@pytest.mark.parametrize("path", ["/static/../pyproject.toml", "/static/..%2fpyproject.toml", "/static//etc/passwd"])
def test_static_files_lie_in_their_folder(client: Browser, path: str) -> None:
    assert client.get(path).status_code == 404


def test_tokens_are_long_different_and_compared_whole() -> None:
    one, other = new_token(), new_token()
    assert one != other
    assert len(one) >= 32
    assert same_token(one, one)
    assert not same_token(one, one[:-1])
    assert not same_token(one, "ä")


@pytest.mark.parametrize(
    ("origin", "host", "allowed"),
    [
        (None, "127.0.0.1:8000", True),
        ("http://127.0.0.1:8000", "127.0.0.1:8000", True),
        ("https://LAB.example", "lab.example", True),
        ("https://other.example", "lab.example", True),
        ("http://127.0.0.1:8001", "127.0.0.1:8000", False),
        ("https://evil.example", "lab.example", False),
        ("null", "lab.example", False),
        ("file://lab.example", "lab.example", False),
        ("http://lab.example", None, False),
    ],
)
def test_a_page_may_connect_from_our_own_origin_or_an_allowed_one(
    origin: str | None, host: str | None, allowed: bool
) -> None:
    assert is_own_origin(origin, host, ("https://other.example",)) is allowed


def test_the_signing_key_is_made_once_and_is_for_its_owner_alone(tmp_path: Path) -> None:
    signer = Signer(tmp_path / "data")
    key = tmp_path / "data" / "signing.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    signature = signer.sign(b"trace")
    again = Signer(tmp_path / "data")
    assert again.holds(b"trace", signature)
    assert not again.holds(b"trace ", signature)
    assert not Signer(tmp_path / "other").holds(b"trace", signature)


def test_a_broken_signing_key_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "signing.key").write_bytes(b"short")
    with pytest.raises(ValueError, match="does not hold a signing key"):
        Signer(tmp_path)
    assert (tmp_path / "signing.key").read_bytes() == b"short"
