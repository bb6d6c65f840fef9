"""Majorities: the arithmetic of who is enough."""

from collections.abc import Sequence

from raft_core.ids import ServerId, server_names


def majority(voters: int) -> int:
    """The smallest number of voters of which any two groups share one (5.2)."""
    return voters // 2 + 1


def agreed_index(match: Sequence[int], voters: tuple[ServerId, ...], needed: int) -> int:
    """The highest index that at least `needed` of the voters have reached; `match` holds one for each server number."""
    reached = sorted([match[voter] for voter in voters], reverse=True)
    return reached[needed - 1] if 0 < needed <= len(reached) else 0


class Tally:
    """Who is in favour of something, against how many are needed: in one group of voters, or in both while joint.

    `subject` is what it is about: an index to commit, or a term to lead.
    """

    __slots__ = ("counts", "in_favour", "needed", "subject")

    def __init__(self, subject: int, in_favour: list[ServerId]) -> None:
        self.subject = subject
        self.in_favour = in_favour
        self.counts: list[int] = []
        self.needed: list[int] = []

    def add_group(self, voters: tuple[ServerId, ...], needed: int) -> None:
        """Count those in favour within a group of voters; who is named twice counts twice."""
        self.counts.append(sum([1 for server in self.in_favour if server in voters]))
        self.needed.append(needed)

    @property
    def suffices(self) -> bool:
        """Whether every group has as many in favour as it needs."""
        for count, needed in zip(self.counts, self.needed, strict=True):
            if count < needed:
                return False
        return True

    @property
    def words(self) -> str:
        """The count as a phrase: 2 of the 3 needed."""
        parts = [f"{count} of the {needed} needed" for count, needed in zip(self.counts, self.needed, strict=True)]
        return " and ".join(parts)

    @property
    def who(self) -> str:
        """Those in favour, by name."""
        return server_names(self.in_favour)
