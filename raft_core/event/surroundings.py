"""Events around the servers: messages, clients, faults."""

from dataclasses import dataclass
from typing import ClassVar

from raft_core.ids import ServerId
from raft_core.messages import Message


@dataclass(slots=True, eq=False)
class MessageSent:
    """A message left its source. `number` is its identity in flight."""

    interesting: ClassVar[bool] = False
    number: int
    message: Message


@dataclass(slots=True, eq=False)
class MessageDelivered:
    """A message arrived."""

    interesting: ClassVar[bool] = False
    number: int
    message: Message


@dataclass(slots=True, eq=False)
class MessageWaiting:
    """A message arrived at a paused server, which reads it when it goes on."""

    interesting: ClassVar[bool] = False
    number: int
    message: Message


@dataclass(slots=True, eq=False)
class MessageDropped:
    """A message was lost; `reason` is loss, cut, down or dropped (by hand)."""

    interesting: ClassVar[bool] = False
    number: int
    message: Message
    reason: str


@dataclass(slots=True, eq=False)
class MessageDuplicated:
    """A second copy of a message is in flight, as number `copy`."""

    interesting: ClassVar[bool] = False
    number: int
    message: Message
    copy: int


@dataclass(slots=True, eq=False)
class MessageDelayed:
    """A message in flight was delayed by hand."""

    interesting: ClassVar[bool] = False
    number: int
    message: Message
    by_us: int


@dataclass(slots=True, eq=False)
class ClientInvoked:
    """A client issued an operation."""

    interesting: ClassVar[bool] = False
    client: str
    serial: int
    words: str


@dataclass(slots=True, eq=False)
class ClientRedirected:
    """A server that does not lead sent the client on; `leader` is its hint, 0 for none (8)."""

    interesting: ClassVar[bool] = False
    client: str
    server: ServerId
    leader: ServerId


@dataclass(slots=True, eq=False)
class ClientRetried:
    """A client sent its operation again, with the same serial number (8)."""

    interesting: ClassVar[bool] = False
    client: str
    server: ServerId


@dataclass(slots=True, eq=False)
class ClientCompleted:
    """A client's operation ended: ok, refused, or timeout (outcome unknown)."""

    interesting: ClassVar[bool] = False
    client: str
    outcome: str
    result: str | bool | None
    server: ServerId


@dataclass(slots=True, eq=False)
class ServerCrashed:
    """A server stopped; `lost_entries` counts the entries that were not durable."""

    interesting: ClassVar[bool] = True
    server: ServerId
    lost_entries: int


@dataclass(slots=True, eq=False)
class ServerRestarted:
    """A server came back with what its disk held."""

    interesting: ClassVar[bool] = True
    server: ServerId


@dataclass(slots=True, eq=False)
class ServerPaused:
    """A server's process stalled."""

    interesting: ClassVar[bool] = True
    server: ServerId


@dataclass(slots=True, eq=False)
class ServerResumed:
    """A stalled server goes on."""

    interesting: ClassVar[bool] = True
    server: ServerId


@dataclass(slots=True, eq=False)
class DiskWiped:
    """A stopped server lost its disk."""

    interesting: ClassVar[bool] = True
    server: ServerId


@dataclass(slots=True, eq=False)
class LinkCut:
    """Messages from source no longer reach target."""

    interesting: ClassVar[bool] = True
    source: ServerId
    target: ServerId


@dataclass(slots=True, eq=False)
class LinkHealed:
    """Messages from source reach target again."""

    interesting: ClassVar[bool] = True
    source: ServerId
    target: ServerId


@dataclass(slots=True, eq=False)
class LinkChanged:
    """A link got its own latency, loss or duplication."""

    interesting: ClassVar[bool] = True
    source: ServerId
    target: ServerId


@dataclass(slots=True, eq=False)
class DiskChanged:
    """A server's disk became slower or faster."""

    interesting: ClassVar[bool] = True
    server: ServerId


@dataclass(slots=True, eq=False)
class ClockChanged:
    """A server's clock runs at `percent` of real time."""

    interesting: ClassVar[bool] = True
    server: ServerId
    percent: int


@dataclass(slots=True, eq=False)
class SettingChanged:
    """A setting of the cluster changed."""

    interesting: ClassVar[bool] = True
    key: str
    value: str
