"""How a leader leaves: it lost touch with a quorum, or hands over (dissertation 6.2, 3.10)."""

from typing import Final, NamedTuple

from raft_core.explain import Clause, Judgement
from raft_core.ids import NOBODY, SERVER_NAMES, ServerId
from raft_core.messages import TimeoutNow
from raft_core.node import Node
from raft_core.quorum import Tally
from raft_core.role import Leader
from raft_core.units import format_duration


class Waiting(NamedTuple):
    """How long a transfer has gone on, and how long it may."""

    since_us: int
    timeout_us: int

    @property
    def since(self) -> str:
        """How long it has gone on, as a phrase."""
        return format_duration(self.since_us)

    @property
    def timeout(self) -> str:
        """How long it may go on, as a phrase."""
        return format_duration(self.timeout_us)


class Target(NamedTuple):
    """The server that is to lead."""

    server: ServerId

    @property
    def name(self) -> str:
        """Its name."""
        return SERVER_NAMES[self.server]


STAYS_IN_OFFICE: Final = Judgement[Node, Tally](
    "stays_in_office",
    "Does {node.name} stay in office?",
    "dissertation 6.2",
    ("node", "tally"),
    (
        Clause(
            "hears_quorum",
            "diss. 6.2",
            "Did enough of the voters answer within a minimum election timeout?",
            lambda node, tally: tally.suffices,
            "{tally.words}: {tally.who}",
            "{tally.words}: {tally.who}; others may have elected a leader, and clients should not wait here",
        ),
    ),
)

MAY_TRANSFER: Final = Judgement[Node, Target](
    "may_transfer",
    "May {node.name} hand over to {target.name}?",
    "dissertation 3.10",
    ("node", "target"),
    (
        Clause(
            "leads",
            "diss. 3.10",
            "Is it the leader?",
            lambda node, target: isinstance(node.role, Leader),
            "{node.name} leads term {node.current_term}",
            "{node.name} is {node.role_name}; only a leader hands over",
        ),
        Clause(
            "another",
            "diss. 3.10",
            "Is it somebody else?",
            lambda node, target: target.server != node.id,
            "{target.name} is another server",
            "{target.name} leads already",
        ),
        Clause(
            "voter",
            "diss. 3.10",
            "Can the other be elected?",
            lambda node, target: target.server in node.configuration.voters,
            "{target.name} is a voter",
            "{target.name} is not a voter of {node.configuration.words}",
        ),
        Clause(
            "none_pending",
            "diss. 3.10",
            "Is no other transfer under way?",
            lambda node, target: not isinstance(node.role, Leader) or node.role.transfer_to == NOBODY,
            "none is under way",
            "{node.name} is handing over already",
        ),
    ),
)

GIVES_TRANSFER_UP: Final = Judgement[Node, Waiting](
    "gives_transfer_up",
    "Does {node.name} give the transfer up?",
    "dissertation 3.10",
    ("node", "waiting"),
    (
        Clause(
            "waited_long",
            "diss. 3.10",
            "Has it waited for an election timeout?",
            lambda node, waiting: waiting.since_us >= waiting.timeout_us,
            "it took {waiting.since} of {waiting.timeout}: clients have waited long enough",
            "it took {waiting.since} of {waiting.timeout}",
        ),
    ),
)

OBEYS_TIMEOUT_NOW: Final = Judgement[Node, TimeoutNow](
    "obeys_timeout_now",
    "Does {node.name} stand for election at once?",
    "dissertation 3.10",
    ("node", "request"),
    (
        Clause(
            "same_term",
            "5.1",
            "Is the order of this term?",
            lambda node, request: request.term == node.current_term,
            "{request.term} = {node.current_term}",
            "{request.term} ≠ {node.current_term}",
        ),
        Clause(
            "follows",
            "diss. 3.10",
            "Does it follow that leader?",
            lambda node, request: not isinstance(node.role, Leader),
            "{node.name} is {node.role_name}",
            "{node.name} leads itself",
        ),
    ),
)
