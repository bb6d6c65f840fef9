"""Cluster membership (paper 6, dissertation 4): who votes, who is leaving, who only learns."""

from dataclasses import dataclass
from typing import Final

from raft_core.ids import ServerId, server_names

ADD_VOTER: Final = "add"
ADD_LEARNER: Final = "learn"
PROMOTE: Final = "promote"
REMOVE: Final = "remove"
RECONFIGURE: Final = "reconfigure"


class Configuration:
    """An immutable set of members.

    `outgoing_voters` is C_old while the cluster is joint (paper 6): then a decision needs a majority of both sets.
    Learners receive the log and have no vote (dissertation 4.2.1).
    """

    __slots__ = ("learners", "members", "outgoing_voters", "voters")

    def __init__(
        self,
        voters: tuple[ServerId, ...],
        outgoing_voters: tuple[ServerId, ...] = (),
        learners: tuple[ServerId, ...] = (),
    ) -> None:
        self.voters = tuple(sorted(voters))
        self.outgoing_voters = tuple(sorted(outgoing_voters))
        self.learners = tuple(sorted(learners))
        self.members = tuple(sorted({*voters, *outgoing_voters, *learners}))

    @property
    def is_joint(self) -> bool:
        """Whether both the old and the new voters must agree (C_old,new)."""
        return bool(self.outgoing_voters)

    @property
    def majorities(self) -> tuple[tuple[ServerId, ...], ...]:
        """The voter sets of which each must give a majority: one, or two while joint."""
        return (self.voters, self.outgoing_voters) if self.outgoing_voters else (self.voters,)

    def is_voter(self, server: ServerId) -> bool:
        """Whether the server's vote counts in either set."""
        return server in self.voters or server in self.outgoing_voters

    @property
    def electors(self) -> tuple[ServerId, ...]:
        """Everybody whose vote counts, each once."""
        return tuple(sorted({*self.voters, *self.outgoing_voters}))

    @property
    def words(self) -> str:
        """The members as a phrase: S1, S2 and S3; S1, S2 and S3 to S1, S2 and S4 while joint."""
        voters = server_names(self.voters)
        if self.outgoing_voters:
            voters = f"{server_names(self.outgoing_voters)} to {voters}"
        return f"{voters}, learning {server_names(self.learners)}" if self.learners else voters

    def left(self) -> "Configuration":
        """C_new of a joint configuration: the outgoing voters are gone (6)."""
        return Configuration(self.voters, (), self.learners)

    def voters_that_differ(self, other: "Configuration") -> int:
        """How many servers vote in one of the two and not in the other."""
        return len(set(self.voters) ^ set(other.voters))

    def __repr__(self) -> str:
        return f"({self.voters}, {self.outgoing_voters}, {self.learners})"

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Configuration)
            and self.voters == other.voters
            and self.outgoing_voters == other.outgoing_voters
            and self.learners == other.learners
        )

    def __hash__(self) -> int:
        return hash((self.voters, self.outgoing_voters, self.learners))


@dataclass(slots=True, frozen=True)
class Change:
    """What somebody asks of the membership: a verb and the servers it is about."""

    verb: str
    servers: tuple[ServerId, ...]

    @property
    def server(self) -> ServerId:
        """The one server that a single-server change is about."""
        return self.servers[0]

    @property
    def is_single(self) -> bool:
        """Whether it is a single-server change (dissertation 4.1)."""
        return self.verb != RECONFIGURE

    @property
    def words(self) -> str:
        """The change as a phrase."""
        return f"{self.verb} {server_names(self.servers)}"

    def applied_to(self, old: Configuration) -> Configuration:
        """The configuration that is asked for. Learners stay unless they are named."""
        voters, learners, named = set(old.voters), set(old.learners), set(self.servers)
        if self.verb == RECONFIGURE:
            voters, learners = named, learners - named
        elif self.verb == ADD_LEARNER:
            learners |= named - voters
        elif self.verb == PROMOTE:
            voters, learners = voters | (named & learners), learners - named
        elif self.verb == REMOVE:
            voters, learners = voters - named, learners - named
        else:
            voters, learners = voters | named, learners - named
        return Configuration(tuple(voters), (), tuple(learners))
