"""Cluster membership (paper 6, dissertation 4): who votes, who is leaving, who only learns."""

from raft_core.ids import ServerId


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

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Configuration)
            and self.voters == other.voters
            and self.outgoing_voters == other.outgoing_voters
            and self.learners == other.learners
        )

    def __hash__(self) -> int:
        return hash((self.voters, self.outgoing_voters, self.learners))
