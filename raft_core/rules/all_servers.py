"""Figure 2, State and Rules for all servers."""

from typing import Final, NamedTuple

from raft_core.explain import Choice, Clause, Judgement
from raft_core.ids import NOBODY
from raft_core.machine import Command
from raft_core.messages import AppendEntriesReply, Message
from raft_core.node import Durable, Node


class Moment(NamedTuple):
    """Where a server is: the index that it applied last, and what its own clock shows."""

    applied: int
    clock_us: int


def disk_state(node: Node, disk: Durable) -> Durable:
    """currentTerm, votedFor and log[] survive; everything else is volatile."""
    return disk


OBSERVED_TERM: Final = Choice[Node, Message, int](
    "observed_term",
    "Which term is {node.name} in now?",
    "Rules for all servers, Figure 2",
    ("node", "message"),
    "5.1",
    lambda node, message: max(node.current_term, message.term),
    "{value}: {message.type_name} says {message.term}, {node.name} was in {node.current_term}",
)

VOTE_IN_NEW_TERM: Final = Choice[Node, Message, int](
    "vote_in_new_term",
    "What is {node.name}'s vote worth in the new term?",
    "Rules for all servers, Figure 2",
    ("node", "message"),
    "5.2",
    lambda node, message: NOBODY,
    "a new term brings a new vote; the one for {node.voted_for_name} was for term {node.current_term}",
)

STEPS_DOWN: Final = Judgement[Node, Message](
    "steps_down",
    "Does {node.name} return to follower?",
    "Rules for all servers, Figure 2",
    ("node", "message"),
    (
        Clause(
            "newer_term",
            "5.1",
            "Has a newer term begun?",
            lambda node, message: message.term > node.current_term,
            "{message.term} > {node.current_term}",
            "{message.term} ≤ {node.current_term}",
        ),
    ),
)

MAY_ANSWER: Final = Judgement[Node, Message](
    "may_answer",
    "May {node.name} send its {message.type_name} now?",
    "State, Figure 2: updated on stable storage before responding",
    ("node", "message"),
    (
        Clause(
            "vote_durable",
            "Figure 2",
            "Are its term and vote on disk?",
            lambda node, message: isinstance(message, AppendEntriesReply) or node.is_durable,
            "the disk has term {node.disk.current_term}",
            "the disk still has term {node.disk.current_term}; a crash now would forget the promise",
        ),
        Clause(
            "log_durable",
            "Figure 2",
            "Are the entries it vouches for on disk?",
            lambda node, message: not isinstance(message, AppendEntriesReply) or node.is_durable,
            "the log is durable up to {node.durable_index}",
            "the log is durable up to {node.durable_index} only; a crash now would break the promise",
        ),
    ),
)

APPLIES_UNTIL: Final = Choice[Node, None, int](
    "applies_until",
    "Which entries does {node.name} apply?",
    "Rules for all servers, Figure 2",
    ("node", "_"),
    "5.3",
    lambda node, _: node.commit_index,
    "up to commitIndex {value}",
)

APPLIES_NEXT: Final = Choice[Node, int, int](
    "applies_next",
    "With which entry does {node.name} go on?",
    "Rules for all servers, Figure 2",
    ("node", "until"),
    "5.3",
    lambda node, until: node.last_applied + 1,
    "with {value}, and then one by one up to {until}; lastApplied was {node.last_applied}",
)

MAY_EXECUTE: Final = Judgement[Node, Command](
    "may_execute",
    "Does {node.name} execute the command?",
    "Client interaction",
    ("node", "command"),
    (
        Clause(
            "new_serial_number",
            "8",
            "Is the command new to the client's session?",
            lambda node, command: not command.client_id or node.machine.answer_to(command) is None,
            "{command.client_id} has not been answered serial number {command.serial_number} yet",
            "{command.client_id}'s serial number {command.serial_number} was executed before; its answer is repeated",
        ),
    ),
)

FORGETS_SESSIONS: Final = Choice[Node, Moment, "tuple[str, ...]"](
    "forgets_sessions",
    "Which clients does {node.name} forget?",
    "dissertation 6.3",
    ("node", "moment"),
    "diss. 6.3",
    lambda node, moment: (),
    "{value}: no session ends, for all replicas must forget at the same point of the log or not at all",
)

SURVIVES_RESTART: Final = Choice[Node, Durable, Durable](
    "survives_restart",
    "What does {node.name} remember after a restart?",
    "State, Figure 2",
    ("node", "disk"),
    "Figure 2",
    disk_state,
    "term {disk.current_term}, its vote and the log up to {disk.log.last_index}: what was on disk",
)
