"""Who guesses codes and keys has to wait: so many wrong ones an address has free, then it goes slowly."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable
from http import HTTPStatus
from ipaddress import IPv6Address, ip_address
from time import monotonic
from typing import Final

from app.errors import RequestError

FREE: Final = 20
"""Wrong ones in a row. A class behind one address mistypes now and then; 244 million codes are not tried like that."""
EACH_S: Final = 6.0
"""So long until another is free."""
MOST_ADDRESSES: Final = 10_000


class TooManyTries(RequestError):  # noqa: N818 - named after what happened
    """The address has to wait `seconds`."""

    def __init__(self, seconds: int) -> None:
        says = "Too many wrong tries came from your network. Wait a little and try again."
        legal = f"again in {seconds} s"
        super().__init__("too_many_tries", says, legal=legal, status=HTTPStatus.TOO_MANY_REQUESTS)
        self.seconds = seconds
        self.headers["Retry-After"] = str(seconds)


class Guesses:
    """How many wrong ones came from each address, forgotten one by one with time."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._wrong: OrderedDict[str, tuple[float, float]] = OrderedDict()

    @property
    def size(self) -> int:
        """How many addresses are remembered."""
        return len(self._wrong)

    def check(self, address: str) -> None:
        """Raises TooManyTries while an address has to wait; right or wrong is not even looked at."""
        wrong = self._now(_network(address))
        if wrong > FREE - 1:
            raise TooManyTries(math.ceil((wrong - FREE + 1) * EACH_S))

    def count(self, address: str) -> None:
        """It was wrong."""
        network = _network(address)
        self._wrong[network] = (self._now(network) + 1, self._clock())
        self._wrong.move_to_end(network)
        if len(self._wrong) > MOST_ADDRESSES:
            self._wrong.popitem(last=False)

    def _now(self, network: str) -> float:
        wrong, at = self._wrong.get(network, (0.0, 0.0))
        return max(0.0, wrong - (self._clock() - at) / EACH_S)


def _network(address: str) -> str:
    """Who has one IPv6 address has all of its network."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if isinstance(known, IPv6Address) and known.ipv4_mapped is None:
        return known.exploded[:19]
    return address
