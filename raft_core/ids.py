"""Who is who: servers S1 to S9 and clients c1, c2, ... are numbers inside and these names outside."""

from typing import Final, TypeAlias

ServerId: TypeAlias = int

NOBODY: Final = 0
MAX_SERVERS: Final = 9

SERVER_NAMES: Final = ("none", "S1", "S2", "S3", "S4", "S5", "S6", "S7", "S8", "S9")
_NUMBERS: Final = {name: number for number, name in enumerate(SERVER_NAMES) if number}


def server_name(server: ServerId) -> str:
    """The name of a server number: 3 is S3; NOBODY is "none"."""
    return SERVER_NAMES[server]


def server_number(name: str) -> ServerId:
    """The number of a server name. Raises ValueError for anything but S1 to S9."""
    number = _NUMBERS.get(name)
    if number is None:
        raise ValueError(f"{name!r} is not a server; servers are S1 to S{MAX_SERVERS}")
    return number


def server_names(servers: "tuple[ServerId, ...] | list[ServerId]") -> str:
    """The names of several servers as a phrase: S2, S3 and S5."""
    names = [SERVER_NAMES[server] for server in sorted(servers)]
    if len(names) < 2:
        return "".join(names) or "no server"
    return f"{', '.join(names[:-1])} and {names[-1]}"


def client_order(name: str) -> tuple[int, str]:
    """A sort key that puts c2 before c10."""
    digits = name.lstrip("c")
    return (int(digits) if digits.isdigit() else 0, name)
