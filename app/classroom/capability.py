"""Who one is in a class: a signed token in a cookie, and keys to rooms that hold for one member alone."""

from __future__ import annotations

import binascii
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import asdict, dataclass
from typing import Final

from starlette.requests import HTTPConnection, Request
from starlette.responses import Response

from app.security import Signer, same_token

INSTRUCTOR_COOKIE: Final = "orbital-instructor"
TOKEN: Final = b"orbital token\n"
SEAT: Final = b"orbital seat\n"
"""What is signed begins with what it is for, so that nothing signed for one purpose serves another."""
LONGEST_TOKEN: Final = 1_000


@dataclass(slots=True, frozen=True)
class Capability:
    """What a token says: in `scope` (a class, a ticket, the instructor) somebody has a role, until a time."""

    scope: str
    member: str
    role: str
    expires: int


def seal(capability: Capability, signer: Signer) -> str:
    """The token of a capability."""
    body = json.dumps(asdict(capability), separators=(",", ":")).encode()
    return f"{urlsafe_b64encode(body).decode()}.{signer.sign(TOKEN + body)}"


def unseal(token: str, scope: str, signer: Signer, now: float) -> Capability | None:
    """What a token says; None for one that is forged, expired or for something else."""
    packed, _, signature = token.partition(".")
    if len(token) > LONGEST_TOKEN or not token.isascii():
        return None
    try:
        body = urlsafe_b64decode(packed)
    except (ValueError, binascii.Error):
        return None
    if not signer.holds(TOKEN + body, signature):
        return None
    capability = Capability(**json.loads(body))
    return capability if capability.scope == scope and capability.expires > now else None


def seat_key(course: str, room: str, member: str, signer: Signer) -> str:
    """A member's key to a room of a class."""
    return f"{member}.{signer.sign(SEAT + json.dumps([course, room, member]).encode())[:48]}"


def member_of(key: str, course: str, room: str, signer: Signer) -> str | None:
    """Whose key to a room of a class it is; None for no such key."""
    member = key.rpartition(".")[0]
    return member if member and same_token(key, seat_key(course, room, member, signer)) else None


def cookie_of(course: str) -> str:
    """The name of a class's cookie. Each class has its own: one may be in several."""
    return f"orbital-class-{course}"


def class_scope(course: str) -> str:
    """The scope of a member's token."""
    return f"class {course}"


def give(request: Request, response: Response, cookie: str, token: str, seconds: int) -> None:
    """Put a token where scripts cannot read it and other sites cannot make use of it."""
    secure = request.url.scheme == "https"
    response.set_cookie(cookie, token, max_age=seconds, path="/", secure=secure, httponly=True, samesite="lax")


def take_back(request: Request, response: Response, cookie: str) -> None:
    """Let the browser forget a token."""
    secure = request.url.scheme == "https"
    response.delete_cookie(cookie, path="/", secure=secure, httponly=True, samesite="lax")


def token_in(connection: HTTPConnection, cookie: str) -> str:
    """The token that a browser sent, or none."""
    return connection.cookies.get(cookie, "")
