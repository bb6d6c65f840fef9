"""Who has to agree: the groups of voters that each must give a majority (5.2, 6)."""

from raft_core.ids import ServerId
from raft_core.quorum import Tally, agreed_index
from raft_core.role import NEVER, Leader
from raft_core.transition import Turn

Group = tuple[tuple[ServerId, ...], int]
"""Who counts, and how many of them are enough."""


def groups(turn: Turn) -> list[Group]:
    """One group, or two while the configuration is joint."""
    node, rules = turn.node, turn.rules
    found: list[Group] = []
    # What is as always needs no words: only a joint configuration, or one without the server itself, does.
    if node.configuration.is_joint:
        majorities = turn.choose(rules.majorities, node, node.configuration)
    else:
        majorities = rules.majorities.pick(node, node.configuration)
    for voters in majorities:
        if node.id in voters:
            counted = rules.counted_servers.pick(node, voters)
        else:
            counted = turn.choose(rules.counted_servers, node, voters)
        found.append((counted, turn.choose(rules.quorum, node, voters)))
    return found


def tally(turn: Turn, subject: int, in_favour: list[ServerId]) -> Tally:
    """Count those in favour in every group."""
    counted = Tally(subject, in_favour)
    for voters, needed in groups(turn):
        counted.add_group(voters, needed)
    return counted


def electors(turn: Turn) -> list[ServerId]:
    """Everybody else whose vote counts, each once."""
    node = turn.node
    asked = {server for voters in turn.rules.majorities.pick(node, node.configuration) for server in voters}
    return sorted(asked - {node.id})


def confirmed(turn: Turn, leader: Leader) -> tuple[int, int]:
    """The latest round of heartbeats that a quorum answered, and when a quorum had last answered anything.

    The leader answers itself at once. (0, NEVER) when no quorum answered.
    """
    node = turn.node
    rounds, heard = [0] * 10, [NEVER] * 10
    rounds[node.id], heard[node.id] = leader.round, turn.now_us
    for peer, progress in leader.progress.items():
        rounds[peer], heard[peer] = progress.acknowledged_round, progress.heard_at_us
    found = groups(turn)
    return (
        min([agreed_index(rounds, voters, needed) for voters, needed in found]),
        min([agreed_index(heard, voters, needed) for voters, needed in found]),
    )
