"""Figure 2, Rules for followers and candidates."""

from typing import Final

from raft_core.explain import Choice, Clause, Judgement
from raft_core.ids import ServerId
from raft_core.messages import RequestVoteReply
from raft_core.node import Node
from raft_core.quorum import Tally, majority
from raft_core.role import Candidate, Leader
from raft_core.rules.membership import may_stand

BY_TIMER: Final = "timer"
BY_HAND: Final = "hand"
BY_TRANSFER: Final = "transfer"

MAY_CAMPAIGN: Final = Judgement[Node, str](
    "may_campaign",
    "May {node.name} stand for election?",
    "Rules for followers, Figure 2",
    ("node", "trigger"),
    (
        Clause(
            "timer_ran_out",
            "5.2",
            "Is it without a leader's heartbeat?",
            lambda node, trigger: not isinstance(node.role, Leader),
            "{node.name} is {node.role_name} and its time is up, by {trigger}",
            "{node.name} leads term {node.current_term} itself",
        ),
        Clause(
            "voter",
            "6",
            "Does its own configuration give it a vote?",
            may_stand,
            "its configuration is {node.configuration.words}",
            "its configuration is {node.configuration.words}, and {node.name} does not vote in it",
        ),
    ),
)

CANDIDATE_VOTE: Final = Choice[Node, None, ServerId](
    "candidate_vote",
    "For whom does {node.name} vote in its own election?",
    "Rules for candidates, Figure 2",
    ("node", "_"),
    "5.2",
    lambda node, _: node.id,
    "for itself: that is its one vote in term {node.current_term}",
)

COUNTS_OWN_VOTE: Final = Judgement[Node, Candidate](
    "counts_own_vote",
    "Does {node.name} count its own vote?",
    "Rules for candidates, Figure 2",
    ("node", "candidate"),
    (
        Clause(
            "once",
            "5.2",
            "Is it not counted yet?",
            lambda node, candidate: node.id not in candidate.votes,
            "votes so far: {node.voters_so_far}",
            "votes so far: {node.voters_so_far}",
        ),
        Clause(
            "durable",
            "Figure 2",
            "Are its term and vote on disk?",
            lambda node, candidate: node.is_durable,
            "term {node.disk.current_term} and the vote are on disk",
            "the disk still has term {node.disk.current_term}; a crash now would free the vote again",
        ),
    ),
)

COUNTS_VOTE: Final = Judgement[Node, RequestVoteReply](
    "counts_vote",
    "Does {node.name} count the vote?",
    "Rules for candidates, Figure 2",
    ("node", "reply"),
    (
        Clause(
            "candidate",
            "5.2",
            "Is it still a candidate?",
            lambda node, reply: isinstance(node.role, Candidate),
            "{node.name} is a candidate in term {node.current_term}",
            "{node.name} is {node.role_name} in term {node.current_term}",
        ),
        Clause(
            "same_term",
            "5.1",
            "Was the vote given in this term?",
            lambda node, reply: reply.term == node.current_term,
            "{reply.term} = {node.current_term}",
            "{reply.term} ≠ {node.current_term}: a vote holds for one term only",
        ),
        Clause(
            "granted",
            "5.2",
            "Was it granted?",
            lambda node, reply: reply.vote_granted,
            "granted",
            "refused",
        ),
        Clause(
            "once",
            "5.2",
            "Is it not counted yet?",
            lambda node, reply: isinstance(node.role, Candidate) and reply.source not in node.role.votes,
            "votes so far: {node.voters_so_far}",
            "votes so far: {node.voters_so_far}; the same voter does not count twice",
        ),
    ),
)

QUORUM: Final = Choice[Node, "tuple[int, ...]", int](
    "quorum",
    "How many of the voters are enough?",
    "Rules for candidates, Figure 2",
    ("node", "voters"),
    "5.2",
    lambda node, voters: majority(len(voters)),
    "{value}, so that any two such groups share a server",
)

WINS_ELECTION: Final = Judgement[Node, Tally](
    "wins_election",
    "Does {node.name} win term {node.current_term}?",
    "Rules for candidates, Figure 2",
    ("node", "tally"),
    (
        Clause(
            "majority",
            "5.2",
            "Did enough of the voters vote for it?",
            lambda node, tally: tally.suffices,
            "{tally.words}: {tally.who}",
            "{tally.words}: {tally.who}",
        ),
    ),
)
