"""The links between servers: which directions are cut, slow or lossy."""

from raft_core.ids import ServerId


class Link:
    """The habits of one direction, where they differ from the cluster's: None means the cluster's setting."""

    __slots__ = ("duplicate", "latency", "loss")

    def __init__(
        self, latency: tuple[int, int] | None = None, loss: int | None = None, duplicate: int | None = None
    ) -> None:
        self.latency = latency
        self.loss = loss
        self.duplicate = duplicate


class Network:
    """Immutable: a change makes a new one, so that every world of a timeline can keep its own.

    `is_plain` says that no link is cut or has habits of its own.
    """

    __slots__ = ("_cut", "is_plain", "links")

    def __init__(self, cut: frozenset[int] = frozenset(), links: dict[int, Link] | None = None) -> None:
        self._cut = cut
        self.links = links if links is not None else {}
        self.is_plain = not cut and not links

    def is_cut(self, source: ServerId, target: ServerId) -> bool:
        """Whether nothing sent from source reaches target."""
        return source * 10 + target in self._cut

    def link(self, source: ServerId, target: ServerId) -> Link | None:
        """The direction's own habits, None when it has none."""
        return self.links.get(source * 10 + target) if self.links else None

    def cutting(self, source: ServerId, target: ServerId) -> "Network":
        """The network with one direction cut."""
        return Network(self._cut | {source * 10 + target}, self.links)

    def healing(self, source: ServerId, target: ServerId) -> "Network":
        """The network with one direction whole."""
        return Network(self._cut - {source * 10 + target}, self.links)

    def changing(self, source: ServerId, target: ServerId, link: Link) -> "Network":
        """The network with habits of its own for one direction."""
        return Network(self._cut, {**self.links, source * 10 + target: link})

    def restored(self, source: ServerId, target: ServerId) -> "Network":
        """The network with one direction as the cluster's settings have it, and not cut."""
        key = source * 10 + target
        return Network(self._cut - {key}, {other: link for other, link in self.links.items() if other != key})

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Network) and self._cut == other._cut and self.links == other.links

    def __hash__(self) -> int:
        return hash(self._cut)
