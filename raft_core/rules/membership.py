"""Cluster membership: one server at a time, or any set through joint consensus (6, dissertation 4)."""

from dataclasses import dataclass
from typing import Final

from raft_core.configuration import PROMOTE, Change, Configuration
from raft_core.explain import Choice, Clause, Judgement
from raft_core.ids import NOBODY, ServerId
from raft_core.node import Node
from raft_core.role import Leader


@dataclass(slots=True, frozen=True)
class Placed:
    """A configuration and the index of its entry."""

    index: int
    configuration: Configuration


def next_configuration(node: Node, change: Change) -> Configuration:
    """One server more or less at once; an arbitrary set by way of C_old,new, which needs both majorities (4.3)."""
    target = change.applied_to(node.configuration)
    if change.is_single:
        return target
    return Configuration(target.voters, node.configuration.voters, target.learners)


def _match_of(node: Node, server: ServerId) -> int:
    role = node.role
    progress = role.progress.get(server) if isinstance(role, Leader) else None
    return progress.match_index if progress is not None else 0


def _is_caught_up(node: Node, change: Change) -> bool:
    return change.verb != PROMOTE or _match_of(node, change.server) >= node.commit_index


def _own_term_committed(node: Node) -> bool:
    return node.log.term_at(node.commit_index) == node.current_term


EFFECTIVE_CONFIGURATION: Final = Choice[Node, None, Configuration](
    "effective_configuration",
    "Which configuration does {node.name} use?",
    "dissertation 4.1",
    ("node", "_"),
    "diss. 4.1",
    lambda node, _: node.configurations[-1][1],
    "the latest in its log, committed or not: that of index {node.configuration_index}",
)

CONFIGURATIONS_AFTER_TRUNCATION: Final = Choice[Node, int, "tuple[tuple[int, Configuration], ...]"](
    "configurations_after_truncation",
    "Which configurations does {node.name} keep?",
    "dissertation 4.1",
    ("node", "keep"),
    "diss. 4.1",
    lambda node, keep: node.configurations[:1] + tuple([at for at in node.configurations[1:] if at[0] <= keep]),
    "those up to index {keep}; an entry that is removed takes its configuration with it",
)

MAJORITIES: Final = Choice[Node, Configuration, "tuple[tuple[int, ...], ...]"](
    "majorities",
    "Which groups of voters must each give a majority?",
    "dissertation 4.3",
    ("node", "configuration"),
    "6",
    lambda node, configuration: configuration.majorities,
    "{value}: while the configuration is joint, the old voters and the new ones, each by themselves",
)

COUNTED_SERVERS: Final = Choice[Node, "tuple[int, ...]", "tuple[int, ...]"](
    "counted_servers",
    "Who counts in this majority?",
    "dissertation 4.2.2",
    ("node", "voters"),
    "diss. 4.2.2",
    lambda node, voters: voters,
    "{value}: the voters, and a leader that is not one of them does not count itself",
)

NEXT_CONFIGURATION: Final = Choice[Node, Change, Configuration](
    "next_configuration",
    "Which configuration does {node.name} append?",
    "dissertation 4.3",
    ("node", "change"),
    "diss. 4.1",
    next_configuration,
    "{value.words}",
)

MAY_CHANGE_MEMBERSHIP: Final = Judgement[Node, Change](
    "may_change_membership",
    "May {node.name} change the membership?",
    "dissertation 4.1",
    ("node", "change"),
    (
        Clause(
            "leads",
            "6",
            "Is it the leader?",
            lambda node, change: isinstance(node.role, Leader),
            "{node.name} leads term {node.current_term}",
            "{node.name} is {node.role_name}; only a leader changes the membership",
        ),
        Clause(
            "in_office",
            "diss. 3.10",
            "Is it staying in office?",
            lambda node, change: not isinstance(node.role, Leader) or node.role.transfer_to == NOBODY,
            "no transfer of leadership is under way",
            "{node.name} is handing leadership over",
        ),
        Clause(
            "own_term_committed",
            "diss. 4.1",
            "Has it committed an entry of its own term?",
            lambda node, change: _own_term_committed(node),
            "the last committed entry is of term {node.current_term}",
            "nothing of term {node.current_term} is committed yet: an earlier leader's change may still come through",
        ),
        Clause(
            "none_pending",
            "diss. 4.1",
            "Is the change before it finished?",
            lambda node, change: node.configuration_index <= node.commit_index and not node.configuration.is_joint,
            "the configuration of index {node.configuration_index} is committed",
            "the configuration of index {node.configuration_index} is still pending ({node.configuration.words}); "
            "commitIndex is {node.commit_index}",
        ),
        Clause(
            "something_changes",
            "diss. 4.1",
            "Does it change anything?",
            lambda node, change: change.applied_to(node.configuration) != node.configuration,
            "the configuration is {node.configuration.words}",
            "to {change.words} changes nothing; the configuration is {node.configuration.words}",
        ),
        Clause(
            "somebody_votes",
            "6",
            "Does a voter remain?",
            lambda node, change: bool(change.applied_to(node.configuration).voters),
            "the configuration is {node.configuration.words}",
            "nobody would be left to vote; the configuration is {node.configuration.words}",
        ),
        Clause(
            "caught_up",
            "diss. 4.2.1",
            "Has the learner caught up?",
            _is_caught_up,
            "the leader has committed up to {node.commit_index}",
            "its matchIndex is below the leader's commitIndex {node.commit_index}: as a voter it would hold up commits",
        ),
    ),
)

LEAVES_JOINT: Final = Judgement[Node, Placed](
    "leaves_joint",
    "Does {node.name} append C_new?",
    "dissertation 4.3",
    ("node", "joint"),
    (
        Clause(
            "joint_committed",
            "6",
            "Is C_old,new committed?",
            lambda node, joint: joint.index <= node.commit_index,
            "its index {joint.index} ≤ commitIndex {node.commit_index}",
            "its index {joint.index} > commitIndex {node.commit_index}: the old voters could still decide alone",
        ),
        Clause(
            "once",
            "6",
            "Has it not been appended yet?",
            lambda node, joint: node.configuration_index == joint.index,
            "C_old,new at index {joint.index} is the latest configuration",
            "the configuration of index {node.configuration_index} follows already",
        ),
    ),
)

LEAVES_OFFICE: Final = Judgement[Node, Placed](
    "leaves_office",
    "Does {node.name} step down, because it is not a voter any more?",
    "dissertation 4.2.2",
    ("node", "placed"),
    (
        Clause(
            "removed",
            "6",
            "Is it out of the configuration?",
            lambda node, placed: not placed.configuration.is_voter(node.id),
            "the configuration is {placed.configuration.words}",
            "the configuration is {placed.configuration.words}",
        ),
        Clause(
            "committed",
            "diss. 4.2.2",
            "Is that configuration committed?",
            lambda node, placed: placed.index <= node.commit_index,
            "its index {placed.index} ≤ commitIndex {node.commit_index}",
            "its index {placed.index} > commitIndex {node.commit_index}: until then nobody else may be able to lead",
        ),
    ),
)


def may_stand(node: Node, trigger: str) -> bool:
    """Whether its configuration gives it a vote; one that is not known to be committed may not be the last word."""
    if node.configuration.is_voter(node.id):
        return True
    return node.configuration_index > node.commit_index and node.committed_configuration.is_voter(node.id)
