"""What one address may have: so many of something a minute, so many at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address
from math import ceil
from time import monotonic
from typing import Final

from starlette.requests import HTTPConnection

from app.errors import RequestError

MINUTE_S: Final = 60.0
FORGET_AT: Final = 4_096
"""With so many addresses known, those are forgotten that have their whole allowance again."""
RETRY_S: Final = 10
TOO_MANY: Final = 429
_V6_HOST_BITS: Final = 64


def address_of(connection: HTTPConnection) -> str:
    """Who asks. One household or campus has a whole /64 of IPv6, so that is one address; IPv4 inside IPv6 is IPv4."""
    host = connection.client.host if connection.client is not None else ""
    try:
        found = ip_address(host.partition("%")[0])
    except ValueError:
        return host
    if not isinstance(found, IPv6Address):
        return host
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(IPv6Address(int(found) >> _V6_HOST_BITS << _V6_HOST_BITS))


class Allowance:
    """A bucket for each address: it holds a minute's worth and fills evenly."""

    def __init__(self, a_minute: int, clock: Callable[[], float] = monotonic) -> None:
        self.most = a_minute
        self._clock = clock
        self._left: dict[str, tuple[float, float]] = {}

    def __len__(self) -> int:
        return len(self._left)

    def take(self, address: str) -> int:
        """Take one out; 0 when there was one, else the seconds until there will be."""
        now = self._clock()
        left = self._now_left(address, now)
        if left < 1:
            return max(1, ceil((1 - left) * MINUTE_S / self.most))
        self._left[address] = (left - 1, now)
        if len(self._left) > FORGET_AT:
            full = [known for known in self._left if self._now_left(known, now) >= self.most]
            for known in full:
                del self._left[known]
        return 0

    def _now_left(self, address: str, now: float) -> float:
        left, at = self._left.get(address, (float(self.most), now))
        return min(self.most, left + (now - at) * self.most / MINUTE_S)


class Presence:
    """How many connections each address has."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._here: Counter[str] = Counter()

    def enter(self, address: str) -> bool:
        """Whether there is room for another one, which then counts."""
        if self._here[address] >= self._most:
            return False
        self._here[address] += 1
        return True

    def leave(self, address: str) -> None:
        """One is gone."""
        self._here[address] -= 1
        if self._here[address] <= 0:
            del self._here[address]


def too_many(code: str, says: str, legal: str, retry_after_s: int = RETRY_S) -> RequestError:
    """The answer to who asks too much: 429, and when to come back."""
    return RequestError(code, says, legal=legal, status=TOO_MANY, retry_after_s=retry_after_s)
