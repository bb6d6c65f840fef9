"""Figure 2, Rules for leaders."""

from typing import Final

from raft_core.explain import Choice, Clause, Judgement
from raft_core.ids import NOBODY, ServerId
from raft_core.machine import Command
from raft_core.messages import AppendEntries, AppendEntriesReply
from raft_core.node import Node
from raft_core.quorum import Tally
from raft_core.role import Leader

ACCEPTS_COMMAND: Final = Judgement[Node, Command](
    "accepts_command",
    "Does {node.name} take the command?",
    "Rules for leaders, Figure 2",
    ("node", "command"),
    (
        Clause(
            "leads",
            "8",
            "Is it the leader?",
            lambda node, command: isinstance(node.role, Leader),
            "{node.name} leads term {node.current_term}",
            "{node.name} is {node.role_name}; only a leader takes commands",
        ),
        Clause(
            "in_office",
            "diss. 3.10",
            "Is it staying in office?",
            lambda node, command: not isinstance(node.role, Leader) or node.role.transfer_to == NOBODY,
            "no transfer of leadership is under way",
            "{node.name} is handing leadership over; a command taken now would hold the new leader up",
        ),
    ),
)


def known_match(node: Node, peer: ServerId) -> int:
    """matchIndex of a peer as the leader has it; 0 for a server that does not lead."""
    return node.role.progress[peer].match_index if isinstance(node.role, Leader) else 0


def known_next(node: Node, peer: ServerId) -> int:
    """nextIndex of a peer as the leader has it; 1 for a server that does not lead."""
    return node.role.progress[peer].next_index if isinstance(node.role, Leader) else 1


def after_conflict(node: Node, reply: AppendEntriesReply) -> int:
    """Fast backtracking (end of 5.3): skip a whole conflicting term at once.

    When the leader has entries of the conflicting term, it goes on after its last one; else at the first entry the
    follower has of it, or where the follower's log ends.
    """
    index = min(reply.prev_log_index, node.log.last_index)
    if reply.conflict_term:
        while index > reply.conflict_index and node.log.term_at(index) > reply.conflict_term:
            index -= 1
        if node.log.term_at(index) == reply.conflict_term:
            return index + 1
    return max(1, min(reply.conflict_index, reply.prev_log_index))


COUNTS_AS_MATCH: Final = Judgement[Node, AppendEntriesReply](
    "counts_as_match",
    "Does {node.name} believe the acknowledgement?",
    "Rules for leaders, Figure 2",
    ("node", "reply"),
    (
        Clause(
            "leads",
            "5.3",
            "Does it still lead?",
            lambda node, reply: isinstance(node.role, Leader),
            "{node.name} leads term {node.current_term}",
            "{node.name} is {node.role_name}",
        ),
        Clause(
            "same_term",
            "5.1",
            "Is the answer of this term?",
            lambda node, reply: reply.term == node.current_term,
            "{reply.term} = {node.current_term}",
            "{reply.term} ≠ {node.current_term}: it speaks of a log that may be gone",
        ),
        Clause(
            "success",
            "5.3",
            "Were the entries accepted?",
            lambda node, reply: reply.success,
            "accepted up to {reply.match_index}",
            "refused after index {reply.prev_log_index}",
        ),
    ),
)

MATCH_INDEX_IN_OFFICE: Final = Choice[Node, ServerId, int](
    "match_index_in_office",
    "What does {node.name} know of a follower's log when it takes office?",
    "State on leaders, Figure 2",
    ("node", "peer"),
    "5.3",
    lambda node, peer: 0,
    "nothing: matchIndex begins at {value}, reinitialized after each election",
)

HEARTBEAT_AFTER: Final = Choice[Node, ServerId, int](
    "heartbeat_after",
    "After which index does a heartbeat ask while the window is full?",
    "dissertation 10.2.2",
    ("node", "peer"),
    "diss. 10.2.2",
    lambda node, peer: known_next(node, peer) - 1,
    "after {value}, the last entry sent: should something have been lost, the follower will say so",
)

LOG_IN_OFFICE: Final = Choice[Node, None, int](
    "log_in_office",
    "How much of its log does {node.name} keep as leader?",
    "Rules for leaders, Figure 2",
    ("node", "_"),
    "5.3",
    lambda node, _: node.log.last_index,
    "up to {value} of {node.log.last_index}: a leader never removes entries, it only appends",
)

OUTCOME_WITHOUT_OFFICE: Final = Choice[Node, Command, str](
    "outcome_without_office",
    "What does {node.name} tell a client that waits while it stops leading?",
    "Client interaction",
    ("node", "command"),
    "8",
    lambda node, command: "lost",
    "{value}: the entry of {command.words} may still be committed by another leader",
)

MATCH_INDEX: Final = Choice[Node, AppendEntriesReply, int](
    "match_index",
    "How far does the follower's log match?",
    "Rules for leaders, Figure 2",
    ("node", "reply"),
    "5.3",
    lambda node, reply: max(known_match(node, reply.source), reply.match_index),
    "{value}: the answer vouches for {reply.match_index}, and what once matched stays matched",
)

MATCH_INDEX_WHEN_SENT: Final = Choice[Node, AppendEntries, int](
    "match_index_when_sent",
    "Does sending prove anything?",
    "Rules for leaders, Figure 2",
    ("node", "request"),
    "5.3",
    lambda node, request: known_match(node, request.target),
    "no: matchIndex stays {value} until the follower answers",
)

OWN_MATCH_INDEX: Final = Choice[Node, None, int](
    "own_match_index",
    "How far does {node.name} count itself?",
    "dissertation 10.2.1",
    ("node", "_"),
    "diss. 10.2.1",
    lambda node, _: node.durable_index,
    "up to {value}, what is on its own disk; its log ends at {node.log.last_index}",
)

NEXT_INDEX_AFTER_SUCCESS: Final = Choice[Node, AppendEntriesReply, int](
    "next_index_after_success",
    "From where does {node.name} go on?",
    "Rules for leaders, Figure 2",
    ("node", "reply"),
    "5.3",
    lambda node, reply: max(known_next(node, reply.source), known_match(node, reply.source) + 1),
    "from {value}: after what was sent, and never at or before matchIndex",
)

NEXT_INDEX_AFTER_CONFLICT: Final = Choice[Node, AppendEntriesReply, int](
    "next_index_after_conflict",
    "From where does {node.name} try again?",
    "Rules for leaders, Figure 2",
    ("node", "reply"),
    "5.3",
    after_conflict,
    "from {value}: the follower refused after {reply.prev_log_index}, conflict at {reply.conflict_index} "
    "(term {reply.conflict_term})",
)

MAY_COMMIT: Final = Judgement[Node, Tally](
    "may_commit",
    "May {node.name} commit index {tally.subject}?",
    "Rules for leaders, Figure 2",
    ("node", "tally"),
    (
        Clause(
            "majority",
            "5.3",
            "Do enough of the voters hold it?",
            lambda node, tally: tally.suffices,
            "{tally.words}: {tally.who}",
            "{tally.words}: {tally.who}",
        ),
        Clause(
            "own_term",
            "5.4.2",
            "Is the entry of the leader's own term?",
            lambda node, tally: node.log.term_at(tally.subject) == node.current_term,
            "it is of term {node.current_term}",
            "it is of a term before {node.current_term}: it commits together with the first entry of this term",
        ),
    ),
)
