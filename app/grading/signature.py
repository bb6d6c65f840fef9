"""The server's signature of a trace (HMAC-SHA256), checked where its key is at hand."""

from __future__ import annotations

import hashlib
import hmac
import json
from pathlib import Path
from typing import Final, Literal

KEY_BYTES: Final = 32
KEY_FILE: Final = "signing.key"

Signature = Literal["valid", "wrong", "missing", "unchecked"]
SAYS: Final[dict[Signature, str]] = {
    "valid": "signed by this server",
    "wrong": "the signature is not that of this server over this content: the trace was changed, or is from elsewhere",
    "missing": "the trace is not signed: it is not as a room handed it out",
    "unchecked": "the signature was not checked: no key was given",
}


def read_key(path: Path) -> bytes:
    """The key in a file, or in a data folder. Raises OSError, or ValueError for what is no key."""
    file = path / KEY_FILE if path.is_dir() else path
    with file.open("rb") as opened:
        key = opened.read(KEY_BYTES + 1)
    if len(key) != KEY_BYTES:
        raise ValueError(f"{file} does not hold a signing key of {KEY_BYTES} bytes")
    return key


def check_signature(content: bytes, key: bytes | None) -> Signature:
    """Whether a trace ends with the signature of exactly what stands before it."""
    # A mail program or an archive may have changed the ends of lines; a trace holds no \r by itself.
    body, newline, last = content.replace(b"\r\n", b"\n").rstrip(b"\n").rpartition(b"\n")
    try:
        line = json.loads(last)
    except (ValueError, RecursionError):
        line = None
    if not isinstance(line, dict) or line.get("type") != "signature":
        return "missing" if key is not None else "unchecked"
    if key is None:
        return "unchecked"
    value = line.get("value")
    made = hmac.new(key, body + newline, hashlib.sha256).hexdigest()
    return "valid" if isinstance(value, str) and hmac.compare_digest(made.encode(), value.encode()) else "wrong"
