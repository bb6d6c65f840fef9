"""Elections in practice: pre-votes and servers that keep their leader (dissertation 9.6, 4.2.3)."""

from typing import Final, NamedTuple

from raft_core.explain import Choice, Clause, Judgement
from raft_core.messages import PreVote, PreVoteReply, RequestVote
from raft_core.node import Node
from raft_core.role import NEVER, PreCandidate
from raft_core.rules.request_vote import is_up_to_date
from raft_core.units import format_duration


class Approach(NamedTuple):
    """A request for a vote in the moment in which it reaches a server, on that server's own clock.

    `silence_us` is how long ago it heard a leader, NEVER if it never did, 0 when it leads itself.
    """

    request: "RequestVote | PreVote"
    silence_us: int
    timeout_us: int

    @property
    def is_leader_gone(self) -> bool:
        """Whether no leader was heard for the minimum election timeout."""
        return self.silence_us == NEVER or self.silence_us >= self.timeout_us

    @property
    def is_disruption_wanted(self) -> bool:
        """Whether the leader itself asked for this election."""
        return isinstance(self.request, RequestVote) and self.request.disrupts

    @property
    def silence(self) -> str:
        """How long no leader was heard, as a phrase."""
        return "ever" if self.silence_us == NEVER else f"for {format_duration(self.silence_us)}"

    @property
    def timeout(self) -> str:
        """The minimum election timeout, as a phrase."""
        return format_duration(self.timeout_us)


HEARS_CANDIDATE: Final = Judgement[Node, Approach](
    "hears_candidate",
    "Does {node.name} look at the request for a vote?",
    "dissertation 4.2.3",
    ("node", "approach"),
    (
        Clause(
            "leader_gone",
            "diss. 4.2.3",
            "Is its leader gone, or does the leader itself want the election?",
            lambda node, approach: approach.is_leader_gone or approach.is_disruption_wanted,
            "no leader was heard {approach.silence} (the minimum election timeout is {approach.timeout}), or it hands "
            "over: {approach.is_disruption_wanted}",
            "its leader was silent only {approach.silence}, less than the minimum election timeout {approach.timeout}: "
            "the request is ignored",
        ),
    ),
)

ANSWERS_PRE_VOTE: Final = Judgement[Node, PreVote](
    "answers_pre_vote",
    "Does {node.name} answer?",
    "dissertation 9.6",
    ("node", "request"),
    (
        Clause(
            "always",
            "5.1",
            "Must the other learn of a newer term, if there is one?",
            lambda node, request: True,
            "{node.name} is in term {node.current_term} and says so",
            "{node.name} stays silent",
        ),
    ),
)

MAY_GRANT_PRE_VOTE: Final = Judgement[Node, Approach](
    "may_grant_pre_vote",
    "Would {node.name} vote for it?",
    "dissertation 9.6",
    ("node", "approach"),
    (
        Clause(
            "newer_term",
            "5.1",
            "Would it stand in a newer term?",
            lambda node, approach: approach.request.term > node.current_term,
            "{approach.request.term} > {node.current_term}",
            "{approach.request.term} ≤ {node.current_term}",
        ),
        Clause(
            "leader_gone",
            "diss. 9.6",
            "Has it lost its leader as well?",
            lambda node, approach: approach.is_leader_gone,
            "it has not heard one {approach.silence}, and the minimum election timeout is {approach.timeout}",
            "it has been without one only {approach.silence}, less than the election timeout {approach.timeout}",
        ),
        Clause(
            "up_to_date",
            "5.4.1",
            "Is the log of the other at least as up to date?",
            lambda node, approach: is_up_to_date(node, approach.request),
            "its last entry is (term {approach.request.last_log_term}, index {approach.request.last_log_index}), "
            "{node.name}'s is (term {node.log.last_term}, index {node.log.last_index})",
            "its last entry is (term {approach.request.last_log_term}, index {approach.request.last_log_index}), older "
            "than {node.name}'s (term {node.log.last_term}, index {node.log.last_index})",
        ),
    ),
)

COUNTS_PRE_VOTE: Final = Judgement[Node, PreVoteReply](
    "counts_pre_vote",
    "Does {node.name} count the answer?",
    "dissertation 9.6",
    ("node", "reply"),
    (
        Clause(
            "pre_candidate",
            "diss. 9.6",
            "Is it still only asking?",
            lambda node, reply: isinstance(node.role, PreCandidate),
            "{node.name} is a pre-candidate",
            "{node.name} is {node.role_name}: a promise to vote is not a vote",
        ),
        Clause(
            "same_term",
            "5.1",
            "Is it about the term that it would stand in?",
            lambda node, reply: reply.term == node.current_term + 1,
            "it is about term {reply.term}, the next one",
            "it says term {reply.term}; {node.name} is in {node.current_term}",
        ),
        Clause("granted", "diss. 9.6", "Would it be elected?", lambda node, reply: reply.vote_granted, "yes", "no"),
        Clause(
            "once",
            "5.2",
            "Is it not counted yet?",
            lambda node, reply: reply.source not in node.votes,
            "so far: {node.voters_so_far}",
            "so far: {node.voters_so_far}; the same server does not count twice",
        ),
    ),
)

RESTARTS_TIMER: Final = Judgement[Node, RequestVote](
    "restarts_timer",
    "Does {node.name} wait for a leader anew?",
    "Rules for followers, Figure 2",
    ("node", "request"),
    (
        Clause(
            "granted",
            "5.2",
            "Did it grant its vote?",
            lambda node, request: node.voted_for == request.source and node.current_term == request.term,
            "its vote in term {node.current_term} is for this candidate",
            "its vote in term {node.current_term} is for {node.voted_for_name}: its patience ends as planned",
        ),
    ),
)

ELECTION_TIMEOUT: Final = Choice[Node, "tuple[int, int]", "tuple[int, int]"](
    "election_timeout",
    "How long does {node.name} wait for a leader?",
    "Rules for followers, Figure 2",
    ("node", "limits"),
    "5.2",
    lambda node, limits: limits,
    "somewhere within {value} µs, drawn anew each time, so that rivals rarely rise together",
)
